package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// groupSize is how many inputs that kubemint takes start a program together. Taken together they are taken each; a group that
// is refused is halved until the one that is refused is found.
const groupSize = 12

// Lane judges inputs one after the other, in namespaces where nothing else uses their ports and folders.
type Lane struct {
	kubemint Kubemint
	node     string
	before   func(component string) error
	base     Node
	count    int
	each     bool
	report   *json.Encoder
}

// Result is what kubemint and the program said of one input.
type Result struct {
	Input    Input
	Kubemint Verdict
	Program  Outcome
}

// Judge writes a result for each input.
func (l *Lane) Judge(inputs []Input) error {
	var taken []Input
	for _, input := range inputs {
		verdict, tree, err := l.ask(input)
		if err != nil {
			return err
		}
		switch {
		case verdict.IsOnPurpose():
			err = l.report.Encode(Result{Input: input, Kubemint: verdict})
		case verdict.Refused:
			err = l.judge(input, verdict, tree)
		default:
			taken = append(taken, input)
		}
		if err != nil {
			return err
		}
	}
	for _, group := range groups(taken, l.groupSize()) {
		if err := l.judgeTaken(group); err != nil {
			return err
		}
	}
	return nil
}

func (l *Lane) groupSize() int {
	if l.each {
		return 1
	}
	return groupSize
}

// judgeTaken judges inputs that kubemint takes each, together as far as that goes.
func (l *Lane) judgeTaken(group []Input) error {
	input := together(group)
	verdict, tree, err := l.ask(input)
	if err != nil {
		return err
	}
	if len(group) == 1 {
		return l.judge(input, verdict, tree)
	}
	if !verdict.Refused {
		outcome, err := l.start(input, verdict, tree)
		if err != nil {
			return err
		}
		if !outcome.Refused {
			for _, one := range group {
				if err := l.report.Encode(Result{Input: one, Program: outcome}); err != nil {
					return err
				}
			}
			return nil
		}
	}
	half := len(group) / 2
	if err := l.judgeTaken(group[:half]); err != nil {
		return err
	}
	return l.judgeTaken(group[half:])
}

func (l *Lane) judge(input Input, verdict Verdict, tree Node) error {
	outcome, err := l.start(input, verdict, tree)
	if err != nil {
		return err
	}
	return l.report.Encode(Result{input, verdict, outcome})
}

// ask gives kubemint's verdict, and the node of the tree that it rendered.
func (l *Lane) ask(input Input) (Verdict, Node, error) {
	l.count++
	name := strconv.Itoa(l.count)
	defer l.forget(l.count - 1)
	verdict, err := l.kubemint.Judge(input, name)
	return verdict, Node{filepath.Join(l.kubemint.folder, name, "out"), l.node}, err
}

func (l *Lane) forget(count int) {
	_ = os.RemoveAll(filepath.Join(l.kubemint.folder, strconv.Itoa(count)))
}

// start runs the component as the tree with the input starts it; where kubemint refuses the input, as the tree without it would.
func (l *Lane) start(input Input, verdict Verdict, tree Node) (Outcome, error) {
	start, err := l.base.Start(input.Component)
	if err != nil {
		return Outcome{}, err
	}
	start = start.with(input)
	if !verdict.Refused {
		rendered, err := tree.Start(input.Component)
		if err != nil {
			return Outcome{}, err
		}
		if input.Component == "kubelet" {
			// What is written to the unit is quoted for systemd.
			rendered.Command = start.Command
		}
		start = rendered
	}
	if err := l.before(input.Component); err != nil {
		return Outcome{}, err
	}
	if start.Configuration != "" {
		if err := os.WriteFile("/var/lib/kubelet/config.yaml", []byte(start.Configuration), 0o600); err != nil {
			return Outcome{}, err
		}
	}
	outcome, err := run(input.Component, start.Command)
	if err != nil {
		return outcome, fmt.Errorf("%s: %w", input, err)
	}
	return outcome, nil
}

// together makes one input of all settings of a group.
func together(group []Input) Input {
	all := Input{Component: group[0].Component}
	for _, input := range group {
		all.Settings = append(all.Settings, input.Settings...)
	}
	return all
}

// groups puts inputs of one component together that set nothing twice.
func groups(inputs []Input, size int) [][]Input {
	var all [][]Input
next:
	for _, input := range inputs {
		for i, group := range all {
			if len(group) < size && group[0].Component == input.Component && !together(group).shares(input) {
				all[i] = append(group, input)
				continue next
			}
		}
		all = append(all, []Input{input})
	}
	return all
}
