package machine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"kubemint/conformance/cgroup"
)

const (
	bootTime     = 180 * time.Second
	shutdownTime = 40 * time.Second
)

// joinAndRun enters the control groups named before "--", then becomes the command after it.
const joinAndRun = `while [ "$1" != -- ]; do echo 0 > "$1" || exit 1; shift; done; shift; exec "$@"`

// Boot switches the machine on and returns when its systemd has reached its default target.
func (m *Machine) Boot(ctx context.Context) error {
	if m.Running() {
		return fmt.Errorf("%s is running already", m.Name)
	}
	joins, err := cgroup.Make(m.Name)
	if err != nil {
		return err
	}
	if err := m.start(joins); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, bootTime)
	defer cancel()
	if err := m.awaitLeader(ctx); err != nil {
		return err
	}
	return m.awaitTarget(ctx)
}

func (m *Machine) start(joins []string) error {
	console, err := os.OpenFile(m.console(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer console.Close()
	arguments := append([]string{"-c", joinAndRun, "sh"}, joins...)
	arguments = append(arguments, "--", "systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--boot",
		"--machine="+m.Name, "--directory="+m.Root(), "--network-namespace-path="+m.Port.Path(),
		"--bind="+m.containerd()+":/var/lib/containerd", "--capability=all", "--console=pipe",
		"--resolv-conf=off", "--timezone=off", "--link-journal=no")
	container := exec.Command("sh", arguments...)
	container.Stdout, container.Stderr = console, console
	// Not our environment: a machine knows nothing of the host it runs on.
	container.Env = []string{
		"PATH=" + os.Getenv("PATH"),
		"SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=0", // the host's hierarchies are version 1
		"SYSTEMD_NSPAWN_API_VFS_WRITABLE=1",  // the kubelet sets sysctls
		"SYSTEMD_SECCOMP=0",                  // runc makes a session keyring for each container
	}
	container.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := container.Start(); err != nil {
		return err
	}
	m.container, m.ended = container, make(chan struct{})
	go func(ended chan struct{}) {
		_ = container.Wait()
		close(ended)
	}(m.ended)
	return nil
}

func (m *Machine) console() string { return filepath.Join(m.folder, "console.log") }

// awaitLeader finds the machine's systemd: the process that is number 1 in a namespace of its own.
func (m *Machine) awaitLeader(ctx context.Context) error {
	for {
		if leader, found := firstProcessBelow(m.container.Process.Pid); found {
			m.leader = leader
			return nil
		}
		if err := m.pause(ctx); err != nil {
			return fmt.Errorf("%s did not start: %w (%s)", m.Name, err, m.console())
		}
	}
}

func (m *Machine) awaitTarget(ctx context.Context) error {
	for {
		state, _ := m.Exec(ctx, "systemctl", "is-system-running")
		switch strings.TrimSpace(state) {
		case "running":
			return nil
		case "degraded":
			failed, _ := m.Exec(ctx, "systemctl", "list-units", "--failed", "--plain", "--no-legend")
			return fmt.Errorf("%s booted with failed units:\n%s", m.Name, failed)
		}
		if err := m.pause(ctx); err != nil {
			return fmt.Errorf("%s did not reach its default target, state %q: %w (%s)", m.Name, strings.TrimSpace(state), err, m.console())
		}
	}
}

func (m *Machine) pause(ctx context.Context) error {
	select {
	case <-m.ended:
		m.leader = 0
		return errors.New("systemd-nspawn ended")
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(200 * time.Millisecond):
		return nil
	}
}

// firstProcessBelow looks for a child that is process 1 of its process id namespace.
func firstProcessBelow(parent int) (int, bool) {
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", parent, parent))
	if err != nil {
		return 0, false
	}
	for _, field := range strings.Fields(string(children)) {
		child, err := strconv.Atoi(field)
		if err != nil {
			continue
		}
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", child))
		for line := range strings.Lines(string(status)) {
			ids := strings.Fields(line)
			if len(ids) > 2 && ids[0] == "NSpid:" && ids[len(ids)-1] == "1" {
				return child, true
			}
		}
		if below, found := firstProcessBelow(child); found {
			return below, true
		}
	}
	return 0, false
}
