package checks

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"kubemint/conformance/cluster"
	"kubemint/conformance/foreign"
	"kubemint/conformance/network"
)

const (
	extensionGroup = "conformance.example.org"
	extensionPort  = "8443"
	extensionPath  = "/apis/" + extensionGroup + "/v1"
	// extensionName is what the API server verifies the extension's certificate for.
	extensionName = "extension.default.svc"
)

var aggregation = Check{
	Name: "aggregation", Point: 12,
	Claim: "an aggregated APIService answers, its server having checked the front-proxy client certificate",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		authority, err := foreign.NewAuthority("extension")
		if err != nil {
			return err
		}
		extension, err := startExtension(c, authority)
		if err != nil {
			return err
		}
		defer extension.server.Close()
		if err := register(ctx, c, authority); err != nil {
			return err
		}
		for _, node := range cluster.ControlPlane {
			err := cluster.Await(ctx, 60*time.Second, "the aggregated API at "+node, func(ctx context.Context) error {
				answer, err := c.AtNode(node).Get(ctx, extensionPath)
				if err == nil && (answer.Status != 200 || !strings.Contains(string(answer.Body), extensionGroup)) {
					err = fmt.Errorf("%d %s", answer.Status, answer.Body)
				}
				return err
			})
			if err != nil {
				return err
			}
		}
		if err := call(network.HarnessAddress+":"+extensionPort, nil); err == nil {
			return fmt.Errorf("the extension server lets in callers without a certificate: this check proves nothing")
		}
		for caller := range extension.callers() {
			e.Add("%s", caller)
		}
		return nil
	},
}

// extension is an API server that knows its callers by the front-proxy CA alone.
type extension struct {
	server *http.Server
	mutex  sync.Mutex
	seen   map[string]bool
}

func (x *extension) callers() map[string]bool {
	x.mutex.Lock()
	defer x.mutex.Unlock()
	return x.seen
}

// ServeHTTP answers discovery; TLS has already verified the caller's certificate.
func (x *extension) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	caller := fmt.Sprintf("answered %s, verified against the front-proxy CA, for user %s",
		request.TLS.PeerCertificates[0].Subject.CommonName, request.Header.Get("X-Remote-User"))
	x.mutex.Lock()
	x.seen[caller] = true
	x.mutex.Unlock()
	response.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(response, `{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"%s/v1","resources":[]}`, extensionGroup)
}

func startExtension(c *cluster.Cluster, authority foreign.Authority) (*extension, error) {
	certificate, err := authority.Leaf(extensionName, []string{extensionName}, nil)
	if err != nil {
		return nil, err
	}
	frontProxy, err := os.ReadFile(c.Machine(cluster.ControlPlane[0]).Path("etc/kubernetes/pki/front-proxy-ca.crt"))
	if err != nil {
		return nil, err
	}
	callers := x509.NewCertPool()
	callers.AppendCertsFromPEM(frontProxy)
	listener, err := net.Listen("tcp", network.HarnessAddress+":"+extensionPort)
	if err != nil {
		return nil, err
	}
	x := &extension{seen: map[string]bool{}}
	x.server = &http.Server{Handler: x, TLSConfig: &tls.Config{
		Certificates: []tls.Certificate{certificate}, ClientCAs: callers, ClientAuth: tls.RequireAndVerifyClientCert,
	}}
	go func() { _ = x.server.ServeTLS(listener, "", "") }()
	return x, nil
}

// register makes the APIService. Its Service is an external name, since nothing here routes service addresses.
func register(ctx context.Context, c *cluster.Cluster, authority foreign.Authority) error {
	service := map[string]any{
		"apiVersion": "v1", "kind": "Service", "metadata": map[string]any{"name": "extension", "namespace": "default"},
		"spec": map[string]any{"type": "ExternalName", "externalName": network.HarnessAddress, "ports": []any{map[string]any{"port": 8443}}},
	}
	if err := c.Admin.Create(ctx, "/api/v1/namespaces/default/services", service, nil); err != nil {
		return err
	}
	return c.Admin.Create(ctx, "/apis/apiregistration.k8s.io/v1/apiservices", map[string]any{
		"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "metadata": map[string]any{"name": "v1." + extensionGroup},
		"spec": map[string]any{
			"group": extensionGroup, "version": "v1", "groupPriorityMinimum": 100, "versionPriority": 10, "caBundle": authority.PEM(),
			"service": map[string]any{"name": "extension", "namespace": "default", "port": 8443},
		},
	}, nil)
}
