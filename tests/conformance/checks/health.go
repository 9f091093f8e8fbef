package checks

import (
	"context"
	"fmt"
	"strings"

	"kubemint/conformance/cluster"
	"kubemint/conformance/kubernetes"
)

var componentStatus = Check{
	Name: "componentstatus", Point: 3,
	Claim: "kubectl get componentstatus says Healthy of every component, at each API server",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		for _, node := range cluster.ControlPlane {
			output, err := c.AtNode(node).Run(ctx, "get", "componentstatus", "--no-headers")
			if err != nil {
				return err
			}
			lines := strings.Split(strings.TrimSpace(output), "\n")
			for _, line := range lines {
				if fields := strings.Fields(line); len(fields) < 2 || fields[1] != "Healthy" {
					return fmt.Errorf("at %s: %s", node, line)
				}
			}
			if len(lines) != 3 {
				return fmt.Errorf("at %s: controller-manager, scheduler and etcd expected, got:\n%s", node, output)
			}
			e.Add("%s: %s", node, strings.Join(strings.Fields(output), " "))
		}
		return nil
	},
}

var readyz = Check{
	Name: "readyz", Point: 3,
	Claim: "/readyz?verbose of each API server says ok throughout",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		for _, node := range cluster.ControlPlane {
			answer, err := c.AtNode(node).Get(ctx, "/readyz?verbose")
			if err != nil {
				return err
			}
			if answer.Status != 200 || strings.Contains(string(answer.Body), "[-]") {
				return fmt.Errorf("%s: %d\n%s", node, answer.Status, answer.Body)
			}
			e.Add("%s: %d checks ok", node, strings.Count(string(answer.Body), "[+]"))
		}
		return nil
	},
}

var servingNames = Check{
	Name: "serving-names", Point: 3,
	Claim: "each API server's certificate is valid for its own address, the endpoint, the first service address and the names in the cluster",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		for _, node := range cluster.ControlPlane {
			answer, err := c.AtNode(node).Get(ctx, "/livez")
			if err != nil {
				return err
			}
			names := []string{cluster.Address(node), cluster.LoadBalancerAddress, "127.0.0.1", "10.254.0.1", "localhost", node,
				"kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"}
			for _, name := range names {
				if err := answer.Certificate.VerifyHostname(name); err != nil {
					return fmt.Errorf("the API server of %s: %w", node, err)
				}
			}
			e.Add("%s: valid for %s", node, strings.Join(names, " "))
		}
		return nil
	},
}

// probes are what anybody may ask; strangers must get nothing else.
var (
	probes   = []string{"/livez", "/readyz", "/healthz"}
	stranger = []string{
		"/", "/version", "/api", "/apis", "/api/v1/nodes", "/api/v1/namespaces/kube-system/secrets", "/metrics", "/openapi/v2", "/openapi/v3",
		"/livez/etcd", "/readyz/ping", "/healthz/ping", "/logs", "/debug/pprof/", "/configz", "/.well-known/openid-configuration", "/openid/v1/jwks",
	}
)

var anonymous = Check{
	Name: "anonymous", Point: 3,
	Claim: "an anonymous request to anything but the probes' paths, and cluster-info where discovery is on, is refused",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		for _, node := range cluster.ControlPlane {
			nobody := c.AtNode(node).Anonymous()
			if err := expect(ctx, nobody, probes, 200); err != nil {
				return err
			}
			if err := expect(ctx, nobody, stranger, 401, 403); err != nil {
				return err
			}
			// The cluster has discovery on, so that cluster-info is there and open.
			if err := expect(ctx, nobody, []string{clusterInfo}, 200); err != nil {
				return err
			}
			if err := expect(ctx, nobody, []string{"/api/v1/namespaces/kube-public/configmaps"}, 401, 403); err != nil {
				return err
			}
		}
		e.Add("200 for %s and cluster-info; 401 or 403 for %d other paths, at each API server", strings.Join(probes, " "), len(stranger)+1)
		return nil
	},
}

func expect(ctx context.Context, who *kubernetes.Client, paths []string, statuses ...int) error {
	for _, path := range paths {
		answer, err := who.Get(ctx, path)
		if err != nil {
			return err
		}
		allowed := false
		for _, status := range statuses {
			allowed = allowed || answer.Status == status
		}
		if !allowed {
			return fmt.Errorf("GET %s%s answered %d instead of %v: %.200s", who.Server, path, answer.Status, statuses, answer.Body)
		}
	}
	return nil
}
