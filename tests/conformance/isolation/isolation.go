// Package isolation puts the whole run into namespaces of its own: process ids, mounts and network.
//
// The kernel then does the cleaning up. When the run ends, however it ends, every process that it
// started is killed, every mount and every network namespace it made is gone; nothing outside was
// ever visible to it as a process or an interface.
package isolation

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"

	"kubemint/conformance/command"
)

// handover is the variable by which the second start of the harness knows that it is the one inside,
// and what it has to do.
const handover = "KUBEMINT_CONFORMANCE_JOB"

// Handover is what Run was given, or empty outside.
func Handover() string { return os.Getenv(handover) }

// Run starts this program again inside new namespaces, hands it a text, and returns its exit code.
func Run(text string) (int, error) {
	// The parent-death signal is tied to the thread that starts the child.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	inside := exec.Command("/proc/self/exe")
	inside.Env = append(os.Environ(), handover+"="+text)
	inside.Stdout, inside.Stderr = os.Stdout, os.Stderr
	inside.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS | syscall.CLONE_NEWNET,
		Pdeathsig:  syscall.SIGKILL,
		Setpgid:    true,
	}
	interrupts := make(chan os.Signal, 2)
	signal.Notify(interrupts, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(interrupts)
	if err := inside.Start(); err != nil {
		return 0, fmt.Errorf("cannot make namespaces for the run: %w", err)
	}
	go passOn(interrupts, inside.Process)
	err := inside.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		if code := exit.ExitCode(); code >= 0 {
			return code, nil
		}
		return 1, fmt.Errorf("the run was killed: %w", err)
	}
	return 0, err
}

// passOn hands interrupts to the run; the second one ends it at once.
func passOn(interrupts <-chan os.Signal, process *os.Process) {
	<-interrupts
	_ = process.Signal(syscall.SIGTERM)
	<-interrupts
	_ = process.Kill()
}

// Prepare makes the new namespaces usable; the first thing the run does inside.
func Prepare(ctx context.Context) error {
	steps := [][]string{
		{"mount", "--make-rprivate", "/"},
		{"mount", "-t", "proc", "proc", "/proc"},
		{"mkdir", "-p", "/run/netns", "/run/systemd"},
		{"mount", "-t", "tmpfs", "tmpfs", "/run/netns"},
		// systemd-nspawn keeps its locks there: ours must not meet another's.
		{"mount", "-t", "tmpfs", "tmpfs", "/run/systemd"},
		{"ip", "link", "set", "lo", "up"},
	}
	for _, step := range steps {
		if err := command.Run(ctx, step[0], step[1:]...); err != nil {
			return err
		}
	}
	return nil
}
