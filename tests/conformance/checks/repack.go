package checks

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"kubemint/conformance/cluster"
	"kubemint/conformance/process"
)

// quiet is longer than the kubelet's own look at its manifests, every 20 s.
const quiet = 25 * time.Second

// attempts is how often an installation is tried until it restarted nothing that it should not. A tree that restarts
// something does so each time; a leader on a busy machine can lose its lease at any time. Each restart is reported.
const attempts = 2

var repack = Check{
	Name: "repack", Point: 11,
	Claim: "a re-render with nothing changed, packed again onto the running machines, restarts nothing",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		nothing := func() error { return renderAndInstall(ctx, c, "") }
		return restartsOnly(ctx, c, e, "", nothing)
	},
}

// calm waits until no component has restarted for the time that an installation is watched, so that a restart
// that an earlier check caused is not taken for one of the installation.
func calm(ctx context.Context, c *cluster.Cluster) (process.Running, error) {
	var running process.Running
	err := cluster.Await(ctx, 4*time.Minute, "the components to stay up", func(ctx context.Context) error {
		if err := AllReady(ctx, c); err != nil {
			return err
		}
		before, err := process.Snapshot()
		if err != nil {
			return err
		}
		changed, err := changedAfterQuiet(ctx, before)
		if err == nil && len(changed) > 0 {
			err = fmt.Errorf("restarted: %s", strings.Join(changed, ", "))
		}
		running = before
		return err
	})
	return running, err
}

// changedAfterQuiet lists the components that are no longer the same process after the quiet time.
func changedAfterQuiet(ctx context.Context, before process.Running) ([]string, error) {
	if err := sleep(ctx, quiet); err != nil {
		return nil, err
	}
	after, err := process.Snapshot()
	return before.Changed(after), err
}

// logTail is the end of the log of a component, named as process.Running does: machine/program.
func logTail(ctx context.Context, c *cluster.Cluster, name string) string {
	node, program, _ := strings.Cut(name, "/")
	program, _, _ = strings.Cut(program, " ")
	return c.Machine(node).LogTail(ctx, program, 4)
}

var changedFlag = Check{
	Name: "changed-flag", Point: 11,
	Claim: "a changed flag of kube-controller-manager restarts kube-controller-manager and nothing else",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		verbosity := 2
		change := func() {
			verbosity++
			c.Settings.Verbosity = strconv.Itoa(verbosity)
		}
		return onlyControllerManagers(ctx, c, e, change, func() error {
			for _, node := range cluster.ControlPlane {
				running, err := process.Find(node, "kube-controller-manager")
				if err != nil {
					return err
				}
				arguments, err := running.Arguments()
				if err != nil {
					return err
				}
				if flag := "--v=" + c.Settings.Verbosity; !slices.Contains(arguments, flag) {
					return fmt.Errorf("kube-controller-manager on %s still runs without %s", node, flag)
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
		reader, err := c.MetricsReader(ctx)
		if err != nil {
			return err
		}
		return onlyControllerManagers(ctx, c, e, func() { c.Settings.ServingGeneration++ }, func() error {
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

// onlyControllerManagers changes the tree, installs it and waits until done is content.
func onlyControllerManagers(ctx context.Context, c *cluster.Cluster, e *Evidence, change func(), done func() error) error {
	const program = "kube-controller-manager"
	return restartsOnly(ctx, c, e, program, func() error {
		change()
		if err := renderAndInstall(ctx, c, program); err != nil {
			return err
		}
		return cluster.Await(ctx, 2*time.Minute, "the change", func(context.Context) error { return done() })
	})
}

// restartsOnly installs, and wants every process but those of one program to be the one that it was, after one of
// a few attempts.
func restartsOnly(ctx context.Context, c *cluster.Cluster, e *Evidence, program string, install func() error) error {
	for range attempts {
		before, err := calm(ctx, c)
		if err != nil {
			return err
		}
		if err := install(); err != nil {
			return err
		}
		changed, err := changedAfterQuiet(ctx, before)
		if err != nil {
			return err
		}
		others := slices.DeleteFunc(slices.Clone(changed), func(name string) bool {
			return program != "" && strings.HasSuffix(name, "/"+program)
		})
		if len(others) == 0 {
			e.Add("restarted: %s; unchanged %.0f s later: %d processes", cmp.Or(strings.Join(changed, ", "), "none"), quiet.Seconds(), len(before)-len(changed))
			return nil
		}
		for _, name := range others {
			e.Add("%s ended or restarted; the last that it logged:\n%s", name, logTail(ctx, c, name))
		}
	}
	return fmt.Errorf("each of %d attempts saw a component restart that should not", attempts)
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
