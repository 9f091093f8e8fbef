package cluster

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"kubemint/conformance/command"
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
