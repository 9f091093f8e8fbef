package checks

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"strings"

	"kubemint/conformance/cluster"
)

var metrics = Check{
	Name: "metrics", Point: 5,
	Claim: "10257 and 10259 serve metrics with our certificate, to clients in system:monitoring and to nobody else",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		reader, err := c.MetricsReader(ctx)
		if err != nil {
			return err
		}
		rightless, err := c.Admin.Run(ctx, "create", "token", "default", "--namespace", "default")
		if err != nil {
			return err
		}
		for _, node := range cluster.ControlPlane {
			for _, component := range electing {
				at := reader.At(securePort(node, component))
				answer, err := at.Get(ctx, "/metrics")
				if err != nil {
					return err
				}
				if answer.Status != 200 || !strings.Contains(string(answer.Body), "# TYPE") {
					return fmt.Errorf("%s/metrics for the metrics reader: %d %.200s", at.Server, answer.Status, answer.Body)
				}
				if err := servesOurs(c, node, component, answer.Certificate); err != nil {
					return err
				}
				if err := expect(ctx, at.Anonymous(), []string{"/metrics"}, 401, 403); err != nil {
					return err
				}
				if err := expect(ctx, at.WithToken(strings.TrimSpace(rightless)), []string{"/metrics"}, 401, 403); err != nil {
					return err
				}
				e.Add("%s/metrics: 200, %d lines, certificate %x… of %s", at.Server, strings.Count(string(answer.Body), "\n"),
					answer.Certificate.SerialNumber.Bytes()[:4], answer.Certificate.Issuer.CommonName)
			}
		}
		return nil
	},
}

// servingCertificate is where a component's serving certificate is installed.
func servingCertificate(component string) string {
	return "etc/kubernetes/pki/" + strings.TrimPrefix(component, "kube-") + ".crt"
}

// servesOurs compares the certificate that was served with the rendered one.
func servesOurs(c *cluster.Cluster, node, component string, served *x509.Certificate) error {
	path := c.Machine(node).Path(servingCertificate(component))
	rendered, err := readCertificate(path)
	if err != nil {
		return err
	}
	if !served.Equal(rendered) {
		return fmt.Errorf("%s on %s serves the certificate with serial %x, %s has %x", component, node, served.SerialNumber, path, rendered.SerialNumber)
	}
	return nil
}

func readCertificate(path string) (*x509.Certificate, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, fmt.Errorf("%s holds no PEM block", path)
	}
	return x509.ParseCertificate(block.Bytes)
}
