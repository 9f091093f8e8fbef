// Package process finds the components' processes on the machines. A process's number and start
// time are its identity: it tells a restart from none, whatever started it, kubelet or systemd.
package process

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// Components are the programs whose restarts matter.
var Components = []string{"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet"}

// Process is one running component.
type Process struct {
	Machine, Program string
	// PID is the number in this process's own namespace.
	PID int
	// Start is the time of its start in clock ticks since boot.
	Start string
}

// Kill ends the process at once.
func (p Process) Kill() error {
	if err := syscall.Kill(p.PID, syscall.SIGKILL); err != nil {
		return fmt.Errorf("%s on %s: %w", p.Program, p.Machine, err)
	}
	return nil
}

// Identity tells this process from any other, earlier or later.
func (p Process) Identity() string { return fmt.Sprintf("%d@%s", p.PID, p.Start) }

// Find returns a machine's process of one program.
func Find(machine, program string) (Process, error) {
	all, err := Snapshot()
	if err != nil {
		return Process{}, err
	}
	found, ok := all[machine+"/"+program]
	if !ok {
		return Process{}, fmt.Errorf("%s does not run on %s", program, machine)
	}
	return found, nil
}

// Running is every component that runs, by machine/program.
type Running map[string]Process

// Snapshot looks at every process of every machine.
func Snapshot() (Running, error) {
	entries, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return nil, err
	}
	running := Running{}
	for _, entry := range entries {
		if found, ok := read(entry); ok {
			running[found.Machine+"/"+found.Program] = found
		}
	}
	return running, nil
}

// Changed lists which of the earlier components are no longer the same process.
func (earlier Running) Changed(now Running) []string {
	var changed []string
	for _, name := range slices.Sorted(maps.Keys(earlier)) {
		if found, ok := now[name]; !ok {
			changed = append(changed, name+" (gone)")
		} else if found.Identity() != earlier[name].Identity() {
			changed = append(changed, name)
		}
	}
	return changed
}

// read makes a Process of a folder in /proc; false when it is no component of a machine.
func read(entry string) (Process, bool) {
	executable, err := os.Readlink(filepath.Join(entry, "exe"))
	if err != nil || !slices.Contains(Components, filepath.Base(executable)) {
		return Process{}, false
	}
	groups, err := os.ReadFile(filepath.Join(entry, "cgroup"))
	if err != nil {
		return Process{}, false
	}
	machine, ok := machineOf(string(groups))
	if !ok {
		return Process{}, false
	}
	stat, err := os.ReadFile(filepath.Join(entry, "stat"))
	if err != nil {
		return Process{}, false
	}
	pid, _ := strconv.Atoi(filepath.Base(entry))
	return Process{Machine: machine, Program: filepath.Base(executable), PID: pid, Start: startTime(string(stat))}, true
}

// machineOf finds the machine in a process's control groups: …/kubemint-conformance/<machine>/…
func machineOf(groups string) (string, bool) {
	_, after, found := strings.Cut(groups, "/kubemint-conformance/")
	if !found {
		return "", false
	}
	end := strings.IndexAny(after, "/\n")
	if end < 0 {
		return after, true
	}
	return after[:end], true
}

// startTime is field 22 of /proc/<pid>/stat; the second field is in parentheses and may hold spaces.
func startTime(stat string) string {
	fields := strings.Fields(stat[strings.LastIndex(stat, ")")+1:])
	if len(fields) < 20 {
		return ""
	}
	return fields[19]
}

// Arguments are those that the process was started with, its own name first.
func (p Process) Arguments() ([]string, error) {
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", p.PID))
	return strings.Split(strings.TrimSuffix(string(line), "\x00"), "\x00"), err
}
