// Package surroundings makes what a machine has before kubemint's installation: containerd with its
// configuration, and the programs of the runtime under test.
package surroundings

import (
	_ "embed"
	"os"
	"path/filepath"
	"strings"
)

//go:embed files/containerd.toml
var containerdConfig string

//go:embed files/containerd.service
var containerdUnit string

// Layer fills a folder that lies over the base system of every machine. programs are the paths of
// the programs that go to /usr/local/bin, sandbox is the reference of the pause image.
func Layer(folder string, programs []string, sandbox string) error {
	units := "usr/lib/systemd/system"
	files := map[string]string{
		"etc/containerd/config.toml":  strings.ReplaceAll(containerdConfig, "{{SANDBOX}}", sandbox),
		units + "/containerd.service": containerdUnit,
	}
	for path, content := range files {
		if err := write(filepath.Join(folder, path), content); err != nil {
			return err
		}
	}
	wants := filepath.Join(folder, units, "multi-user.target.wants")
	if err := os.MkdirAll(wants, 0o755); err != nil {
		return err
	}
	if err := os.Symlink("../containerd.service", filepath.Join(wants, "containerd.service")); err != nil {
		return err
	}
	bin := filepath.Join(folder, "usr/local/bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		return err
	}
	for _, program := range programs {
		if err := os.Link(program, filepath.Join(bin, filepath.Base(program))); err != nil {
			return err
		}
	}
	// The journal is kept: it is what a failed run leaves behind.
	return os.MkdirAll(filepath.Join(folder, "var/log/journal"), 0o755)
}

func write(path, content string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(content), 0o644)
}
