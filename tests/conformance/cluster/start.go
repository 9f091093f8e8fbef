package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"kubemint/conformance/kubernetes"
	"kubemint/conformance/machine"
	"kubemint/conformance/process"
	"kubemint/conformance/toolbox"
)

// New renders the tree of a cluster and makes its machines; nothing is installed or switched on yet.
func New(ctx context.Context, tools toolbox.Toolbox, runtime Runtime) (*Cluster, error) {
	c := &Cluster{Tools: tools, Runtime: runtime, Folder: tools.Run(), Settings: defaults(tools.Version)}
	c.Tree = filepath.Join(c.Folder, "out")
	if err := os.RemoveAll(c.Folder); err != nil {
		return c, err
	}
	if err := os.MkdirAll(c.Folder, 0o755); err != nil {
		return c, err
	}
	// kubectl keeps what it discovers; not in the home of whoever runs the tests.
	if err := os.Setenv("KUBECACHEDIR", filepath.Join(c.Folder, "kubectl-cache")); err != nil {
		return c, err
	}
	if err := c.Render(ctx); err != nil {
		return c, err
	}
	if err := c.makeMachines(ctx); err != nil {
		return c, err
	}
	var err error
	if c.Admin, err = kubernetes.FromKubeconfig(ctx, tools.Kubectl(), c.Secret("admin.conf")); err != nil {
		return c, err
	}
	c.SuperAdmin, err = kubernetes.FromKubeconfig(ctx, tools.Kubectl(), c.Secret("super-admin.conf"))
	return c, err
}

// Start installs and boots all machines and applies the rendered objects.
func (c *Cluster) Start(ctx context.Context) error {
	for _, m := range c.Machines {
		if err := c.Install(ctx, m); err != nil {
			return err
		}
	}
	c.Booted = time.Now()
	if err := each(c.Machines, func(m *machine.Machine) error { return m.Boot(ctx) }); err != nil {
		return err
	}
	return c.ApplyFirst(ctx)
}

// Settle remembers the components' processes: from here on each restart has to have a reason.
func (c *Cluster) Settle() (err error) {
	c.Settled, err = process.Snapshot()
	return err
}

// CollectLogs copies every machine's journal and pod logs, the tree's public output and the load balancer's log.
func (c *Cluster) CollectLogs(ctx context.Context, folder string) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	return each(c.Machines, func(m *machine.Machine) error { return m.CollectLogs(ctx, folder) })
}

// each does something on all machines at once.
func each(machines []*machine.Machine, do func(*machine.Machine) error) error {
	failures := make([]error, len(machines))
	var group sync.WaitGroup
	for i, m := range machines {
		group.Go(func() { failures[i] = do(m) })
	}
	group.Wait()
	return errors.Join(failures...)
}

// Patience multiplies every limit of Await. More than 1 is for looking at a cluster on a machine that is
// busy with other things: what passes then is no conformance, and is not recorded.
var Patience = 1

// Await asks again and again until the answer is no error, and returns the last error when the time is over.
func Await(ctx context.Context, limit time.Duration, what string, ask func(context.Context) error) error {
	started := time.Now()
	limit *= time.Duration(Patience)
	for {
		err := ask(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if time.Since(started) > limit {
			return fmt.Errorf("%s: not within %s: %w", what, limit, err)
		}
		time.Sleep(300 * time.Millisecond)
	}
}
