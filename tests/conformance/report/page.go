package report

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Where the recorded results are, one directory per run, and what is written from them.
const (
	recorded     = "tests/conformance/results"
	summaryPath  = "docs/conformance.md"
	evidencePath = "docs/conformance"
)

// Record adds the result of a run to the recorded ones and writes the pages again.
func Record(repository, output string) error {
	result, err := Read(output)
	if err != nil {
		return err
	}
	return record(repository, result)
}

// RecordBreaks records the results of all breaks as one.
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
	return record(repository, joined)
}

func record(repository string, result Result) error {
	if err := result.Write(filepath.Join(repository, recorded, result.name())); err != nil {
		return err
	}
	return WritePages(repository)
}

// WritePages writes docs/conformance.md and docs/conformance/ from the recorded results. A page whose result is gone is removed.
func WritePages(repository string) error {
	pages, err := pages(repository)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(filepath.Join(repository, evidencePath)); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(repository, evidencePath), 0o755); err != nil {
		return err
	}
	for path, content := range pages {
		if err := os.WriteFile(filepath.Join(repository, path), []byte(content), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// pages are the contents of every page, by the path in the repository.
func pages(repository string) (map[string]string, error) {
	directories, err := filepath.Glob(filepath.Join(repository, recorded, "*"))
	if err != nil {
		return nil, err
	}
	var runs, broken []Result
	pages := map[string]string{}
	for _, directory := range directories {
		if filepath.Base(directory) == withoutMachines {
			continue
		}
		result, err := Read(directory)
		if err != nil {
			return nil, err
		}
		if result.Broken {
			broken = append(broken, result)
		} else {
			runs = append(runs, result)
		}
		pages[filepath.Join(evidencePath, result.name()+".md")] = evidence(result)
	}
	slices.SortFunc(runs, func(a, b Result) int {
		return strings.Compare(b.Kubernetes+string(a.Runtime), a.Kubernetes+string(b.Runtime))
	})
	others, err := readCompared(filepath.Join(repository, recorded, withoutMachines))
	if err != nil {
		return nil, err
	}
	pages[summaryPath] = summary(runs, broken, others)
	return pages, nil
}

// name is that of the result's directory and of its page.
func (r Result) name() string {
	kind := string(r.Runtime)
	if r.Broken {
		kind = "broken"
	}
	parts := strings.Split(strings.TrimPrefix(r.Kubernetes, "v"), ".")
	return strings.Join(parts[:min(2, len(parts))], ".") + "-" + kind
}

const introduction = `# Conformance

Each run boots three control-plane nodes, a worker and a load balancer from a rendered tree, and checks the cluster that they form.
[tests/conformance/README.md](../tests/conformance/README.md) explains how. A run is recorded only if every check passes within the
normal time limits. The times were measured on two cores; the version of Kubernetes links to what each check observed.

| Kubernetes | runtime | date | ready after boot | whole run | peak memory | checks | etcd | containerd | runc |
|---|---|---|---|---|---|---|---|---|---|
`

const breaksIntroduction = `
## Checks that must fail

` + "`make conformance-negative`" + ` breaks a tree in one way, boots a cluster from it, and expects the named check to fail for that reason:

| Kubernetes | what is broken | check that fails | after |
|---|---|---|---|
`

const colophon = `
This page and those beside it are written by ` + "`make conformance RECORD=1`" + ` from tests/conformance/results. Do not edit them.
`

// summary is the whole of docs/conformance.md.
func summary(runs, broken []Result, others []compared) string {
	var page strings.Builder
	page.WriteString(introduction)
	for _, r := range runs {
		fmt.Fprintf(&page, "| %s | %s | %s | %.0f s | %.0f s | %.1f GB | %d | %s | %s | %s |\n", r.link(), r.Runtime, r.Date,
			r.Ready.Seconds(), r.Took.Seconds(), float64(r.Memory)/1e9, len(r.Checks), short(r.Etcd), short(r.Containerd), short(r.Runc))
	}
	if len(broken) > 0 {
		page.WriteString(breaksIntroduction)
	}
	for _, r := range broken {
		for _, check := range r.Checks {
			fmt.Fprintf(&page, "| %s | %s | %s | %.0f s |\n", r.link(), check.Claim, check.Name, check.Took.Seconds())
		}
	}
	writeCompared(&page, others)
	page.WriteString(colophon)
	return page.String()
}

func (r Result) link() string {
	return fmt.Sprintf("[%s](conformance/%s.md)", short(r.Kubernetes), r.name())
}

// evidence is the page of one run, or of the breaks: each check and what it observed.
func evidence(r Result) string {
	title := string(r.Runtime)
	if r.Broken {
		title = "broken trees"
	}
	var page strings.Builder
	fmt.Fprintf(&page, "# Kubernetes %s, %s, %s\n\n", short(r.Kubernetes), title, r.Date)
	page.WriteString("Written by `make conformance RECORD=1`; the summary is in [conformance.md](../conformance.md). ")
	page.WriteString("Points are those of [tests/conformance/README.md](../../tests/conformance/README.md).\n")
	for _, check := range r.Checks {
		fmt.Fprintf(&page, "\n**%s** (point %d, %.1f s): %s\n\n", check.Name, check.Point, check.Took.Seconds(), check.Claim)
		for _, line := range check.Evidence {
			fmt.Fprintf(&page, "    %s\n", strings.ReplaceAll(strings.TrimSpace(line), "\n", "\n    "))
		}
	}
	return page.String()
}

// short finds the version number in the output of a program's --version.
func short(words string) string {
	for _, word := range strings.Fields(words) {
		if bare := strings.TrimPrefix(word, "v"); bare != "" && bare[0] >= '0' && bare[0] <= '9' {
			return bare
		}
	}
	return words
}
