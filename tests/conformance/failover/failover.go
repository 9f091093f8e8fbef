// Package failover takes leaders away, by pulling their machine's cable or killing their process, and
// measures how long it takes until another leads and works.
package failover

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kubemint/conformance/checks"
	"kubemint/conformance/cluster"
	"kubemint/conformance/process"
)

const (
	// longest and median are the promises: how long until a new identity holds the lease.
	longest = 30 * time.Second
	median  = 20 * time.Second
)

// Fault is a way of losing a leader.
type Fault string

// The two faults.
const (
	CableCut Fault = "its machine's link down"
	Killed   Fault = "its process killed"
)

// Failover is one leader lost, and how long it took.
type Failover struct {
	Component, Node string
	Fault           Fault
	Took            time.Duration
}

// Plan alternates components and faults.
func Plan(count int) []Failover {
	var plan []Failover
	for i := range count {
		component := []string{"kube-controller-manager", "kube-scheduler"}[i/2%2]
		plan = append(plan, Failover{Component: component, Fault: []Fault{CableCut, Killed}[i%2]})
	}
	return plan
}

// Run injects the planned faults one after the other and judges the times.
func Run(ctx context.Context, c *cluster.Cluster, e *checks.Evidence, plan []Failover) ([]Failover, error) {
	var done []Failover
	for i, planned := range plan {
		finished, err := inject(ctx, c, e, planned, fmt.Sprintf("failover-%d", i+1))
		if err != nil {
			return done, fmt.Errorf("failover %d of %d (%s, %s): %w", i+1, len(plan), planned.Component, planned.Fault, err)
		}
		done = append(done, finished)
	}
	if middle := Median(done); middle > median {
		return done, fmt.Errorf("the median of %d failovers is %.1f s, more than %.0f s", len(done), middle.Seconds(), median.Seconds())
	}
	return done, nil
}

func inject(ctx context.Context, c *cluster.Cluster, e *checks.Evidence, f Failover, name string) (Failover, error) {
	node, before, err := checks.Holder(ctx, c.Admin, f.Component)
	if err != nil {
		return f, err
	}
	f.Node = node
	mend, err := lose(ctx, c, f)
	if err != nil {
		return f, err
	}
	lost := time.Now()
	now := ""
	err = cluster.Await(ctx, longest, "a new leader", func(ctx context.Context) (err error) {
		_, now, err = checks.Holder(ctx, c.Admin, f.Component)
		if err == nil && now == before {
			err = fmt.Errorf("%s still holds the lease", before)
		}
		return err
	})
	f.Took = time.Since(lost)
	if err == nil {
		err = works(ctx, c, name)
	}
	// Mended also after a failure: the next look at the cluster should see the rest of it.
	if mendErr := mend(); err == nil {
		err = mendErr
	}
	if err != nil {
		return f, err
	}
	e.Add("%s on %s, %s: %s leads after %.1f s", f.Component, node, f.Fault, now, f.Took.Seconds())
	if err := recovered(ctx, c); err != nil {
		return f, err
	}
	return f, checks.SteadyLeader(ctx, c, f.Component, e)
}

// lose takes the leader away and returns what gives it back.
func lose(ctx context.Context, c *cluster.Cluster, f Failover) (func() error, error) {
	port := c.Machine(f.Node).Port
	if f.Fault == CableCut {
		return func() error { return port.Plug(ctx) }, port.Unplug(ctx)
	}
	leader, err := process.Find(f.Node, f.Component)
	if err != nil {
		return nil, err
	}
	return func() error { return nil }, leader.Kill()
}

// recovered waits until all of the control plane is back: a fault on top of another proves nothing.
func recovered(ctx context.Context, c *cluster.Cluster) error {
	return cluster.Await(ctx, 2*time.Minute, "recovery", func(ctx context.Context) error { return checks.AllReady(ctx, c) })
}

// Median is the middle time, of an even number the mean of the two.
func Median(done []Failover) time.Duration {
	times := sorted(done)
	if len(times) == 0 {
		return 0
	}
	return (times[(len(times)-1)/2] + times[len(times)/2]) / 2
}

// Longest is the longest time.
func Longest(done []Failover) time.Duration {
	times := sorted(done)
	if len(times) == 0 {
		return 0
	}
	return times[len(times)-1]
}

func sorted(done []Failover) []time.Duration {
	var times []time.Duration
	for _, f := range done {
		times = append(times, f.Took)
	}
	slices.Sort(times)
	return times
}
