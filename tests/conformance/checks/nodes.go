package checks

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"kubemint/conformance/cluster"
	"kubemint/conformance/kubernetes"
)

const (
	controlPlaneRole = "node-role.kubernetes.io/control-plane"
	// podRange is the clusters' pod_cidr; each node gets a /24 of it.
	podRange = "172.30.0.0/16"
)

var nodes = Check{
	Name: "nodes", Point: 1,
	Claim: "three nodes and the worker register with their addresses, labels, taints and node ranges",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		return cluster.Await(ctx, time.Minute, "the nodes", func(ctx context.Context) error {
			var list kubernetes.List[kubernetes.Node]
			if err := c.Admin.Read(ctx, "/api/v1/nodes", &list); err != nil {
				return err
			}
			if len(list.Items) != len(c.Machines) {
				return fmt.Errorf("%d nodes are registered instead of %d", len(list.Items), len(c.Machines))
			}
			for _, node := range list.Items {
				if err := judgeNode(node); err != nil {
					return fmt.Errorf("node %s: %w", node.Metadata.Name, err)
				}
			}
			if err := judgeRanges(list.Items); err != nil {
				return err
			}
			// As README.md says it.
			listed, err := c.Admin.Run(ctx, "get", "nodes", "--no-headers")
			if err != nil {
				return err
			}
			if lines := strings.Count(listed, "\n"); lines != len(list.Items) {
				return fmt.Errorf("kubectl get nodes lists %d nodes instead of %d:\n%s", lines, len(list.Items), listed)
			}
			for _, node := range list.Items {
				e.Add("%s %s %v %v", node.Metadata.Name, cluster.Address(node.Metadata.Name), node.Spec.PodCIDRs, node.Spec.Taints)
			}
			return nil
		})
	},
}

func judgeNode(node kubernetes.Node) error {
	master := slices.Contains(cluster.ControlPlane, node.Metadata.Name)
	for _, address := range node.Status.Addresses {
		if address.Type == "InternalIP" && address.Address != cluster.Address(node.Metadata.Name) {
			return fmt.Errorf("its address is %s instead of %s", address.Address, cluster.Address(node.Metadata.Name))
		}
	}
	if len(node.Status.Addresses) == 0 {
		return fmt.Errorf("it has no address")
	}
	if _, labelled := node.Metadata.Labels[controlPlaneRole]; labelled != master {
		return fmt.Errorf("label %s: %v instead of %v", controlPlaneRole, labelled, master)
	}
	tainted := false
	for _, taint := range node.Spec.Taints {
		tainted = tainted || taint.Key == controlPlaneRole && taint.Effect == "NoSchedule"
	}
	if tainted != master {
		return fmt.Errorf("taint %s: %v instead of %v", controlPlaneRole, tainted, master)
	}
	return nil
}

// judgeRanges wants the first node ranges of the pod range in use: kube-controller-manager hands them
// out in order, and skips those that it takes for the services'.
func judgeRanges(nodes []kubernetes.Node) error {
	var found []string
	for _, node := range nodes {
		found = append(found, node.Spec.PodCIDRs...)
	}
	slices.Sort(found)
	var want []string
	octets := netip.MustParsePrefix(podRange).Addr().As4()
	for i := range nodes {
		octets[2] = byte(i)
		want = append(want, netip.PrefixFrom(netip.AddrFrom4(octets), 24).String())
	}
	if !slices.Equal(found, want) {
		return fmt.Errorf("the nodes' pod ranges are %v instead of %v", found, want)
	}
	return nil
}
