package checks

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"kubemint/conformance/cluster"
	"kubemint/conformance/foreign"
	"kubemint/conformance/kubernetes"
)

var tokens = Check{
	Name: "tokens", Point: 7,
	Claim: "a service account's token is accepted by every API server, through whichever it was issued; a foreign one is refused",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		for _, issuer := range cluster.ControlPlane {
			output, err := c.AtNode(issuer).Run(ctx, "create", "token", "default", "--namespace", "default")
			if err != nil {
				return err
			}
			token := strings.TrimSpace(output)
			forged, err := foreign.Forge(token)
			if err != nil {
				return err
			}
			for _, verifier := range cluster.ControlPlane {
				at := c.AtNode(verifier)
				who, err := whoAmI(ctx, at.WithToken(token))
				if err != nil {
					return fmt.Errorf("a token issued through %s, at %s: %w", issuer, verifier, err)
				}
				if who != "system:serviceaccount:default:default" {
					return fmt.Errorf("a token issued through %s makes its bearer %q at %s", issuer, who, verifier)
				}
				if who, err := whoAmI(ctx, at.WithToken(forged)); err == nil {
					return fmt.Errorf("%s takes the bearer of a token signed by a foreign key for %q", verifier, who)
				} else if !strings.Contains(err.Error(), " 401 ") {
					return fmt.Errorf("%s answers a foreign token with something other than 401: %w", verifier, err)
				}
			}
			e.Add("issued through %s: accepted by all three; the same claims signed by a foreign key: 401 at all three", issuer)
		}
		return nil
	},
}

// whoAmI asks an API server for whom it takes this client.
func whoAmI(ctx context.Context, who *kubernetes.Client) (string, error) {
	var review struct {
		Status struct {
			UserInfo struct {
				Username string `json:"username"`
			} `json:"userInfo"`
		} `json:"status"`
	}
	request := map[string]string{"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}
	err := who.Create(ctx, "/apis/authentication.k8s.io/v1/selfsubjectreviews", request, &review)
	return review.Status.UserInfo.Username, err
}

var rootCA = Check{
	Name: "root-ca", Point: 7,
	Claim: "the root CA that pods get is the one that the API servers' certificates chain to",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		var root kubernetes.ConfigMap
		err := cluster.Await(ctx, 30*time.Second, "kube-root-ca.crt", func(ctx context.Context) error {
			return c.Admin.Read(ctx, "/api/v1/namespaces/default/configmaps/kube-root-ca.crt", &root)
		})
		if err != nil {
			return err
		}
		rendered, err := os.ReadFile(c.Machine(cluster.ControlPlane[0]).Path("etc/kubernetes/pki/ca.crt"))
		if err != nil {
			return err
		}
		pod := *c.Admin
		pod.CA = []byte(root.Data["ca.crt"])
		for _, node := range cluster.ControlPlane {
			if _, err := pod.At(cluster.APIServer(node)).Anonymous().Get(ctx, "/livez"); err != nil {
				return fmt.Errorf("with the root CA that pods get, kube-root-ca.crt: %w", err)
			}
		}
		if strings.TrimSpace(root.Data["ca.crt"]) != strings.TrimSpace(string(rendered)) {
			return fmt.Errorf("kube-root-ca.crt is not the rendered etc/kubernetes/pki/ca.crt")
		}
		e.Add("kube-root-ca.crt is etc/kubernetes/pki/ca.crt and verifies all three API servers")
		return nil
	},
}
