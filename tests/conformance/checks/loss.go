package checks

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"kubemint/conformance/cluster"
	"kubemint/conformance/kubernetes"
)

var loss = Check{
	Name: "loss", Point: 9,
	Claim: "the loss of any one machine leaves reads and writes working through the load balancer; it returns and catches up",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		// The third machine is lost by the next check, for good.
		for _, node := range cluster.ControlPlane[:2] {
			m := c.Machine(node)
			if err := m.CutPower(); err != nil {
				return err
			}
			marker, took, err := writeAndRead(ctx, c)
			if err != nil {
				return fmt.Errorf("without %s: %w", node, err)
			}
			e.Add("%s lost its power: written and read through the load balancer %.1f s later", node, took.Seconds())
			started := time.Now()
			if err := m.Boot(ctx); err != nil {
				return err
			}
			if err := returned(ctx, c, node, marker); err != nil {
				return err
			}
			e.Add("%s is back and has what was written without it, %.0f s after boot", node, time.Since(started).Seconds())
		}
		return loseWorker(ctx, c, e)
	},
}

// loseWorker does the same to the machine that has no part in the control plane: its kubelet must come back
// with the certificate it was given at its first boot.
func loseWorker(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
	m := c.Machine(cluster.WorkerName)
	if err := m.CutPower(); err != nil {
		return err
	}
	if _, _, err := writeAndRead(ctx, c); err != nil {
		return fmt.Errorf("without %s: %w", m.Name, err)
	}
	started := time.Now()
	if err := m.Boot(ctx); err != nil {
		return err
	}
	err := cluster.Await(ctx, time.Minute, m.Name+"'s return", func(ctx context.Context) error {
		var lease kubernetes.Lease
		if err := c.Admin.Read(ctx, "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/"+m.Name, &lease); err != nil {
			return err
		}
		renewed, err := time.Parse(time.RFC3339, lease.Spec.RenewTime)
		if err == nil && renewed.Before(started) {
			err = fmt.Errorf("its lease was last renewed at %s", lease.Spec.RenewTime)
		}
		return err
	})
	if err == nil {
		e.Add("%s lost its power: written and read all the same; its kubelet is back %.0f s after boot", m.Name, time.Since(started).Seconds())
	}
	return err
}

var replacement = Check{
	Name: "replacement", Point: 9,
	Claim: "a machine is lost for good: wiped, its etcd member replaced, rendered as existing, packed and booted, it joins again",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		node, helper := cluster.ControlPlane[2], cluster.ControlPlane[0]
		m := c.Machine(node)
		if err := m.CutPower(); err != nil {
			return err
		}
		marker, took, err := writeAndRead(ctx, c)
		if err != nil {
			return fmt.Errorf("without %s: %w", node, err)
		}
		e.Add("%s lost its power: written and read through the load balancer %.1f s later", node, took.Seconds())
		if err := m.Wipe(ctx); err != nil {
			return err
		}
		if err := replaceMember(ctx, c, helper, node); err != nil {
			return err
		}
		c.Settings.Replace(node)
		if err := c.Render(ctx); err != nil {
			return err
		}
		if err := c.Install(ctx, m); err != nil {
			return err
		}
		started := time.Now()
		if err := m.Boot(ctx); err != nil {
			return err
		}
		if err := returned(ctx, c, node, marker); err != nil {
			return err
		}
		e.Add("%s was wiped and is a member again, %.0f s after boot", node, time.Since(started).Seconds())
		return nil
	},
}

// writeAndRead writes a ConfigMap and reads it back, through the load balancer.
func writeAndRead(ctx context.Context, c *cluster.Cluster) (marker string, took time.Duration, err error) {
	const path = "/api/v1/namespaces/default/configmaps"
	started := time.Now()
	marker = "written-" + strconv.FormatInt(started.UnixNano(), 36)
	object := map[string]any{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": marker}, "data": map[string]string{"value": marker}}
	err = cluster.Await(ctx, 30*time.Second, "a write and a read", func(ctx context.Context) error {
		answer, err := c.Admin.Get(ctx, path+"/"+marker)
		if err == nil && answer.Status == 404 {
			// The answer to an earlier try may have been lost with the machine, though not the write.
			if err := c.Admin.Create(ctx, path, object, nil); err != nil {
				return err
			}
		}
		var found kubernetes.ConfigMap
		if err := c.Admin.Read(ctx, path+"/"+marker, &found); err != nil {
			return err
		}
		if found.Data["value"] != marker {
			return fmt.Errorf("%s holds %q", marker, found.Data["value"])
		}
		return nil
	})
	return marker, time.Since(started), err
}

// returned waits until the node's member is healthy and its API server has what was written without it.
func returned(ctx context.Context, c *cluster.Cluster, node, marker string) error {
	return cluster.Await(ctx, 2*time.Minute, node+"'s return", func(ctx context.Context) error {
		if _, err := etcdMembers(ctx, c, node); err != nil {
			return err
		}
		if err := componentsRun(ctx, c); err != nil {
			return err
		}
		return c.AtNode(node).Read(ctx, "/api/v1/namespaces/default/configmaps/"+marker, nil)
	})
}

// replaceMember removes a member by its name and announces its successor at the same address.
func replaceMember(ctx context.Context, c *cluster.Cluster, through, node string) error {
	output, err := c.Etcdctl(ctx, through, "member", "list", "-w", "json")
	if err != nil {
		return err
	}
	var list struct {
		Members []struct {
			ID   uint64 `json:"ID"`
			Name string `json:"name"`
		} `json:"members"`
	}
	if err := json.Unmarshal([]byte(output), &list); err != nil {
		return err
	}
	for _, member := range list.Members {
		if member.Name != node {
			continue
		}
		if err := reconfigure(ctx, c, through, "remove", strconv.FormatUint(member.ID, 16)); err != nil {
			return err
		}
		return reconfigure(ctx, c, through, "add", node, "--peer-urls=https://"+cluster.Address(node)+":2380")
	}
	return fmt.Errorf("etcd has no member named %s: %s", node, output)
}

// reconfigure changes the members, once etcd lets it: it refuses an "unhealthy cluster" until the members that are
// left have been connected for 5 s (HealthInterval in server/etcdserver/server.go), and one may have just returned.
func reconfigure(ctx context.Context, c *cluster.Cluster, through string, change ...string) error {
	return cluster.Await(ctx, 30*time.Second, "etcd's members changed", func(ctx context.Context) error {
		_, err := c.Etcdctl(ctx, through, append([]string{"member"}, change...)...)
		return err
	})
}
