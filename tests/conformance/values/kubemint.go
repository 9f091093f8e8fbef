package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Kubemint is the program under test, with the cluster that every input is added to.
type Kubemint struct {
	program, cluster, folder string
}

// Verdict of kubemint about one input.
type Verdict struct {
	Refused bool
	// Codes of the faults that it found.
	Codes []string
}

// onPurpose are faults by which kubemint refuses what a program would take: the reason, by the fault's code. An input that
// it refuses for such reasons alone says nothing about values.
var onPurpose = map[string]string{
	"owned-flag":          "kubemint sets the flag itself",
	"owned-field": "kubemint sets the field itself",
	"excluded-flag":       "contradicts what kubemint sets",
	"breaks-cluster":      "starts, and the cluster does not work",
	"data-loss":           "loses what etcd holds",
	"one-machine":         "is a fact of one machine, and the configuration is for all",
	"path-not-visible":    "names a file that the component's sandbox does not show",
	"max-pods":            "the node's range has fewer addresses",
}

// IsOnPurpose says whether nothing but a policy of kubemint's refuses the input.
func (v Verdict) IsOnPurpose() bool {
	return v.Refused && !slices.ContainsFunc(v.Codes, func(code string) bool { return onPurpose[code] == "" })
}

// Judge renders the cluster with the input, into the folder `name`, where the tree stays if there is one.
func (k Kubemint) Judge(input Input, name string) (Verdict, error) {
	folder := filepath.Join(k.folder, name)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return Verdict{}, err
	}
	config := filepath.Join(folder, "cluster.toml")
	text := merged(k.cluster, input)
	if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
		return Verdict{}, err
	}
	command := exec.Command(k.program, "render", "--quiet", "--format", "json", "--demo-seed", "--config", config, "--out", filepath.Join(folder, "out"))
	said, err := command.CombinedOutput()
	if err == nil {
		return Verdict{}, nil
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 2 {
		return Verdict{}, fmt.Errorf("%s: kubemint neither took nor refused it: %w: %s", input, err, said)
	}
	var faults []struct{ Code, Severity string }
	if err := json.Unmarshal(said, &faults); err != nil {
		return Verdict{}, fmt.Errorf("%s: %w: %s", input, err, said)
	}
	verdict := Verdict{Refused: true}
	for _, fault := range faults {
		if fault.Severity == "error" && !slices.Contains(verdict.Codes, fault.Code) {
			verdict.Codes = append(verdict.Codes, fault.Code)
		}
	}
	return verdict, nil
}

// merged adds the input to cluster.toml, where the table may be already.
func merged(cluster string, input Input) string {
	for table, lines := range input.toml() {
		header := "[" + table + "]\n"
		if before, after, found := strings.Cut(cluster, header); found {
			cluster = before + header + lines + after
		} else {
			cluster += header + lines
		}
	}
	return cluster
}
