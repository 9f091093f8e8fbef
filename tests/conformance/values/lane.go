package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// groupSize is how many inputs start a program together once it has shown that it begins with each of them. Taken together
// they are taken each; a group that is refused is halved until the one that is refused is found.
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
	var begun []asked
	for _, input := range inputs {
		verdict, tree, err := l.ask(input)
		if err != nil {
			return err
		}
		if verdict.IsOnPurpose() {
			if err := l.report.Encode(Result{Input: input, Kubemint: verdict}); err != nil {
				return err
			}
			continue
		}
		outcome, err := l.start(input, verdict, tree, begin)
		if err != nil {
			return err
		}
		if !outcome.Refused {
			begun = append(begun, asked{input, verdict})
		} else if err := l.report.Encode(Result{input, verdict, outcome}); err != nil {
			return err
		}
	}
	for _, group := range groups(begun, l.groupSize()) {
		if err := l.judgeTogether(group); err != nil {
			return err
		}
	}
	return nil
}

// asked is an input with kubemint's verdict.
type asked struct {
	input   Input
	verdict Verdict
}

func (l *Lane) groupSize() int {
	if l.each {
		return 1
	}
	return groupSize
}

// judgeTogether judges inputs with which the program begins, in one start as far as that goes.
func (l *Lane) judgeTogether(group []asked) error {
	all := together(group)
	verdict, tree, err := l.ask(all)
	if err != nil {
		return err
	}
	isExpected := verdict.Refused == group[0].verdict.Refused
	if len(group) == 1 || isExpected {
		outcome, err := l.start(all, verdict, tree, run)
		if err != nil {
			return err
		}
		if len(group) == 1 || !outcome.Refused {
			return l.reportAll(group, outcome)
		}
	}
	half := len(group) / 2
	if err := l.judgeTogether(group[:half]); err != nil {
		return err
	}
	return l.judgeTogether(group[half:])
}

func (l *Lane) reportAll(group []asked, outcome Outcome) error {
	for _, one := range group {
		if err := l.report.Encode(Result{one.input, one.verdict, outcome}); err != nil {
			return err
		}
	}
	return nil
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
func (l *Lane) start(input Input, verdict Verdict, tree Node, how func(string, []string) (Outcome, error)) (Outcome, error) {
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
	outcome, err := how(input.Component, start.Command)
	if err != nil {
		return outcome, fmt.Errorf("%s: %w", input, err)
	}
	return outcome, nil
}

// together makes one input of all settings of a group.
func together(group []asked) Input {
	all := Input{Component: group[0].input.Component}
	for _, one := range group {
		all.Settings = append(all.Settings, one.input.Settings...)
	}
	return all
}

// groups puts inputs of one component together that are of no family in common, and that kubemint takes or refuses alike. Settings
// of a family decide about each other: what is refused alone may be taken beside another.
func groups(inputs []asked, size int) [][]asked {
	var all [][]asked
next:
	for _, one := range inputs {
		for i, group := range all {
			first := group[0]
			if len(group) < size && first.input.Component == one.input.Component && first.verdict.Refused == one.verdict.Refused &&
				!together(group).related(one.input) {
				all[i] = append(group, one)
				continue next
			}
		}
		all = append(all, []asked{one})
	}
	return all
}
