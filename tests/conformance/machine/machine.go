// Package machine runs the cluster's machines: a Debian with a real systemd each, in systemd-nspawn.
//
// A machine's root is an overlay: the base system and the software are shared and read-only, what the
// installation and the running system write is the machine's own, and wiping it is deleting that.
package machine

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"kubemint/conformance/command"
	"kubemint/conformance/network"
)

// Machine is one machine, running or not.
type Machine struct {
	Name string
	Port network.Port
	// folder holds everything that is the machine's own.
	folder string
	// layers are the shared folders below it, the topmost first.
	layers []string
	// images is the prepared containerd store that each installation starts from.
	images string

	container *exec.Cmd
	ended     chan struct{}
	// leader is the process id of the machine's systemd, as this process sees it; 0 while it is off.
	leader int
}

// New makes a machine with an empty disk.
func New(ctx context.Context, folder, images string, layers []string, port network.Port) (*Machine, error) {
	m := &Machine{Name: port.Namespace, Port: port, folder: folder, images: images, layers: layers}
	return m, m.assemble(ctx)
}

// Root is the machine's root folder.
func (m *Machine) Root() string { return filepath.Join(m.folder, "root") }

// Path is a file of the machine, as this process sees it.
func (m *Machine) Path(path string) string { return filepath.Join(m.Root(), path) }

// Running tells whether the machine is on.
func (m *Machine) Running() bool { return m.leader != 0 }

// Wipe empties the disk of a machine that is off.
func (m *Machine) Wipe(ctx context.Context) error {
	if m.Running() {
		return fmt.Errorf("%s is running and cannot be wiped", m.Name)
	}
	if err := command.Run(ctx, "umount", m.Root()); err != nil {
		return err
	}
	for _, part := range []string{"upper", "work", "containerd"} {
		if err := os.RemoveAll(filepath.Join(m.folder, part)); err != nil {
			return err
		}
	}
	return m.assemble(ctx)
}

func (m *Machine) assemble(ctx context.Context) error {
	for _, part := range []string{"upper", "work", "root"} {
		if err := os.MkdirAll(filepath.Join(m.folder, part), 0o755); err != nil {
			return err
		}
	}
	if err := copyImages(ctx, m.images, m.containerd()); err != nil {
		return err
	}
	// volatile: no fsync reaches the host's disk. A machine here loses power by a signal, never its page cache.
	options := fmt.Sprintf("lowerdir=%s,upperdir=%s,workdir=%s,volatile",
		strings.Join(m.layers, ":"), filepath.Join(m.folder, "upper"), filepath.Join(m.folder, "work"))
	return command.Run(ctx, "mount", "-t", "overlay", "-o", options, "overlay", m.Root())
}

// containerd is the folder under the machine's /var/lib/containerd. It is no part of the overlay:
// the pods' own overlays cannot lie on one.
func (m *Machine) containerd() string { return filepath.Join(m.folder, "containerd") }

// copyImages shares the images' blobs and layers by hard links; only the databases are copied.
func copyImages(ctx context.Context, images, target string) error {
	if images == "" {
		return os.MkdirAll(target, 0o711)
	}
	if err := command.Run(ctx, "cp", "-al", images, target); err != nil {
		return err
	}
	return filepath.WalkDir(images, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".db" {
			return err
		}
		own, err := filepath.Rel(images, path)
		if err != nil {
			return err
		}
		return command.Run(ctx, "cp", "-p", "--remove-destination", path, filepath.Join(target, own))
	})
}
