package cluster

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

	"kubemint/conformance/command"
	"kubemint/conformance/machine"
)

// Render runs `kubemint render` with the cluster's present settings.
func (c *Cluster) Render(ctx context.Context) error {
	config, err := c.writeConfig()
	if err != nil {
		return err
	}
	seed := filepath.Join(c.Folder, "seed")
	if _, err := os.Stat(seed); errors.Is(err, fs.ErrNotExist) {
		random := make([]byte, 32)
		if _, err := rand.Read(random); err != nil {
			return err
		}
		if err := os.WriteFile(seed, random, 0o600); err != nil {
			return err
		}
	}
	return command.Run(ctx, c.Tools.Kubemint, "render", "--config", config, "--seed-file", seed, "--out", c.Tree)
}

// Install is the whole installation of a machine: kubemint pack --node X | tar -C / -xp --numeric-owner
func (c *Cluster) Install(ctx context.Context, m *machine.Machine) error {
	extract := exec.CommandContext(ctx, "tar", "-C", m.Root(), "-xp", "--numeric-owner")
	if m.Running() {
		extract = m.Command(ctx, "tar", "-C", "/", "-xp", "--numeric-owner")
	}
	return command.Pipe(exec.CommandContext(ctx, c.Tools.Kubemint, "pack", "--node", m.Name, "--out", c.Tree), extract)
}
