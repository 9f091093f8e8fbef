package checks

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"kubemint/conformance/cluster"
	"kubemint/conformance/process"
)

// quiet is longer than the kubelet's own look at its manifests, every 20 s.
const quiet = 25 * time.Second

var repack = Check{
	Name: "repack", Point: 11,
	Claim: "a re-render with nothing changed, packed again onto the running machines, restarts nothing",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		before, err := process.Snapshot()
		if err != nil {
			return err
		}
		if err := renderAndInstall(ctx, c, ""); err != nil {
			return err
		}
		if err := sleep(ctx, quiet); err != nil {
			return err
		}
		after, err := process.Snapshot()
		if err != nil {
			return err
		}
		if changed := before.Changed(after); len(changed) > 0 {
			return fmt.Errorf("restarted though nothing had changed: %s", strings.Join(changed, ", "))
		}
		e.Add("%d processes are the same %.0f s after the installation was repeated", len(after), quiet.Seconds())
		return nil
	},
}

var changedFlag = Check{
	Name: "changed-flag", Point: 11,
	Claim: "a changed flag of kube-controller-manager restarts kube-controller-manager and nothing else",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		c.Settings.Verbosity = "3"
		return onlyControllerManagers(ctx, c, e, func() error {
			for _, node := range cluster.ControlPlane {
				running, err := process.Find(node, "kube-controller-manager")
				if err != nil {
					return err
				}
				arguments, err := running.Arguments()
				if err != nil {
					return err
				}
				if !slices.Contains(arguments, "--v=3") {
					return fmt.Errorf("kube-controller-manager on %s still runs without --v=3", node)
				}
			}
			return nil
		})
	},
}

var renewedServing = Check{
	Name: "renewed-serving", Point: 11,
	Claim: "a renewed serving certificate of kube-controller-manager is served, and nothing but kube-controller-manager restarts",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		c.Settings.ServingGeneration++
		reader, err := c.MetricsReader(ctx)
		if err != nil {
			return err
		}
		return onlyControllerManagers(ctx, c, e, func() error {
			for _, node := range cluster.ControlPlane {
				answer, err := reader.At(securePort(node, "kube-controller-manager")).Get(ctx, "/metrics")
				if err != nil {
					return err
				}
				if err := servesOurs(c, node, "kube-controller-manager", answer.Certificate); err != nil {
					return err
				}
			}
			return nil
		})
	},
}

// onlyControllerManagers installs the changed tree, waits until done is content, and then wants every
// process but kube-controller-manager's to be the one that it was.
func onlyControllerManagers(ctx context.Context, c *cluster.Cluster, e *Evidence, done func() error) error {
	before, err := process.Snapshot()
	if err != nil {
		return err
	}
	if err := renderAndInstall(ctx, c, "kube-controller-manager"); err != nil {
		return err
	}
	err = cluster.Await(ctx, 2*time.Minute, "the change", func(context.Context) error { return done() })
	if err != nil {
		return err
	}
	if err := sleep(ctx, quiet); err != nil {
		return err
	}
	after, err := process.Snapshot()
	if err != nil {
		return err
	}
	changed := before.Changed(after)
	for _, name := range changed {
		if !strings.HasSuffix(name, "/kube-controller-manager") {
			return fmt.Errorf("restarted besides kube-controller-manager: %s", name)
		}
	}
	e.Add("restarted: %s; unchanged: %d other processes", strings.Join(changed, ", "), len(before)-len(changed))
	return nil
}

// renderAndInstall renders with the present settings and repeats the installation on every machine. A
// static pod needs nothing more; a unit is reloaded, and restarted when it is named.
func renderAndInstall(ctx context.Context, c *cluster.Cluster, restart string) error {
	if err := c.Render(ctx); err != nil {
		return err
	}
	var failures []error
	for _, m := range c.Machines {
		failures = append(failures, c.Install(ctx, m))
		if c.Runtime == cluster.Systemd {
			_, err := m.Exec(ctx, "systemctl", "daemon-reload")
			failures = append(failures, err)
		}
	}
	if c.Runtime == cluster.Systemd && restart != "" {
		for _, m := range c.Masters() {
			_, err := m.Exec(ctx, "systemctl", "restart", restart+".service")
			failures = append(failures, err)
		}
	}
	return errors.Join(failures...)
}

func sleep(ctx context.Context, duration time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(duration):
		return nil
	}
}
