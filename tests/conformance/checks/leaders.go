package checks

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kubemint/conformance/cluster"
	"kubemint/conformance/kubernetes"
)

// electing are the components of which only one instance works at a time.
var electing = []string{"kube-controller-manager", "kube-scheduler"}

// Holder returns who holds a component's lease: the node and the identity, which is another with each
// start of the process.
func Holder(ctx context.Context, who *kubernetes.Client, component string) (node, identity string, err error) {
	var lease kubernetes.Lease
	if err := who.Read(ctx, "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/"+component, &lease); err != nil {
		return "", "", err
	}
	node, _, _ = strings.Cut(lease.Spec.Holder, "_")
	if node == "" {
		return "", "", fmt.Errorf("nobody holds the lease of %s", component)
	}
	return node, lease.Spec.Holder, nil
}

var oneLeader = Check{
	Name: "leaders", Point: 4,
	Claim: "kube-controller-manager and kube-scheduler have one leader each, and keep it",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		for _, component := range electing {
			if err := SteadyLeader(ctx, c, component, e); err != nil {
				return err
			}
		}
		return nil
	},
}

// SteadyLeader watches a lease for longer than one renewal: it is renewed, by the same holder, and
// only the holder says of itself that it leads.
func SteadyLeader(ctx context.Context, c *cluster.Cluster, component string, e *Evidence) error {
	var node, holder string
	err := cluster.Await(ctx, 10*time.Second, "the lease of "+component, func(ctx context.Context) (err error) {
		node, holder, err = Holder(ctx, c.Admin, component)
		return err
	})
	if err != nil {
		return err
	}
	until := time.Now().Add(5 * time.Second)
	for time.Now().Before(until) {
		time.Sleep(500 * time.Millisecond)
		now := ""
		// A read that got lost says nothing about who leads.
		err := cluster.Await(ctx, 10*time.Second, "the lease of "+component, func(ctx context.Context) (err error) {
			_, now, err = Holder(ctx, c.Admin, component)
			return err
		})
		if err != nil {
			return err
		}
		if now != holder {
			return fmt.Errorf("the lease of %s went from %s to %s with no fault injected", component, holder, now)
		}
	}
	leading, err := claims(ctx, c, component)
	if err != nil {
		return err
	}
	if len(leading) != 1 || leading[0] != node {
		return fmt.Errorf("%s: %s holds the lease, and these say that they lead: %v", component, node, leading)
	}
	e.Add("%s: %s leads, alone by its own metric", component, holder)
	return nil
}

// claims asks each instance whether it leads: the metric leader_election_master_status.
func claims(ctx context.Context, c *cluster.Cluster, component string) ([]string, error) {
	reader, err := c.MetricsReader(ctx)
	if err != nil {
		return nil, err
	}
	var leading []string
	for _, node := range cluster.ControlPlane {
		answer, err := reader.At(securePort(node, component)).Get(ctx, "/metrics")
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(answer.Body)) {
			if strings.HasPrefix(line, "leader_election_master_status{") && strings.HasSuffix(strings.TrimSpace(line), " 1") {
				leading = append(leading, node)
			}
		}
	}
	return leading, nil
}

// securePort is the base URL of an instance's own HTTPS server.
func securePort(node, component string) string {
	port := map[string]string{"kube-controller-manager": "10257", "kube-scheduler": "10259"}[component]
	return "https://" + cluster.Address(node) + ":" + port
}
