// Package kubernetes talks to API servers as a kubeconfig says: with the real kubectl, or with plain
// HTTPS where a check wants to see the connection itself.
package kubernetes

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"kubemint/conformance/command"
)

// requestTime bounds each request: a machine that was cut off answers nothing, not even a refusal.
const requestTime = 5 * time.Second

// Client is one identity at one server.
type Client struct {
	// Kubectl is the path of the real kubectl.
	Kubectl string
	// Kubeconfig is the file that this client was made from.
	Kubeconfig string
	// Server is the base URL, as https://192.168.56.105:6443.
	Server string
	// CA is the certificate bundle that the kubeconfig trusts, PEM.
	CA []byte

	certificates []tls.Certificate
	token        string
}

// kubeconfig is the part of `kubectl config view --raw --minify -o json` that is of use.
type kubeconfig struct {
	Clusters []struct {
		Cluster struct {
			Server string `json:"server"`
			CA     []byte `json:"certificate-authority-data"`
		} `json:"cluster"`
	} `json:"clusters"`
	Users []struct {
		User struct {
			Certificate []byte `json:"client-certificate-data"`
			Key         []byte `json:"client-key-data"`
			Token       string `json:"token"`
		} `json:"user"`
	} `json:"users"`
}

// FromKubeconfig makes a client of a kubeconfig file with embedded credentials.
func FromKubeconfig(ctx context.Context, kubectl, path string) (*Client, error) {
	text, err := command.Output(ctx, kubectl, "--kubeconfig", path, "config", "view", "--raw", "--minify", "-o", "json")
	if err != nil {
		return nil, err
	}
	var config kubeconfig
	if err := json.Unmarshal([]byte(text), &config); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(config.Clusters) != 1 || len(config.Users) != 1 {
		return nil, fmt.Errorf("%s: its context must name one cluster and one user", path)
	}
	cluster, user := config.Clusters[0].Cluster, config.Users[0].User
	client := &Client{Kubectl: kubectl, Kubeconfig: path, Server: cluster.Server, CA: cluster.CA, token: user.Token}
	if len(user.Certificate) > 0 {
		pair, err := tls.X509KeyPair(user.Certificate, user.Key)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		client.certificates = []tls.Certificate{pair}
	}
	return client, nil
}

// At is the same identity at another server.
func (c Client) At(server string) *Client {
	c.Server = server
	return &c
}

// WithToken is the same server and trust for a bearer of a token, without a client certificate.
func (c Client) WithToken(token string) *Client {
	c.certificates, c.token, c.Kubeconfig = nil, token, ""
	return &c
}

// Anonymous is the same server and trust for nobody.
func (c Client) Anonymous() *Client { return c.WithToken("") }

// Run runs kubectl with this client's kubeconfig and server.
func (c *Client) Run(ctx context.Context, arguments ...string) (string, error) {
	return c.Feed(ctx, "", arguments...)
}

// Feed is Run with a standard input.
func (c *Client) Feed(ctx context.Context, input string, arguments ...string) (string, error) {
	all := append([]string{"--kubeconfig", c.Kubeconfig, "--server", c.Server, "--request-timeout=15s"}, arguments...)
	return command.Feed(ctx, strings.NewReader(input), c.Kubectl, all...)
}

// Answer is what a server replied.
type Answer struct {
	Status int
	Body   []byte
	// Certificate is the server's own, verified against the client's CA.
	Certificate *x509.Certificate
}

// Get requests a path, TLS verified against the kubeconfig's CA.
func (c *Client) Get(ctx context.Context, path string) (Answer, error) {
	return c.Request(ctx, http.MethodGet, path, nil)
}

// Request sends a request with a JSON body, or none.
func (c *Client) Request(ctx context.Context, method, path string, body io.Reader) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, requestTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, c.Server+path, body)
	if err != nil {
		return Answer{}, err
	}
	request.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(c.CA)
	// A connection for each request: a check must not be answered over one that a fault has outlived.
	transport := &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: c.certificates}}
	response, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return Answer{}, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	return Answer{Status: response.StatusCode, Body: content, Certificate: response.TLS.PeerCertificates[0]}, err
}

// Read gets a JSON object and decodes it; any status but 200 is an error.
func (c *Client) Read(ctx context.Context, path string, into any) error {
	return c.decode(ctx, http.MethodGet, path, nil, into)
}

// Create posts a JSON object and decodes the answer.
func (c *Client) Create(ctx context.Context, path string, object, into any) error {
	content, err := json.Marshal(object)
	if err != nil {
		return err
	}
	return c.decode(ctx, http.MethodPost, path, strings.NewReader(string(content)), into)
}

func (c *Client) decode(ctx context.Context, method, path string, body io.Reader, into any) error {
	answer, err := c.Request(ctx, method, path, body)
	if err != nil {
		return err
	}
	if answer.Status/100 != 2 {
		return fmt.Errorf("%s %s%s: %d %s", method, c.Server, path, answer.Status, answer.Body)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer.Body, into)
}

// Token is the kubeconfig's bearer token, if it has one.
func (c *Client) Token() string { return c.token }
