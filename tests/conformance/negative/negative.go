// Package negative breaks a cluster on purpose, one way at a time: a check that cannot go red for the
// right reason is worth nothing.
package negative

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"kubemint/conformance/checks"
	"kubemint/conformance/cluster"
)

// Break is one way in which a tree can be wrong.
type Break struct {
	// Name selects the break: make conformance-negative BREAKS=foreign-peer
	Name string
	// Says is what is done to the copy of the tree.
	Says string
	// Check is the one that must go red.
	Check string
	// Reason is what its error must match: red for another reason is no proof.
	Reason string
	// Alter changes what is installed on a machine.
	Alter cluster.Alteration
	// LeaveOut is a file in public/cluster without which the objects are applied.
	LeaveOut string
}

// All are the breaks, one cluster each.
var All = []Break{
	foreignServiceAccountKey, swappedRootCA, movedServiceRange, foreignPeer,
	missingName, missingBinding, missingCapability, unreadableKey, privateMounts,
}

// patience is how long a broken cluster may take until what still works in it works.
const patience = 60 * time.Second

// Find returns the break with a name.
func Find(name string) (Break, error) {
	for _, b := range All {
		if b.Name == name {
			return b, nil
		}
	}
	return Break{}, fmt.Errorf("no break is named %q", name)
}

// Prepare breaks a cluster that is not installed yet.
func (b Break) Prepare(c *cluster.Cluster) {
	c.Alter, c.LeaveOut = b.Alter, b.LeaveOut
}

// Judge wants the one check to fail, and for the right reason.
func (b Break) Judge(ctx context.Context, c *cluster.Cluster, e *checks.Evidence) error {
	check, err := b.check()
	if err != nil {
		return err
	}
	// Red because the cluster has only just booted would be the wrong reason.
	err = cluster.Await(ctx, patience, "the control plane", func(ctx context.Context) error { return checks.AllReady(ctx, c) })
	e.Add("with %s the control plane is ready: %v", b.Says, err == nil)
	err = check.Run(ctx, c, e)
	if err == nil {
		return fmt.Errorf("%s passes although %s", b.Check, b.Says)
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	if !regexp.MustCompile(b.Reason).MatchString(err.Error()) {
		return fmt.Errorf("%s is red, but not by %q: %w", b.Check, b.Reason, err)
	}
	e.Add("%s is red: %v", b.Check, err)
	return nil
}

// Point is the point of the check that must go red, 0 for none.
func (b Break) Point() int {
	check, _ := b.check()
	return check.Point
}

func (b Break) check() (checks.Check, error) {
	selected, err := checks.Select(append(append([]checks.Check{}, checks.Calm...), checks.Disruptive...), []string{b.Check})
	if err != nil {
		return checks.Check{}, err
	}
	return selected[0], nil
}

// victim is the node whose installation is broken where breaking one is enough.
const victim = "master-2"
