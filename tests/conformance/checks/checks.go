// Package checks holds what must be true of the running cluster, a file for each point of the list
// in README.md. A check prints the evidence that it judged by; it returns an error when the claim does
// not hold, and that error says what was seen instead.
package checks

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kubemint/conformance/cluster"
)

// Check is one claim.
type Check struct {
	// Name selects the check: make conformance CHECKS=etcd,readyz
	Name string
	// Point is its number in the list of README.md, and selects all checks of that point.
	Point int
	// Claim is the sentence that is true when the check passes.
	Claim string
	// Run judges the claim.
	Run func(context.Context, *cluster.Cluster, *Evidence) error
}

// Calm are the checks that change nothing that another check relies on, in the order in which they run.
var Calm = []Check{
	startup, nodes, modes,
	etcdHealthy, etcdRefuses,
	componentStatus, readyz, servingNames, anonymous, auditNoise,
	oneLeader,
	metrics,
	bootstrap, tokenCleaner, bootstrapSigner,
	tokens, rootCA,
	credentials,
	expiration,
	logsAndExec, volumes, aggregation,
	noRestart,
}

// Disruptive are those that take machines and processes away, or change the tree.
var Disruptive = []Check{repack, changedFlag, renewedServing, loss, replacement}

// Select returns the checks with the given names or points, or all of them when none is given.
func Select(all []Check, wanted []string) ([]Check, error) {
	if len(wanted) == 0 {
		return all, nil
	}
	var selected []Check
	found := map[string]bool{}
	for _, check := range all {
		point := strconv.Itoa(check.Point)
		if slices.Contains(wanted, check.Name) || slices.Contains(wanted, point) {
			selected = append(selected, check)
		}
		found[check.Name], found[point] = true, true
	}
	for _, name := range wanted {
		if !found[name] {
			return nil, fmt.Errorf("no check is named %q; there are: %s", name, namesOf(all))
		}
	}
	return selected, nil
}

func namesOf(all []Check) string {
	var names []string
	for _, check := range all {
		names = append(names, check.Name)
	}
	return strings.Join(names, " ")
}

// Evidence collects and prints what a check saw.
type Evidence struct {
	Lines []string
}

// Add notes a line.
func (e *Evidence) Add(format string, arguments ...any) {
	line := fmt.Sprintf(format, arguments...)
	e.Lines = append(e.Lines, line)
	fmt.Println("      " + strings.ReplaceAll(line, "\n", "\n      "))
}

// IsDisruptive tells to which of the two lists a check belongs.
func IsDisruptive(check Check) bool {
	for _, other := range Disruptive {
		if other.Name == check.Name {
			return true
		}
	}
	return false
}
