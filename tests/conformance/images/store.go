// Package images makes the container images that the machines run, without a registry: docker
// archives of one layer, imported once into a containerd store that every machine starts from.
package images

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"kubemint/conformance/command"
)

// Store returns the cached containerd root folder that holds exactly these images, unpacked.
// bin is the folder of containerd's programs.
func Store(ctx context.Context, cache, bin string, images []Image) (string, error) {
	key, err := identity(images)
	if err != nil {
		return "", err
	}
	store := filepath.Join(cache, "images-"+key)
	if _, err := os.Stat(store); err == nil {
		return store, nil
	}
	unfinished := store + ".unfinished"
	if err := os.RemoveAll(unfinished); err != nil {
		return "", err
	}
	if err := os.MkdirAll(unfinished, 0o755); err != nil {
		return "", err
	}
	defer os.RemoveAll(unfinished)
	archive := filepath.Join(unfinished, "archive.tar")
	if err := writeFile(archive, images); err != nil {
		return "", err
	}
	root := filepath.Join(unfinished, "root")
	if err := importArchive(ctx, bin, archive, root, filepath.Join(unfinished, "state")); err != nil {
		return "", err
	}
	return store, os.Rename(root, store)
}

// identity is a digest of the images' names and of what is in them.
func identity(images []Image) (string, error) {
	digest := sha256.New()
	fmt.Fprintln(digest, format)
	for _, image := range images {
		fmt.Fprintf(digest, "%s %v\n", image.Reference, image.BindLowPorts)
		for _, program := range image.Programs {
			// By content: the test's own programs are compiled anew for each run, to the same bytes.
			content, err := os.ReadFile(program)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(digest, "%s %s\n", filepath.Base(program), sum(content))
		}
	}
	return hex.EncodeToString(digest.Sum(nil))[:12], nil
}

func writeFile(path string, images []Image) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := WriteArchive(file, images); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

// importArchive runs a containerd of its own for as long as the import takes.
func importArchive(ctx context.Context, bin, archive, root, state string) error {
	config := filepath.Join(filepath.Dir(archive), "containerd.toml")
	socket := filepath.Join(state, "containerd.sock")
	// The CRI plugin would want a network and a runtime; an import needs neither.
	content := fmt.Sprintf("version = 3\nroot = %q\nstate = %q\ndisabled_plugins = [\"io.containerd.grpc.v1.cri\", \"io.containerd.cri.v1.images\", \"io.containerd.cri.v1.runtime\"]\n[grpc]\naddress = %q\n", root, state, socket)
	if err := os.WriteFile(config, []byte(content), 0o600); err != nil {
		return err
	}
	daemon := exec.Command(filepath.Join(bin, "containerd"), "--config", config)
	log, err := os.Create(filepath.Join(filepath.Dir(archive), "containerd.log"))
	if err != nil {
		return err
	}
	defer log.Close()
	daemon.Stdout, daemon.Stderr = log, log
	if err := daemon.Start(); err != nil {
		return err
	}
	defer func() {
		_ = daemon.Process.Signal(os.Interrupt)
		_ = daemon.Wait()
	}()
	ctr := filepath.Join(bin, "ctr")
	if err := await(ctx, func() error { return command.Run(ctx, ctr, "--address", socket, "version") }); err != nil {
		return fmt.Errorf("%w (%s)", err, log.Name())
	}
	return command.Run(ctx, ctr, "--address", socket, "--namespace", "k8s.io", "images", "import", "--local", "--snapshotter", "overlayfs", "--platform", "linux/amd64", archive)
}

func await(ctx context.Context, ready func() error) error {
	deadline := time.Now().Add(20 * time.Second)
	for {
		err := ready()
		if err == nil || time.Now().After(deadline) || ctx.Err() != nil {
			return err
		}
		time.Sleep(200 * time.Millisecond)
	}
}
