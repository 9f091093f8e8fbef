package machine

import (
	"context"
	"fmt"
	"syscall"
	"time"

	"kubemint/conformance/cgroup"
)

// poweroff is what systemd as process 1 takes as the request to power off: SIGRTMIN+4.
const poweroff = syscall.Signal(34 + 4)

// stopPods ends what would hold the power-off up for minutes: the shims outlive containerd's unit.
const stopPods = `systemctl stop kubelet.service
for shim in $(cat /sys/fs/cgroup/pids/system.slice/containerd.service/cgroup.procs /sys/fs/cgroup/systemd/system.slice/containerd.service/cgroup.procs 2>/dev/null | sort -u); do
  case $(cat /proc/$shim/comm 2>/dev/null) in containerd-shim*) kill -KILL $shim;; esac
done
exit 0`

// Shutdown powers the machine off in order: its services are stopped, its disk stays.
func (m *Machine) Shutdown(ctx context.Context) error {
	if !m.Running() {
		return nil
	}
	if _, err := m.Exec(ctx, "sh", "-c", stopPods); err != nil {
		return err
	}
	if err := syscall.Kill(m.leader, poweroff); err != nil {
		return fmt.Errorf("%s: %w", m.Name, err)
	}
	select {
	case <-m.ended:
		m.leader = 0
		return removeGroups(m.Name)
	case <-time.After(shutdownTime):
		return m.CutPower()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// CutPower ends every process of the machine at once, as a failed power supply does; its disk stays.
func (m *Machine) CutPower() error {
	if !m.Running() {
		return nil
	}
	// Process 1 of a namespace takes all others with it.
	if err := syscall.Kill(m.leader, syscall.SIGKILL); err != nil {
		return fmt.Errorf("%s: %w", m.Name, err)
	}
	<-m.ended
	m.leader = 0
	return removeGroups(m.Name)
}

// removeGroups waits until the last of the killed processes has left its control group.
func removeGroups(machine string) error {
	err := cgroup.Remove(machine)
	for range 50 {
		if err == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
		err = cgroup.Remove(machine)
	}
	return err
}
