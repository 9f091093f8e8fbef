package checks

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"kubemint/conformance/cluster"
	"kubemint/conformance/kubernetes"
)

const (
	clusterInfo = "/api/v1/namespaces/kube-public/configmaps/cluster-info"
	secrets     = "/api/v1/namespaces/kube-system/secrets"
)

var tokenCleaner = Check{
	Name: "tokencleaner", Point: 6,
	Claim: "an expired bootstrap token's Secret is gone within 60 s",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		const lifetime = 3 * time.Second
		token := map[string]any{
			"apiVersion": "v1", "kind": "Secret", "type": "bootstrap.kubernetes.io/token",
			"metadata": map[string]any{"name": "bootstrap-token-expire"},
			"stringData": map[string]string{
				"token-id": "expire", "token-secret": "0123456789abcdef", "expiration": kubernetes.Now(lifetime), "usage-bootstrap-authentication": "true",
			},
		}
		if err := c.Admin.Create(ctx, secrets, token, nil); err != nil {
			return err
		}
		expires := time.Now().Add(lifetime)
		err := cluster.Await(ctx, lifetime+time.Minute, "the end of the expired token's Secret", func(ctx context.Context) error {
			answer, err := c.Admin.Get(ctx, secrets+"/bootstrap-token-expire")
			if err == nil && answer.Status != 404 {
				err = fmt.Errorf("still there: %d", answer.Status)
			}
			return err
		})
		if err == nil {
			e.Add("gone %.1f s after it expired", max(0, time.Since(expires).Seconds()))
		}
		return err
	},
}

var bootstrapSigner = Check{
	Name: "bootstrapsigner", Point: 6,
	Claim: "cluster-info is signed, and the signature verifies with the rendered token",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		id, secret, err := renderedToken(ctx, c)
		if err != nil {
			return err
		}
		return cluster.Await(ctx, time.Minute, "the signature of cluster-info", func(ctx context.Context) error {
			var info kubernetes.ConfigMap
			if err := c.Admin.Read(ctx, clusterInfo, &info); err != nil {
				return err
			}
			signature := info.Data["jws-kubeconfig-"+id]
			if err := verifyDetached(signature, info.Data["kubeconfig"], secret); err != nil {
				return fmt.Errorf("jws-kubeconfig-%s: %w", id, err)
			}
			e.Add("jws-kubeconfig-%s verifies over %d bytes of kubeconfig", id, len(info.Data["kubeconfig"]))
			return nil
		})
	},
}

// renderedToken reads the token out of the worker's installed bootstrap kubeconfig.
func renderedToken(ctx context.Context, c *cluster.Cluster) (id, secret string, err error) {
	path := c.Machine(cluster.WorkerName).Path("etc/kubernetes/bootstrap-kubelet.conf")
	client, err := kubernetes.FromKubeconfig(ctx, c.Tools.Kubectl(), path)
	if err != nil {
		return "", "", err
	}
	id, secret, found := strings.Cut(client.Token(), ".")
	if !found {
		return "", "", fmt.Errorf("%s holds no bootstrap token", path)
	}
	return id, secret, nil
}

// verifyDetached checks a JWS with HS256 whose payload was taken out (RFC 7515, appendix F).
func verifyDetached(signature, payload, secret string) error {
	parts := strings.Split(signature, ".")
	if len(parts) != 3 || parts[1] != "" {
		return fmt.Errorf("%q is no detached JWS", signature)
	}
	given, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return err
	}
	code := hmac.New(sha256.New, []byte(secret))
	code.Write([]byte(parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(payload))))
	if !hmac.Equal(given, code.Sum(nil)) {
		return fmt.Errorf("the signature does not verify with the token")
	}
	return nil
}
