package machine

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"kubemint/conformance/command"
)

// CollectLogs copies the machine's journal, console and pod logs into a folder; it works on and off.
func (m *Machine) CollectLogs(ctx context.Context, folder string) error {
	target := filepath.Join(folder, m.Name)
	if err := os.MkdirAll(target, 0o755); err != nil {
		return err
	}
	var failures []error
	journal, err := command.Output(ctx, "journalctl", "--directory="+m.Path("var/log/journal"), "--no-pager", "--output=short-precise")
	if err != nil {
		failures = append(failures, err)
	}
	failures = append(failures, os.WriteFile(filepath.Join(target, "journal.log"), []byte(journal), 0o600))
	for _, source := range []string{m.console(), m.Path("var/log/pods")} {
		if _, err := os.Stat(source); err == nil {
			failures = append(failures, command.Run(ctx, "cp", "-rL", source, target))
		}
	}
	return errors.Join(failures...)
}
