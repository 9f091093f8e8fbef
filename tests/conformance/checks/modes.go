package checks

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"strings"
	"syscall"

	"kubemint/conformance/cluster"
	"kubemint/conformance/machine"
)

var modes = Check{
	Name: "modes", Point: 1,
	Claim: "/, /etc and every rendered file have the owner and mode they should, and no secret is open to others",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		for _, m := range c.Machines {
			if err := ordinaryFolders(m); err != nil {
				return err
			}
			installed, err := installation(ctx, c, m)
			if err != nil {
				return err
			}
			var failures []error
			for _, header := range installed {
				failures = append(failures, judgeEntry(m, header))
			}
			if err := errors.Join(failures...); err != nil {
				return err
			}
			e.Add("%s: %d files and folders as packed; / /etc /usr /var /var/lib root:root 0755", m.Name, len(installed))
		}
		return nil
	},
}

// ordinaryFolders are Debian's own: an archive that names them would lock the machine.
func ordinaryFolders(m *machine.Machine) error {
	for _, folder := range []string{"/", "/etc", "/etc/systemd", "/etc/systemd/system", "/usr", "/var", "/var/lib"} {
		if err := compare(m.Path(folder), 0, 0, 0o755); err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	return nil
}

// installation lists what the machine's pack holds.
func installation(ctx context.Context, c *cluster.Cluster, m *machine.Machine) ([]*tar.Header, error) {
	archive, err := exec.CommandContext(ctx, c.Tools.Kubemint, "pack", "--node", m.Name, "--out", c.Tree).Output()
	if err != nil {
		return nil, fmt.Errorf("kubemint pack --node %s: %w", m.Name, err)
	}
	var headers []*tar.Header
	for reader := tar.NewReader(bytes.NewReader(archive)); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return headers, nil
		}
		if err != nil {
			return nil, err
		}
		headers = append(headers, header)
	}
}

func judgeEntry(m *machine.Machine, header *tar.Header) error {
	name := strings.TrimSuffix(header.Name, "/")
	if err := compare(m.Path(name), header.Uid, header.Gid, os.FileMode(header.Mode).Perm()); err != nil {
		return fmt.Errorf("%s: %w", m.Name, err)
	}
	if isSecret(name) && header.Typeflag == tar.TypeReg && header.Mode&0o007 != 0 {
		return fmt.Errorf("%s: %s is a secret with mode %04o", m.Name, name, header.Mode)
	}
	return nil
}

// isSecret knows secrets by kubeadm's names.
func isSecret(name string) bool {
	return path.Ext(name) == ".key" || path.Dir(name) == "etc/kubernetes" && path.Ext(name) == ".conf"
}

func compare(file string, uid, gid int, mode os.FileMode) error {
	info, err := os.Lstat(file)
	if err != nil {
		return err
	}
	status, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return fmt.Errorf("%s: no owner is known here", file)
	}
	if int(status.Uid) != uid || int(status.Gid) != gid || info.Mode().Perm() != mode {
		return fmt.Errorf("%s is %d:%d %04o instead of %d:%d %04o", file, status.Uid, status.Gid, info.Mode().Perm(), uid, gid, mode)
	}
	return nil
}
