// Package network builds the machines' network: the harness's own namespace holds a bridge, each
// machine has a namespace and a virtual cable to it. Nothing leaves these namespaces.
package network

import (
	"context"

	"kubemint/conformance/command"
)

const (
	bridge = "switch0"
	// HarnessAddress is the harness's own address on the bridge.
	HarnessAddress = "192.168.56.1"
	prefixLength   = "/24"
)

// Port is one machine's place on the network.
type Port struct {
	// Namespace is the name of the network namespace, as in `ip netns`.
	Namespace string
	// Address is the machine's address, without a prefix length.
	Address string
}

// Build makes the bridge.
func Build(ctx context.Context) error {
	return all(ctx, [][]string{
		{"link", "add", bridge, "type", "bridge"},
		{"address", "add", HarnessAddress + prefixLength, "dev", bridge},
		{"link", "set", bridge, "up"},
	})
}

// Connect makes a namespace with one interface, eth0, on the bridge.
func Connect(ctx context.Context, name, address string) (Port, error) {
	port := Port{Namespace: name, Address: address}
	err := all(ctx, [][]string{
		{"netns", "add", name},
		{"link", "add", port.cable(), "type", "veth", "peer", "name", "eth0", "netns", name},
		{"link", "set", port.cable(), "master", bridge, "up"},
		{"-n", name, "address", "add", address + prefixLength, "dev", "eth0"},
		{"-n", name, "link", "set", "lo", "up"},
		{"-n", name, "link", "set", "eth0", "up"},
		{"-n", name, "route", "add", "default", "via", HarnessAddress},
	})
	return port, err
}

// Path is the namespace's file.
func (p Port) Path() string { return "/run/netns/" + p.Namespace }

// Unplug pulls the cable at the switch; the machine notices only that nobody answers.
func (p Port) Unplug(ctx context.Context) error {
	return command.Run(ctx, "ip", "link", "set", p.cable(), "down")
}

// Plug puts the cable back.
func (p Port) Plug(ctx context.Context) error {
	return command.Run(ctx, "ip", "link", "set", p.cable(), "up")
}

// cable is the switch's end; an interface name has at most 15 bytes.
func (p Port) cable() string {
	name := "to-" + p.Namespace
	return name[:min(len(name), 15)]
}

func all(ctx context.Context, steps [][]string) error {
	for _, step := range steps {
		if err := command.Run(ctx, "ip", step...); err != nil {
			return err
		}
	}
	return nil
}
