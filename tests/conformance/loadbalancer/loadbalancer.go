// Package loadbalancer runs a real haproxy in front of the API servers, in a network namespace of its own.
package loadbalancer

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"kubemint/conformance/network"
)

const head = `global
    maxconn 2000
defaults
    mode tcp
    timeout connect 2s
    timeout client 10m
    timeout server 10m
    retries 2
    option redispatch
frontend apiserver
    bind %s
    default_backend apiservers
backend apiservers
    balance leastconn
    # An API server that has lost its etcd still takes connections: ask it, not its port.
    option httpchk GET /readyz
    default-server check check-ssl verify none inter 1s fall 2 on-marked-down shutdown-sessions
`

// Start runs haproxy at the endpoint in the port's namespace, for as long as the context lives.
func Start(ctx context.Context, folder string, port network.Port, endpoint string, servers map[string]string) error {
	config := filepath.Join(folder, "haproxy.cfg")
	if err := os.WriteFile(config, []byte(configuration(endpoint, servers)), 0o644); err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(folder, "haproxy.log"))
	if err != nil {
		return err
	}
	defer log.Close()
	haproxy := exec.CommandContext(ctx, "nsenter", "--net="+port.Path(), "haproxy", "-db", "-f", config)
	haproxy.Stdout, haproxy.Stderr = log, log
	if err := haproxy.Start(); err != nil {
		return fmt.Errorf("haproxy: %w", err)
	}
	go func() { _ = haproxy.Wait() }()
	return nil
}

// configuration is haproxy's file; servers maps a name to an address and port.
func configuration(endpoint string, servers map[string]string) string {
	var text strings.Builder
	fmt.Fprintf(&text, head, endpoint)
	for _, name := range slices.Sorted(maps.Keys(servers)) {
		fmt.Fprintf(&text, "    server %s %s\n", name, servers[name])
	}
	return text.String()
}
