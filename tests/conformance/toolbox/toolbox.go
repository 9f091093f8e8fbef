// Package toolbox makes ready, before the run is cut off from the network, everything that it needs:
// host packages, kubemint itself, the real programs of Kubernetes and the machines' base system.
package toolbox

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"kubemint/conformance/command"
	"kubemint/conformance/images"
	"kubemint/conformance/machine"
)

// Toolbox is where everything lies.
type Toolbox struct {
	// Repository is kubemint's work tree, Source this harness's folder in it.
	Repository, Source string
	// Cache outlives the runs.
	Cache string
	// Kubemint is the program under test.
	Kubemint string
	// Kubernetes, Etcd, Containerd and Runc are folders of programs.
	Kubernetes, Etcd, Containerd, Runc string
	// Base is the machines' base system.
	Base string
	// Programs are what the test's own images are made of.
	Programs images.Programs
	// Version is the exact version of Kubernetes, as 1.37.2.
	Version string
}

// Prepare makes a toolbox for one Kubernetes minor. kubemint is a path, or empty to build it.
func Prepare(ctx context.Context, minor, kubemint string) (Toolbox, error) {
	if os.Geteuid() != 0 {
		return Toolbox{}, fmt.Errorf("the conformance tests need root: they make network namespaces, mount overlays and boot machines (sudo make conformance)")
	}
	tools, err := locate()
	if err != nil {
		return tools, err
	}
	if err := installPackages(ctx); err != nil {
		return tools, err
	}
	if tools.Kubemint, err = buildKubemint(ctx, tools.Repository, kubemint); err != nil {
		return tools, err
	}
	if err := tools.buildBinaries(ctx, minor); err != nil {
		return tools, err
	}
	if tools.Base, err = machine.Base(ctx, tools.Cache); err != nil {
		return tools, err
	}
	tools.Programs, err = images.BuildPrograms(ctx, tools.Source, filepath.Join(tools.Cache, "programs"))
	return tools, err
}

// Kubectl is the real kubectl of the version under test.
func (t Toolbox) Kubectl() string { return filepath.Join(t.Kubernetes, "kubectl") }

// Etcdctl is the real etcdctl.
func (t Toolbox) Etcdctl() string { return filepath.Join(t.Etcd, "etcdctl") }

// Run is the folder of the run's own files; it lies beside the caches so that they can be hard-linked.
func (t Toolbox) Run() string { return filepath.Join(t.Cache, "run") }

// locate finds the work tree from the current folder, and the cache.
func locate() (Toolbox, error) {
	source, err := os.Getwd()
	if err != nil {
		return Toolbox{}, err
	}
	if _, err := os.Stat(filepath.Join(source, "build-binaries")); err != nil {
		return Toolbox{}, fmt.Errorf("start it in tests/conformance, or by `make conformance`: %w", err)
	}
	cache := os.Getenv("KUBEMINT_CACHE")
	if cache == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return Toolbox{}, err
		}
		cache = filepath.Join(user, "kubemint")
	}
	return Toolbox{Source: source, Repository: filepath.Join(source, "../.."), Cache: filepath.Join(cache, "conformance")}, nil
}

func buildKubemint(ctx context.Context, repository, given string) (string, error) {
	if given != "" {
		path, err := filepath.Abs(given)
		if err != nil {
			return "", err
		}
		_, err = os.Stat(path)
		return path, err
	}
	target := os.Getenv("CARGO_TARGET_DIR")
	if target == "" {
		target = filepath.Join(repository, "target")
	}
	err := command.Run(ctx, "cargo", "build", "--release", "--locked", "--quiet", "--manifest-path", filepath.Join(repository, "Cargo.toml"))
	return filepath.Join(target, "release/kubemint"), err
}

// buildBinaries runs the script beside this harness; it prints the folders, one a line.
func (t *Toolbox) buildBinaries(ctx context.Context, minor string) error {
	output, err := command.Output(ctx, filepath.Join(t.Source, "build-binaries"), minor)
	if err != nil {
		return err
	}
	for _, folder := range strings.Fields(output) {
		name := filepath.Base(filepath.Dir(folder))
		switch {
		case strings.HasPrefix(name, "kubernetes-"):
			t.Kubernetes = folder
		case strings.HasPrefix(name, "etcd-"):
			t.Etcd = folder
		case strings.HasPrefix(name, "containerd-"):
			t.Containerd = folder
		case strings.HasPrefix(name, "runc-"):
			t.Runc = folder
		}
	}
	if t.Kubernetes == "" || t.Etcd == "" || t.Containerd == "" || t.Runc == "" {
		return fmt.Errorf("build-binaries %s did not name a folder each for kubernetes, etcd, containerd and runc:\n%s", minor, output)
	}
	version, err := command.Output(ctx, filepath.Join(t.Kubernetes, "kubelet"), "--version")
	t.Version = strings.TrimPrefix(strings.TrimSpace(version), "Kubernetes v")
	return err
}
