package images

import (
	"context"
	"os"
	"path/filepath"

	"kubemint/conformance/command"
)

// Programs are the paths of the test programs that images are made of.
type Programs struct {
	Pause, Shell string
}

// BuildPrograms compiles the test programs into a folder; source is tests/conformance.
func BuildPrograms(ctx context.Context, source, folder string) (Programs, error) {
	programs := Programs{Pause: filepath.Join(folder, "pause"), Shell: filepath.Join(folder, "shell")}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return programs, err
	}
	if err := command.Run(ctx, "gcc", "-Os", "-static", "-s", "-o", programs.Pause, filepath.Join(source, "programs/pause/pause.c")); err != nil {
		return programs, err
	}
	return programs, command.Run(ctx, "env", "CGO_ENABLED=0", "go", "-C", source, "build", "-trimpath", "-ldflags=-s -w", "-o", programs.Shell, "./programs/shell")
}
