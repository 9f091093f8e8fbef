// Package report keeps what a run found: a JSON file for each Kubernetes minor and runtime, and the pages
// that are written from all of them.
package report

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kubemint/conformance/cluster"
	"kubemint/conformance/command"
	"kubemint/conformance/toolbox"
)

// Result is one run.
type Result struct {
	Kubernetes, Etcd, Containerd, Runc, Systemd string
	Runtime                                     cluster.Runtime
	Date                                        string
	// Boot is from the first render to the objects applied, Ready from boot to the control plane ready.
	Boot, Ready, Took time.Duration
	// Memory is the most that all machines together used, in bytes.
	Memory int64
	Checks []Passed
	// Broken: each check is one that a break turned red, as it must.
	Broken bool `json:",omitempty"`
}

// Passed is one check and its evidence.
type Passed struct {
	Point       int
	Name, Claim string
	Took        time.Duration
	Evidence    []string
}

// New starts a result with the exact versions of everything real in it.
func New(ctx context.Context, tools toolbox.Toolbox, runtime cluster.Runtime) Result {
	return Result{
		Kubernetes: tools.Version, Runtime: runtime, Date: time.Now().UTC().Format(time.DateOnly),
		Etcd: version(ctx, tools.Etcd+"/etcd"), Containerd: version(ctx, tools.Containerd+"/containerd"), Runc: version(ctx, tools.Runc+"/runc"),
		Systemd: version(ctx, "systemd-nspawn"),
	}
}

// version is the first line of `program --version`, in the program's own words.
func version(ctx context.Context, program string) string {
	output, err := command.Output(ctx, program, "--version")
	if err != nil {
		return "unknown"
	}
	line, _, _ := strings.Cut(output, "\n")
	return line
}

// Add notes a check that passed.
func (r *Result) Add(point int, name, claim string, took time.Duration, evidence []string) {
	r.Checks = append(r.Checks, Passed{Point: point, Name: name, Claim: claim, Took: took, Evidence: evidence})
}

// resultFile is the name of a run's result.
const resultFile = "result.json"

// Write keeps the result in a folder.
func (r Result) Write(folder string) error {
	content, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, resultFile), append(content, '\n'), 0o644)
}

// Read reads the result in a folder.
func Read(folder string) (Result, error) {
	var r Result
	content, err := os.ReadFile(filepath.Join(folder, resultFile))
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(content, &r)
}
