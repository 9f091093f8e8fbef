package report

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// kept is the folder of the kept results, one folder for each run.
const kept = "tests/conformance/results"

// Record copies a run's result among the kept ones and writes docs/conformance.md anew from all of them.
func Record(repository, output string) error {
	result, err := Read(output)
	if err != nil {
		return err
	}
	return keep(repository, result.minor()+"-"+string(result.Runtime), result)
}

// RecordBreaks keeps what the breaks turned red, joined from the results of all of them.
func RecordBreaks(repository string, outputs []string) error {
	var joined Result
	for _, output := range outputs {
		result, err := Read(output)
		if err != nil {
			return err
		}
		result.Checks, result.Took = append(joined.Checks, result.Checks...), joined.Took+result.Checks[0].Took
		joined = result
	}
	joined.Broken = true
	return keep(repository, joined.minor()+"-broken", joined)
}

func keep(repository, name string, result Result) error {
	all := filepath.Join(repository, kept)
	if err := result.Write(filepath.Join(all, name)); err != nil {
		return err
	}
	folders, err := filepath.Glob(filepath.Join(all, "*"))
	if err != nil {
		return err
	}
	var results []Result
	for _, folder := range folders {
		result, err := Read(folder)
		if err != nil {
			return err
		}
		results = append(results, result)
	}
	return os.WriteFile(filepath.Join(repository, "docs/conformance.md"), []byte(Page(results)), 0o644)
}

func (r Result) minor() string {
	parts := strings.Split(r.Kubernetes, ".")
	return strings.Join(parts[:min(2, len(parts))], ".")
}

const introduction = `# Conformance
Written by ` + "`make conformance RECORD=1`" + ` from tests/conformance/results; do not edit. Each run boots three control-plane nodes, a worker and a
load balancer from a rendered tree and judges the cluster that they become; tests/conformance/README.md says how. The times are of two cores.

| Kubernetes | runtime | date | ready after boot | whole run | most memory | checks | etcd | containerd | runc |
|---|---|---|---|---|---|---|---|---|---|
`

// Page is the whole of docs/conformance.md.
func Page(results []Result) string {
	slices.SortFunc(results, func(a, b Result) int {
		return strings.Compare(b.Kubernetes+string(a.Runtime), a.Kubernetes+string(b.Runtime))
	})
	var page strings.Builder
	page.WriteString(introduction)
	broken := slices.Clone(results)
	results = slices.DeleteFunc(results, func(r Result) bool { return r.Broken })
	broken = slices.DeleteFunc(broken, func(r Result) bool { return !r.Broken })
	for _, r := range results {
		fmt.Fprintf(&page, "| %s | %s | %s | %.0f s | %.0f s | %.1f GB | %d passed | %s | %s | %s |\n", r.Kubernetes, r.Runtime, r.Date,
			r.Ready.Seconds(), r.Took.Seconds(), float64(r.Memory)/1e9, len(r.Checks), short(r.Etcd), short(r.Containerd), short(r.Runc))
	}
	for _, r := range broken {
		fmt.Fprintf(&page, "\n## What turns it red: Kubernetes %s, %s, %s, %.0f s\n\n%s\n", r.Kubernetes, r.Runtime, r.Date, r.Took.Seconds(), broke)
		r.write(&page)
	}
	for _, r := range results {
		fmt.Fprintf(&page, "\n## Kubernetes %s, %s\n", r.Kubernetes, r.Runtime)
		r.write(&page)
	}
	return page.String()
}

const broke = "Written by `make conformance-negative RECORD=1`: a cluster for each, from a copy of the tree that is broken in one way. The named check must fail, for\n" +
	"the reason that the break gives it."

// write tells of each check and its evidence.
func (r Result) write(page *strings.Builder) {
	for _, check := range r.Checks {
		fmt.Fprintf(page, "\n**%d %s** (%.1f s): %s\n\n", check.Point, check.Name, check.Took.Seconds(), check.Claim)
		for _, line := range check.Evidence {
			fmt.Fprintf(page, "    %s\n", strings.ReplaceAll(strings.TrimSpace(line), "\n", "\n    "))
		}
	}
}

// short finds the version in what a program says of itself.
func short(words string) string {
	for _, word := range strings.Fields(words) {
		if bare := strings.TrimPrefix(word, "v"); bare != "" && bare[0] >= '0' && bare[0] <= '9' {
			return bare
		}
	}
	return words
}
