package machine

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"kubemint/conformance/command"
)

const (
	// release is the Debian release that the machines run.
	release = "bookworm"
	// packages is what a machine needs besides a minimal Debian.
	packages = "systemd,systemd-sysv,dbus,iproute2,ca-certificates"
	// baseVersion names the cached folder; raise it with every change to this file.
	baseVersion = "base-" + release + "-1"
)

// needless units: they only take time, or a terminal that is not there.
var needless = []string{
	"console-getty.service", "getty.target", "apt-daily.timer", "apt-daily-upgrade.timer",
	"dpkg-db-backup.timer", "e2scrub_all.timer", "e2scrub_reap.service", "fstrim.timer", "systemd-pstore.service",
}

// Base returns the machines' common base system in the cache, made by debootstrap when it is missing.
func Base(ctx context.Context, cache string) (string, error) {
	base := filepath.Join(cache, baseVersion)
	if _, err := os.Stat(base); err == nil {
		return base, nil
	}
	unfinished := base + ".unfinished"
	if err := os.RemoveAll(unfinished); err != nil {
		return "", err
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return "", err
	}
	if err := command.Run(ctx, "debootstrap", "--variant=minbase", "--include="+packages, release, unfinished); err != nil {
		return "", err
	}
	if err := settle(ctx, unfinished); err != nil {
		return "", err
	}
	return base, os.Rename(unfinished, base)
}

// settle removes what debootstrap took from this host and what a test machine has no use for.
func settle(ctx context.Context, base string) error {
	if err := os.Remove(filepath.Join(base, "etc/hostname")); err != nil && !os.IsNotExist(err) {
		return err
	}
	files := map[string]string{
		"etc/machine-id":  "",
		"etc/resolv.conf": "# no name server: every address of the cluster is a number\n",
		"etc/hosts":       "127.0.0.1 localhost\n::1 localhost\n",
	}
	for path, content := range files {
		full := filepath.Join(base, path)
		if err := os.Remove(full); err != nil && !os.IsNotExist(err) {
			return err
		}
		if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
			return err
		}
	}
	if err := command.Run(ctx, "systemctl", append([]string{"--root=" + base, "--quiet", "mask"}, needless...)...); err != nil {
		return fmt.Errorf("masking %s: %w", strings.Join(needless, ", "), err)
	}
	return os.RemoveAll(filepath.Join(base, "var/cache/apt/archives"))
}
