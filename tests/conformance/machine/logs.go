package machine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

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

// LogTail returns the last lines that a component logged, of each of its containers or of its unit: what it
// said before it ended.
func (m *Machine) LogTail(ctx context.Context, program string, lines int) string {
	containers, err := filepath.Glob(m.Path("var/log/pods/*_" + program + "-" + m.Name + "_*/" + program + "/*.log"))
	if err != nil || len(containers) == 0 {
		output, err := command.Output(ctx, "journalctl", "--directory="+m.Path("var/log/journal"), "--no-pager",
			"--output=short-precise", "--unit="+program+".service", "--lines="+strconv.Itoa(lines))
		if err != nil {
			return err.Error()
		}
		return output
	}
	slices.Sort(containers)
	var tails []string
	for _, container := range containers {
		text, err := os.ReadFile(container)
		if err != nil {
			tails = append(tails, err.Error())
			continue
		}
		last := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		tails = append(tails, filepath.Base(container)+":")
		tails = append(tails, last[max(0, len(last)-lines):]...)
	}
	return strings.Join(tails, "\n")
}
