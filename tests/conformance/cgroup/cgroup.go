// Package cgroup gives each machine a control group of its own in every version 1 hierarchy, so that
// four kubelets do not fight over one /kubepods.
package cgroup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const (
	mount = "/sys/fs/cgroup"
	// parent is the control group that holds the machines' groups; it lies below the harness's own
	// group, whose limits bind the machines too.
	parent = "kubemint-conformance"
	// harness is the group of the harness itself, among the machines'.
	harness = "harness"
	// unified is the hierarchy of version 2 that a hybrid host has besides: it limits nothing, but
	// systemd-nspawn asks it where the machine is, and would put all of them into one group.
	unified = "unified"
)

// Hierarchies lists the version 1 hierarchies that are mounted, by name, and the unified one of a hybrid host.
func Hierarchies() ([]string, error) {
	entries, err := os.ReadDir(mount)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		mark := "notify_on_release"
		if entry.Name() == unified {
			mark = "cgroup.procs"
		}
		_, err := os.Stat(filepath.Join(mount, entry.Name(), mark))
		if entry.IsDir() && err == nil {
			names = append(names, entry.Name())
		}
	}
	if !slices.Contains(names, "systemd") || !slices.Contains(names, "memory") {
		return nil, fmt.Errorf("%s has no version 1 hierarchies (found %v): the machines' systemd needs name=systemd and the kubelet memory, cpu, pids …", mount, names)
	}
	return names, nil
}

// parents returns, for each hierarchy, the folder that holds the machines' groups.
func parents() ([]string, error) {
	hierarchies, err := Hierarchies()
	if err != nil {
		return nil, err
	}
	own, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return nil, err
	}
	var folders []string
	for _, hierarchy := range hierarchies {
		group := ownGroup(string(own), hierarchy)
		if hierarchy == "systemd" && slices.Contains(hierarchies, unified) {
			// systemd-nspawn keeps these two the same.
			group = ownGroup(string(own), unified)
		}
		group = strings.TrimSuffix(group, filepath.Join("/", parent, harness))
		folders = append(folders, filepath.Join(mount, hierarchy, group, parent))
	}
	return folders, nil
}

// ownGroup finds a hierarchy's line in /proc/self/cgroup: "4:memory:/some/group", "0::/" for the unified one.
func ownGroup(lines, hierarchy string) string {
	if hierarchy == unified {
		hierarchy = ""
	}
	for line := range strings.Lines(lines) {
		fields := strings.SplitN(strings.TrimSuffix(line, "\n"), ":", 3)
		if len(fields) == 3 && strings.TrimPrefix(fields[1], "name=") == hierarchy {
			return fields[2]
		}
	}
	return "/"
}

// Make creates a machine's group in each hierarchy and returns the files that a process joins them by.
func Make(machine string) ([]string, error) {
	folders, err := parents()
	if err != nil {
		return nil, err
	}
	var joins []string
	for _, folder := range folders {
		group := filepath.Join(folder, machine)
		for _, path := range []string{folder, group} {
			if err := os.MkdirAll(path, 0o755); err != nil {
				return nil, err
			}
			if err := inheritCPUs(path); err != nil {
				return nil, err
			}
		}
		if err := outweigh(folder); err != nil {
			return nil, err
		}
		joins = append(joins, filepath.Join(group, "cgroup.procs"))
	}
	return joins, nil
}

// Enter puts the calling process into a group beside the machines', of the processors' hierarchy alone: it
// shares their weight, and its memory is not counted as theirs.
func Enter() error {
	folders, err := parents()
	if err != nil {
		return err
	}
	for _, folder := range folders {
		if _, err := os.Stat(filepath.Join(filepath.Dir(folder), "cpu.shares")); err != nil {
			continue
		}
		group := filepath.Join(folder, harness)
		if err := os.MkdirAll(group, 0o755); err != nil {
			return err
		}
		return errors.Join(outweigh(folder), os.WriteFile(filepath.Join(group, "cgroup.procs"), []byte("0"), 0o644))
	}
	return nil
}

// shares is the weight of all machines together, where each ordinary group of the host weighs 1024: the
// checks' time limits are those of a host that has little else to do.
const shares = "8192"

func outweigh(group string) error {
	file := filepath.Join(group, "cpu.shares")
	if _, err := os.Stat(file); err != nil {
		return nil // a group of another hierarchy than the processors'
	}
	return os.WriteFile(file, []byte(shares), 0o644)
}

// inheritCPUs copies the processors and memory nodes of the group above: a new cpuset has none, and
// then nothing can join it.
func inheritCPUs(group string) error {
	for _, file := range []string{"cpuset.cpus", "cpuset.mems"} {
		above, err := os.ReadFile(filepath.Join(filepath.Dir(group), file))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(group, file), above, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// Remove removes a machine's groups once it is off. They are the host's, and would outlive a machine's loss of
// power: its next kubelet would look for each lost container for seconds before it starts the first pod.
func Remove(machine string) error {
	folders, err := parents()
	if err != nil {
		return err
	}
	for _, folder := range folders {
		if err := removeTree(filepath.Join(folder, machine)); err != nil {
			return err
		}
	}
	return nil
}

// RemoveAll removes every machine's groups, the deepest first. Call it once all their processes are gone.
func RemoveAll() error {
	folders, err := parents()
	if err != nil {
		return err
	}
	for _, folder := range folders {
		if err := removeTree(folder); err != nil {
			return err
		}
	}
	return nil
}

// removeTree removes a group and those below it; rmdir is the only way, its files cannot be unlinked.
func removeTree(group string) error {
	var groups []string
	err := filepath.WalkDir(group, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			groups = append(groups, path)
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.Reverse(groups)
	for _, path := range groups {
		if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}
