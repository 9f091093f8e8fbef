package cluster

import (
	"context"
	"os"
	"path/filepath"

	"kubemint/conformance/images"
	"kubemint/conformance/loadbalancer"
	"kubemint/conformance/machine"
	"kubemint/conformance/network"
	"kubemint/conformance/surroundings"
)

// sandbox is the reference that the machines' containerd knows the pause image by.
const sandbox = "registry.k8s.io/pause:conformance"

// ShellImage is the image of the pods that the checks create.
const ShellImage = "registry.k8s.io/shell:conformance"

// makeMachines makes four machines with empty disks, and the load balancer. They are not switched on.
func (c *Cluster) makeMachines(ctx context.Context) error {
	if err := network.Build(ctx); err != nil {
		return err
	}
	needed, err := c.images()
	if err != nil {
		return err
	}
	store, err := images.Store(ctx, c.Tools.Cache, c.Tools.Containerd, needed)
	if err != nil {
		return err
	}
	software := filepath.Join(c.Folder, "software")
	if err := surroundings.Layer(software, c.programs(), sandbox); err != nil {
		return err
	}
	for _, name := range append(append([]string{}, ControlPlane...), WorkerName) {
		port, err := network.Connect(ctx, name, addresses[name])
		if err != nil {
			return err
		}
		m, err := machine.New(ctx, filepath.Join(c.Folder, name), store, []string{software, c.Tools.Base}, port)
		if err != nil {
			return err
		}
		c.Machines = append(c.Machines, m)
	}
	return c.startLoadBalancer(ctx)
}

func (c *Cluster) startLoadBalancer(ctx context.Context) error {
	port, err := network.Connect(ctx, "balancer", LoadBalancerAddress)
	if err != nil {
		return err
	}
	servers := map[string]string{}
	for _, name := range ControlPlane {
		servers[name] = addresses[name] + ":6443"
	}
	folder := filepath.Join(c.Folder, "loadbalancer")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return loadbalancer.Start(ctx, folder, port, LoadBalancerAddress+":6443", servers)
}

// programs are those that a machine has in /usr/local/bin: the control plane's too where units run it.
func (c *Cluster) programs() []string {
	programs := []string{
		filepath.Join(c.Tools.Containerd, "containerd"), filepath.Join(c.Tools.Containerd, "containerd-shim-runc-v2"),
		filepath.Join(c.Tools.Containerd, "ctr"), filepath.Join(c.Tools.Runc, "runc"), filepath.Join(c.Tools.Kubernetes, "kubelet"),
	}
	if c.Runtime == Systemd {
		programs = append(programs, filepath.Join(c.Tools.Etcd, "etcd"))
		for _, name := range []string{"kube-apiserver", "kube-controller-manager", "kube-scheduler"} {
			programs = append(programs, filepath.Join(c.Tools.Kubernetes, name))
		}
	}
	return programs
}
