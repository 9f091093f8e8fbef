package failover

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kubemint/conformance/cluster"
	"kubemint/conformance/kubernetes"
)

// works creates a Deployment and waits for its Pods to be given a node: kube-controller-manager makes the
// ReplicaSet and the Pods, kube-scheduler chooses the node.
func works(ctx context.Context, c *cluster.Cluster, name string) error {
	if err := cluster.Await(ctx, 20*time.Second, "creating a Deployment", func(ctx context.Context) error {
		err := c.Admin.Create(ctx, "/apis/apps/v1/namespaces/default/deployments", deployment(name), nil)
		if err != nil && strings.Contains(err.Error(), "AlreadyExists") {
			return nil // the answer to an earlier try was lost, not the write
		}
		return err
	}); err != nil {
		return err
	}
	return cluster.Await(ctx, time.Minute, "the Pods of a Deployment made afterwards", func(ctx context.Context) error {
		var sets kubernetes.List[kubernetes.Pod]
		if err := c.Admin.Read(ctx, "/apis/apps/v1/namespaces/default/replicasets?labelSelector=app%3D"+name, &sets); err != nil {
			return err
		}
		var pods kubernetes.List[kubernetes.Pod]
		if err := c.Admin.Read(ctx, "/api/v1/namespaces/default/pods?labelSelector=app%3D"+name, &pods); err != nil {
			return err
		}
		scheduled := 0
		for _, pod := range pods.Items {
			if pod.Spec.NodeName != "" {
				scheduled++
			}
		}
		if len(sets.Items) != 1 || scheduled != replicas {
			return fmt.Errorf("%s has %d ReplicaSets, %d Pods, %d of them with a node", name, len(sets.Items), len(pods.Items), scheduled)
		}
		return nil
	})
}

const replicas = 2

func deployment(name string) map[string]any {
	labels := map[string]string{"app": name}
	return map[string]any{
		"apiVersion": "apps/v1", "kind": "Deployment", "metadata": map[string]any{"name": name, "labels": labels},
		"spec": map[string]any{
			"replicas": replicas, "selector": map[string]any{"matchLabels": labels},
			"template": map[string]any{
				"metadata": map[string]any{"labels": labels},
				"spec": map[string]any{
					"hostNetwork": true, "terminationGracePeriodSeconds": 0,
					"tolerations": []any{map[string]any{"operator": "Exists"}},
					"containers":  []any{map[string]any{"name": "shell", "image": cluster.ShellImage, "command": []string{"shell"}}},
				},
			},
		},
	}
}
