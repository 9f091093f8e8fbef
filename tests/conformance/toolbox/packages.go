package toolbox

import (
	"context"
	"fmt"
	"os/exec"

	"kubemint/conformance/command"
)

// packages are the host's tools and the Debian packages that bring them.
var packages = []struct{ program, name string }{
	{"debootstrap", "debootstrap"},
	{"systemd-nspawn", "systemd-container"},
	{"haproxy", "haproxy"},
	{"ip", "iproute2"},
	{"nsenter", "util-linux"},
	{"unshare", "util-linux"},
	{"journalctl", "systemd"},
	{"gcc", "gcc"},
	{"tar", "tar"},
}

// installPackages installs what is missing, and says so: a missing tool is never a skipped test.
func installPackages(ctx context.Context) error {
	var missing []string
	for _, item := range packages {
		if _, err := exec.LookPath(item.program); err != nil {
			missing = append(missing, item.name)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	if _, err := exec.LookPath("apt-get"); err != nil {
		return fmt.Errorf("these are missing and there is no apt-get to install them: %v", missing)
	}
	fmt.Printf("installing Debian packages that are missing: %v\n", missing)
	if err := command.Run(ctx, "apt-get", "update", "-q"); err != nil {
		return err
	}
	return command.Run(ctx, "env", append([]string{"DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-q", "--no-install-recommends"}, missing...)...)
}
