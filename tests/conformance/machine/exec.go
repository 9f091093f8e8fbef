package machine

import (
	"context"
	"fmt"
	"os/exec"
	"strconv"

	"kubemint/conformance/command"
)

// Exec runs a command inside the running machine, as root, and returns its standard output.
func (m *Machine) Exec(ctx context.Context, name string, arguments ...string) (string, error) {
	if !m.Running() {
		return "", fmt.Errorf("%s is off: cannot run %s there", m.Name, name)
	}
	enter := m.enter(name, arguments)
	output, err := command.Output(ctx, enter[0], enter[1:]...)
	if err != nil {
		return output, fmt.Errorf("on %s: %w", m.Name, err)
	}
	return output, nil
}

// Command is the same for a caller that needs the process itself.
func (m *Machine) Command(ctx context.Context, name string, arguments ...string) *exec.Cmd {
	enter := m.enter(name, arguments)
	return exec.CommandContext(ctx, enter[0], enter[1:]...)
}

func (m *Machine) enter(name string, arguments []string) []string {
	enter := []string{"nsenter", "--target", strconv.Itoa(m.leader),
		"--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--root", "--wd", "--",
		"/usr/bin/env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", name}
	return append(enter, arguments...)
}
