package checks

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"kubemint/conformance/cluster"
	"kubemint/conformance/command"
)

// kubeadmConfig is all that kubeadm must be told to look at certificates without a cluster.
const kubeadmConfig = `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v%s
certificatesDir: /etc/kubernetes/pki
`

var expiration = Check{
	Name: "expiration", Point: 10,
	Claim: "kubeadm certs check-expiration finds all its certificates, none missing, all valid",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		for _, node := range cluster.ControlPlane {
			output, err := checkExpiration(ctx, c, node)
			if err != nil {
				return fmt.Errorf("%s: %w", node, err)
			}
			count, err := judgeExpiration(output)
			if err != nil {
				return fmt.Errorf("%s: %w", node, err)
			}
			e.Add("%s: %d certificates and CAs, none missing, none invalid", node, count)
		}
		return nil
	},
}

// checkExpiration gives kubeadm a root folder with a copy of the node's /etc/kubernetes and the two
// administrators' kubeconfigs: it knows no other place for these.
func checkExpiration(ctx context.Context, c *cluster.Cluster, node string) ([]byte, error) {
	root := filepath.Join(c.Folder, "kubeadm-"+node)
	if err := os.MkdirAll(filepath.Join(root, "etc"), 0o700); err != nil {
		return nil, err
	}
	defer os.RemoveAll(root)
	steps := [][]string{
		{"cp", "-a", c.Machine(node).Path("etc/kubernetes"), root + "/etc/"},
		{"cp", c.Secret("admin.conf"), c.Secret("super-admin.conf"), root + "/etc/kubernetes/"},
		{"cp", filepath.Join(c.Tools.Kubernetes, "kubeadm"), root},
	}
	for _, step := range steps {
		if err := command.Run(ctx, step[0], step[1:]...); err != nil {
			return nil, err
		}
	}
	config := fmt.Appendf(nil, kubeadmConfig, c.Tools.Version)
	if err := os.WriteFile(root+"/kubeadm.yaml", config, 0o600); err != nil {
		return nil, err
	}
	output, err := command.Output(ctx, "chroot", root, "/kubeadm", "certs", "check-expiration", "--config", "/kubeadm.yaml", "-o", "json")
	return []byte(output), err
}

// judgeExpiration reads kubeadm's CertificateExpirationInfo.
func judgeExpiration(output []byte) (int, error) {
	type certificate struct {
		Name    string `json:"name"`
		Missing bool   `json:"missing"`
		Left    int64  `json:"residualTime"`
	}
	var info struct {
		Certificates []certificate `json:"certificates"`
		Authorities  []certificate `json:"certificateAuthorities"`
	}
	if err := json.Unmarshal(output, &info); err != nil {
		return 0, fmt.Errorf("kubeadm's answer: %w\n%s", err, output)
	}
	if len(info.Certificates) < 11 || len(info.Authorities) < 3 {
		return 0, fmt.Errorf("kubeadm names only %d certificates and %d CAs:\n%s", len(info.Certificates), len(info.Authorities), output)
	}
	all := append(info.Certificates, info.Authorities...)
	for _, found := range all {
		if found.Missing {
			return 0, fmt.Errorf("%s is missing", found.Name)
		}
		if found.Left <= 0 {
			return 0, fmt.Errorf("%s has %d s left", found.Name, found.Left)
		}
	}
	return len(all), nil
}
