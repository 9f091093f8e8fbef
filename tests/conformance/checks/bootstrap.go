package checks

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"strings"
	"time"

	"kubemint/conformance/cluster"
	"kubemint/conformance/kubernetes"
)

const (
	clientSigner  = "kubernetes.io/kube-apiserver-client-kubelet"
	servingSigner = "kubernetes.io/kubelet-serving"
	requestsPath  = "/apis/certificates.k8s.io/v1/certificatesigningrequests"
)

var bootstrap = Check{
	Name: "bootstrap", Point: 6,
	Claim: "the worker joins by TLS bootstrap: its client CSR is approved and signed, its serving CSR waits for approval",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		var client kubernetes.SigningRequest
		err := cluster.Await(ctx, time.Minute, "the worker's client certificate", func(ctx context.Context) (err error) {
			client, err = requestOf(ctx, c, clientSigner, "system:bootstrap:")
			if err == nil && len(client.Status.Certificate) == 0 {
				err = fmt.Errorf("%s of %s is not signed: %+v", client.Metadata.Name, client.Spec.Username, client.Status.Conditions)
			}
			return err
		})
		if err != nil {
			return err
		}
		e.Add("%s by %s: approved and signed", client.Metadata.Name, client.Spec.Username)
		if err := clientCertificate(ctx, c, client, e); err != nil {
			return err
		}
		return servingRequest(ctx, c, e)
	},
}

// requestOf finds the newest request of a signer whose requester begins so.
func requestOf(ctx context.Context, c *cluster.Cluster, signer, requester string) (kubernetes.SigningRequest, error) {
	var list kubernetes.List[kubernetes.SigningRequest]
	if err := c.Admin.Read(ctx, requestsPath, &list); err != nil {
		return kubernetes.SigningRequest{}, err
	}
	for i := len(list.Items) - 1; i >= 0; i-- {
		request := list.Items[i]
		if request.Spec.SignerName == signer && strings.HasPrefix(request.Spec.Username, requester) {
			return request, nil
		}
	}
	return kubernetes.SigningRequest{}, fmt.Errorf("no request for %s by %s* among %d", signer, requester, len(list.Items))
}

// clientCertificate follows the signed certificate to the rendered CA and to the worker's disk.
func clientCertificate(ctx context.Context, c *cluster.Cluster, request kubernetes.SigningRequest, e *Evidence) error {
	issued, err := parsePEM(request.Status.Certificate)
	if err != nil {
		return err
	}
	rendered, err := os.ReadFile(c.Machine(cluster.WorkerName).Path("etc/kubernetes/pki/ca.crt"))
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(rendered)
	if _, err := issued.Verify(x509.VerifyOptions{Roots: roots, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}); err != nil {
		return fmt.Errorf("the worker's certificate does not chain to the rendered CA: %w", err)
	}
	if want := "system:node:" + cluster.WorkerName; issued.Subject.CommonName != want {
		return fmt.Errorf("the worker's certificate is for %q instead of %q", issued.Subject.CommonName, want)
	}
	// Read on the machine: the kubelet's link holds a whole path, which only there leads to its file.
	content, err := c.Machine(cluster.WorkerName).Exec(ctx, "cat", "/var/lib/kubelet/pki/kubelet-client-current.pem")
	if err != nil {
		return err
	}
	used, err := parsePEM([]byte(content))
	if err != nil {
		return err
	}
	if !used.Equal(issued) {
		return fmt.Errorf("the worker's kubelet uses a certificate other than the one that was issued")
	}
	e.Add("its certificate for %s chains to the rendered CA and is the one on the worker's disk", issued.Subject)
	return nil
}

func parsePEM(content []byte) (*x509.Certificate, error) {
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, fmt.Errorf("no PEM block in %.40q", content)
	}
	return x509.ParseCertificate(block.Bytes)
}

// servingRequest: with serving = "csr" the request is there, nobody has approved it, and the cluster's
// administrator can. With rendered certificates there must be none.
func servingRequest(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
	find := func(ctx context.Context) (kubernetes.SigningRequest, error) {
		return requestOf(ctx, c, servingSigner, "system:node:"+cluster.WorkerName)
	}
	if !c.Runtime.ServingByRequest() {
		if request, err := find(ctx); err == nil {
			return fmt.Errorf("%s asks for a serving certificate, though one is rendered", request.Metadata.Name)
		}
		e.Add("no serving CSR: the serving certificates are rendered")
		return nil
	}
	return cluster.Await(ctx, 30*time.Second, "the worker's serving CSR", func(ctx context.Context) error {
		request, err := find(ctx)
		if err != nil {
			return err
		}
		if request.Approved() || len(request.Status.Certificate) > 0 {
			return fmt.Errorf("%s was approved by nobody that should: %+v", request.Metadata.Name, request.Status.Conditions)
		}
		e.Add("%s by %s: waits for approval", request.Metadata.Name, request.Spec.Username)
		return nil
	})
}
