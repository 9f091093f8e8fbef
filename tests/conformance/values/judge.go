package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// least is the share of inputs on which kubemint and the programs must agree, and how many of them there must be.
const (
	least     = 0.97
	leastMany = 300
)

// Differs says whether the two came to another verdict.
func (r Result) Differs() bool {
	return !r.Kubemint.IsOnPurpose() && r.Kubemint.Refused != r.Program.Refused
}

// line writes a difference as the list of them has it, without the reason.
func (r Result) line() string {
	if r.Program.Refused {
		return "refused\t" + r.Input.String()
	}
	return "taken\t" + r.Input.String()
}

// readDifferences reads the known differences of a minor: what the program does, the input, the reason and, where
// the difference is not one of every minor, the minors that have it.
func readDifferences(file, minor string) (map[string]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	known := map[string]string{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) < 3 || len(columns) > 4 || columns[2] == "" {
			return nil, fmt.Errorf("%s: %q is no verdict, input and reason", file, line)
		}
		if len(columns) == 4 && !slices.Contains(strings.Fields(columns[3]), minor) {
			continue
		}
		known[columns[0]+"\t"+columns[1]] = columns[2]
	}
	return known, nil
}

// Summary is what a run found.
type Summary struct {
	Judged, Agreed, OnPurpose  int
	RefusedByBoth, TakenByBoth int
	Unlisted, Stale            []string
	ValidRefused               []string
}

// summarize holds the results against the known differences.
func summarize(results []Result, known map[string]string) Summary {
	var summary Summary
	seen, judged := map[string]bool{}, map[string]bool{}
	for _, result := range results {
		if result.Kubemint.IsOnPurpose() {
			summary.OnPurpose++
			continue
		}
		summary.Judged++
		judged[result.Input.String()] = true
		if !result.Differs() {
			summary.Agreed++
			if result.Program.Refused {
				summary.RefusedByBoth++
			} else {
				summary.TakenByBoth++
			}
			continue
		}
		seen[result.line()] = true
		if _, ok := known[result.line()]; !ok {
			summary.Unlisted = append(summary.Unlisted, result.line()+"\t"+explain(result))
		}
		if !result.Program.Refused {
			summary.ValidRefused = append(summary.ValidRefused, result.line())
		}
	}
	for line := range known {
		// One whose input is not judged this time says nothing.
		if _, input, _ := strings.Cut(line, "\t"); judged[input] && !seen[line] {
			summary.Stale = append(summary.Stale, line)
		}
	}
	slices.Sort(summary.Unlisted)
	slices.Sort(summary.Stale)
	return summary
}

func explain(result Result) string {
	if result.Kubemint.Refused {
		return "kubemint: " + strings.Join(result.Kubemint.Codes, ", ")
	}
	return result.Program.Said
}

// Complaints are what is wrong; none, and the check holds.
func (s Summary) Complaints() []string {
	var all []string
	for _, line := range s.Unlisted {
		all = append(all, "differs, and is not in the list: "+line)
	}
	for _, line := range s.Stale {
		all = append(all, "is in the list, and does not differ: "+line)
	}
	if s.Judged < leastMany {
		all = append(all, fmt.Sprintf("only %d inputs were judged", s.Judged))
	}
	if share := s.Share(); share < least {
		all = append(all, fmt.Sprintf("kubemint and the programs agree on %.1f %% only", 100*share))
	}
	// A check in which nothing is refused, or everything, shows nothing.
	if s.RefusedByBoth < leastMany/4 || s.TakenByBoth < leastMany/4 {
		all = append(all, fmt.Sprintf("both refused %d and took %d: the check cannot tell them apart", s.RefusedByBoth, s.TakenByBoth))
	}
	return all
}

// Share is the part of the inputs on which the verdicts agree.
func (s Summary) Share() float64 {
	if s.Judged == 0 {
		return 0
	}
	return float64(s.Agreed) / float64(s.Judged)
}
