// Package cluster turns a cluster.toml into a running cluster, the way its operator would: render,
// pack, extract, boot, apply. Nothing is made, edited or repaired on a machine by hand.
package cluster

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"kubemint/conformance/kubernetes"
	"kubemint/conformance/machine"
	"kubemint/conformance/process"
	"kubemint/conformance/toolbox"
)

// Runtime is how the control plane's components run.
type Runtime string

// The two runtimes.
const (
	StaticPod Runtime = "static-pod"
	Systemd   Runtime = "systemd"
)

const (
	// LoadBalancerAddress is where clients dial, with port 6443.
	LoadBalancerAddress = "192.168.56.105"
	// WorkerName is the one machine that joins by TLS bootstrap.
	WorkerName = "worker-1"
)

// ControlPlane are the names of the control-plane nodes.
var ControlPlane = []string{"master-1", "master-2", "master-3"}

// addresses are the machines of the example cluster.
var addresses = map[string]string{
	"master-1": "192.168.56.101", "master-2": "192.168.56.102", "master-3": "192.168.56.103", WorkerName: "192.168.56.111",
}

// Cluster is a cluster and what a check needs to know of it.
type Cluster struct {
	Tools   toolbox.Toolbox
	Runtime Runtime
	// Folder is the run's own; Tree the rendered tree in it.
	Folder, Tree string
	// Settings are what the cluster.toml was made with.
	Settings Settings
	// Alter breaks the installation of a machine; nil but for the negative runs.
	Alter Alteration
	// LeaveOut is a file of public/cluster that is not applied; empty but for the negative runs.
	LeaveOut string
	// Machines are all four, the control plane first.
	Machines []*machine.Machine
	// Admin and SuperAdmin are the rendered kubeconfigs.
	Admin, SuperAdmin *kubernetes.Client
	// Booted is when the machines were switched on.
	Booted time.Time
	// Ready is how long after boot the control plane was ready.
	Ready time.Duration
	// Settled are the components' processes once the cluster was ready.
	Settled process.Running
}

// Address is a node's address.
func Address(node string) string { return addresses[node] }

// Machine returns a machine by its name.
func (c *Cluster) Machine(name string) *machine.Machine {
	for _, m := range c.Machines {
		if m.Name == name {
			return m
		}
	}
	// A name that no cluster.toml of this harness has is a mistake in the harness.
	panic("no machine is named " + name)
}

// Masters are the control plane's machines.
func (c *Cluster) Masters() []*machine.Machine { return c.Machines[:len(ControlPlane)] }

// AtNode is the admin at the API server of one node.
func (c *Cluster) AtNode(node string) *kubernetes.Client { return c.Admin.At(APIServer(node)) }

// APIServer is the base URL of a node's own API server.
func APIServer(node string) string { return fmt.Sprintf("https://%s:6443", addresses[node]) }

// Secret is a file of the tree's secret output that belongs to no machine.
func (c *Cluster) Secret(name string) string { return filepath.Join(c.Tree, "secret/cluster", name) }

// Etcdctl runs the real etcdctl with the certificate that a node's API server uses.
func (c *Cluster) Etcdctl(ctx context.Context, node string, arguments ...string) (string, error) {
	return etcdctl(ctx, c.Tools.Etcdctl(), c.Machine(node), arguments)
}

// MetricsReader is the rendered admin kubeconfig of a client in group system:monitoring.
func (c *Cluster) MetricsReader(ctx context.Context) (*kubernetes.Client, error) {
	return kubernetes.FromKubeconfig(ctx, c.Tools.Kubectl(), c.Secret("admins/metrics-reader.conf"))
}

// ServingByRequest tells whether the kubelets ask the cluster for their serving certificates
// (serving = "csr" in clusters/<runtime>.toml) or have rendered ones.
func (r Runtime) ServingByRequest() bool { return r == StaticPod }
