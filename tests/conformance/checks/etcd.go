package checks

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"kubemint/conformance/cluster"
	"kubemint/conformance/foreign"
)

var etcdHealthy = Check{
	Name: "etcd", Point: 2,
	Claim: "etcd has three members, all healthy",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		return cluster.Await(ctx, 30*time.Second, "etcd's members", func(ctx context.Context) error {
			healthy, err := etcdMembers(ctx, c, cluster.ControlPlane[0])
			if err == nil {
				e.Add("%s", healthy)
			}
			return err
		})
	},
}

// etcdMembers asks every member through one of them and returns a line of evidence when all three are healthy.
func etcdMembers(ctx context.Context, c *cluster.Cluster, through string) (string, error) {
	output, err := c.Etcdctl(ctx, through, "endpoint", "health", "--cluster", "-w", "json")
	var members []struct {
		Endpoint, Took, Error string
		Health                bool
	}
	if json.Unmarshal([]byte(output), &members) != nil {
		return "", fmt.Errorf("no word on etcd's health: %w\n%s", err, output)
	}
	text := ""
	for _, member := range members {
		if !member.Health {
			return "", fmt.Errorf("etcd member %s is not healthy: %s%s", member.Endpoint, member.Error, tlsComplaint(ctx, c, member.Endpoint))
		}
		text += fmt.Sprintf("%s healthy in %s; ", member.Endpoint, member.Took)
	}
	for _, node := range cluster.ControlPlane {
		// A member that never joined has not published its endpoint.
		if endpoint := cluster.Address(node) + ":2379"; !strings.Contains(output, endpoint) {
			return "", fmt.Errorf("etcd member %s is not healthy: it has not joined%s", endpoint, tlsComplaint(ctx, c, endpoint))
		}
	}
	if len(members) != len(cluster.ControlPlane) {
		return "", fmt.Errorf("etcd has %d members instead of %d: %s", len(members), len(cluster.ControlPlane), output)
	}
	return text, nil
}

// tlsComplaint is what etcd on the machine of an endpoint last said about a certificate, if anything.
func tlsComplaint(ctx context.Context, c *cluster.Cluster, endpoint string) string {
	for _, m := range c.Masters() {
		if !m.Running() || !strings.Contains(endpoint, m.Port.Address+":") {
			continue
		}
		words, _ := m.Exec(ctx, "sh", "-c", "{ cat /var/log/pods/*etcd*/etcd/*.log; journalctl -u etcd.service -o cat --no-pager; } 2>/dev/null | grep -E 'x509|tls: |certificate' | tail -1")
		if words = strings.TrimSpace(words); words != "" {
			return "; its etcd says: " + words
		}
	}
	return ""
}

var etcdRefuses = Check{
	Name: "etcd-refuses", Point: 2,
	Claim: "etcd refuses clients and peers without a certificate of its CA",
	Run: func(_ context.Context, c *cluster.Cluster, e *Evidence) error {
		stranger, err := foreign.ClientCertificate("etcd", "kube-apiserver-etcd-client")
		if err != nil {
			return err
		}
		pki := c.Machine(cluster.ControlPlane[0]).Path("etc/kubernetes/pki/")
		own, err := tls.LoadX509KeyPair(pki+"/apiserver-etcd-client.crt", pki+"/apiserver-etcd-client.key")
		if err != nil {
			return err
		}
		wrongCA, err := tls.LoadX509KeyPair(pki+"/apiserver-kubelet-client.crt", pki+"/apiserver-kubelet-client.key")
		if err != nil {
			return err
		}
		callers := []struct {
			who          string
			certificates []tls.Certificate
			welcome      bool
		}{
			{"a client of etcd's CA", []tls.Certificate{own}, true},
			{"a client without a certificate", nil, false},
			{"a client of a foreign CA with the same name", []tls.Certificate{stranger}, false},
			{"a client of the kubernetes CA", []tls.Certificate{wrongCA}, false},
		}
		for _, node := range cluster.ControlPlane {
			for _, port := range []string{"2379", "2380"} {
				for _, caller := range callers {
					err := call(cluster.Address(node)+":"+port, caller.certificates)
					if (err == nil) != caller.welcome {
						return fmt.Errorf("%s at %s:%s: welcome is %v (%v)", caller.who, node, port, err == nil, err)
					}
					if err != nil && node == cluster.ControlPlane[0] {
						e.Add("%s:%s refuses %s: %v", node, port, caller.who, err)
					}
				}
			}
		}
		return nil
	},
}

// call makes a TLS connection and waits for the server's word on the certificate, which in TLS 1.3 comes
// after the handshake. It is about whom the server lets in: who the server is does not matter here.
func call(address string, certificates []tls.Certificate) error {
	connection, err := tls.Dial("tcp", address, &tls.Config{
		InsecureSkipVerify: true,
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			// Offered even where the server's list of CAs does not name its issuer.
			if len(certificates) == 0 {
				return &tls.Certificate{}, nil
			}
			return &certificates[0], nil
		},
	})
	if err != nil {
		return err
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(5 * time.Second))
	if _, err := connection.Write([]byte("GET /health HTTP/1.1\r\nHost: etcd\r\n\r\n")); err != nil {
		return err
	}
	_, err = connection.Read(make([]byte, 1))
	return err
}
