package checks

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kubemint/conformance/cluster"
	"kubemint/conformance/kubernetes"
	"kubemint/conformance/process"
)

// probe is a pod that tolerates everything and is put on a node by name: without a network plugin the
// nodes are not ready, and pods on the host's network run all the same.
func probe(node string) map[string]any {
	return map[string]any{
		"apiVersion": "v1", "kind": "Pod",
		"metadata": map[string]any{"name": "probe-" + node, "namespace": "default"},
		"spec": map[string]any{
			"nodeName": node, "hostNetwork": true, "terminationGracePeriodSeconds": 0,
			"tolerations": []any{map[string]any{"operator": "Exists"}},
			"containers": []any{map[string]any{
				"name": "shell", "image": cluster.ShellImage, "command": []string{"shell"},
				"env": []any{map[string]any{"name": "NODE_NAME", "value": node}},
			}},
		},
	}
}

var logsAndExec = Check{
	Name: "kubelets", Point: 12,
	Claim: "kubectl logs and exec work on every node through every API server, TLS to the kubelet verified",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		if c.Runtime.ServingByRequest() {
			if err := approveServing(ctx, c); err != nil {
				return err
			}
		}
		for _, m := range c.Machines {
			if err := c.Admin.Create(ctx, "/api/v1/namespaces/default/pods", probe(m.Name), nil); err != nil {
				return err
			}
		}
		for _, m := range c.Machines {
			if err := podRuns(ctx, c, "probe-"+m.Name); err != nil {
				return err
			}
			for _, through := range cluster.ControlPlane {
				if err := logAndExec(ctx, c.AtNode(through), m.Name); err != nil {
					return fmt.Errorf("%s through the API server of %s: %w", m.Name, through, err)
				}
			}
			e.Add("%s: log and exec right through all three API servers", m.Name)
		}
		return verifiesKubelets(e)
	},
}

// approveServing approves what waits for approval, as an administrator does.
func approveServing(ctx context.Context, c *cluster.Cluster) error {
	return cluster.Await(ctx, 30*time.Second, "the kubelets' serving CSRs", func(ctx context.Context) error {
		var list kubernetes.List[kubernetes.SigningRequest]
		if err := c.Admin.Read(ctx, requestsPath, &list); err != nil {
			return err
		}
		signed := map[string]bool{}
		for _, request := range list.Items {
			if request.Spec.SignerName != servingSigner {
				continue
			}
			if !request.Approved() {
				if _, err := c.Admin.Run(ctx, "certificate", "approve", request.Metadata.Name); err != nil {
					return err
				}
			}
			if len(request.Status.Certificate) > 0 {
				signed[request.Spec.Username] = true
			}
		}
		if len(signed) < len(c.Machines) {
			return fmt.Errorf("%d of %d kubelets have a signed serving certificate", len(signed), len(c.Machines))
		}
		return nil
	})
}

func podRuns(ctx context.Context, c *cluster.Cluster, name string) error {
	return cluster.Await(ctx, time.Minute, "pod "+name, func(ctx context.Context) error {
		var pod kubernetes.Pod
		if err := c.Admin.Read(ctx, "/api/v1/namespaces/default/pods/"+name, &pod); err != nil {
			return err
		}
		if pod.Status.Phase != "Running" {
			return fmt.Errorf("%s", whyNot(pod))
		}
		return nil
	})
}

func logAndExec(ctx context.Context, through *kubernetes.Client, node string) error {
	return cluster.Await(ctx, 20*time.Second, "logs and exec", func(ctx context.Context) error {
		log, err := through.Run(ctx, "logs", "probe-"+node)
		if err != nil {
			return err
		}
		if want := "waiting on " + node; strings.TrimSpace(log) != want {
			return fmt.Errorf("the log says %q instead of %q", log, want)
		}
		name, err := through.Run(ctx, "exec", "probe-"+node, "--", "shell", "hostname")
		if err != nil {
			return err
		}
		if strings.TrimSpace(name) != node {
			return fmt.Errorf("exec ran on %q", strings.TrimSpace(name))
		}
		return nil
	})
}

// verifiesKubelets reads it off the running process: without this flag an API server trusts any kubelet.
func verifiesKubelets(e *Evidence) error {
	for _, node := range cluster.ControlPlane {
		server, err := process.Find(node, "kube-apiserver")
		if err != nil {
			return err
		}
		arguments, err := server.Arguments()
		if err != nil {
			return err
		}
		authority := ""
		for _, argument := range arguments {
			if value, found := strings.CutPrefix(argument, "--kubelet-certificate-authority="); found {
				authority = value
			}
		}
		if authority == "" {
			return fmt.Errorf("the API server of %s does not verify kubelets: it runs without --kubelet-certificate-authority", node)
		}
		e.Add("the API server of %s verifies kubelets against %s", node, authority)
	}
	return nil
}
