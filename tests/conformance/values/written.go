package main

import (
	_ "embed"
	"fmt"
	"strings"
)

// written holds the inputs whose form or relation no type tells.
//
//go:embed inputs
var written string

// writtenInputs reads them; one that sets what the minor does not have is passed over.
func writtenInputs(facts *Facts) ([]Input, error) {
	known, err := knownNames(facts)
	if err != nil {
		return nil, err
	}
	var inputs []Input
	for line := range strings.Lines(written) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "\t")
		input := Input{Component: columns[0]}
		if _, ok := tables[input.Component]; !ok || len(columns) < 2 {
			return nil, fmt.Errorf("inputs: %q begins with no component", line)
		}
		wanted := true
		for _, column := range columns[1:] {
			setting, err := parseSetting(column)
			if err != nil {
				return nil, fmt.Errorf("inputs: %q: %w", line, err)
			}
			// A field that no minor has is an input; a flag that this minor does not have is a matter of names, not of values.
			wanted = wanted && (setting.IsField || known[input.Component+" "+setting.Name])
			input.Settings = append(input.Settings, setting)
		}
		if wanted {
			inputs = append(inputs, input)
		}
	}
	return inputs, nil
}

// parseSetting reads `--flag=value` or `field: JSON`.
func parseSetting(text string) (Setting, error) {
	if flag, isFlag := strings.CutPrefix(text, "--"); isFlag {
		name, value, found := strings.Cut(flag, "=")
		if !found {
			return Setting{}, fmt.Errorf("%q has no value", text)
		}
		return Setting{Name: name, Value: value}, nil
	}
	name, value, found := strings.Cut(text, ": ")
	if !found {
		return Setting{}, fmt.Errorf("%q is neither a flag nor a field", text)
	}
	return Setting{Name: name, Value: value, IsField: true}, nil
}

func knownNames(facts *Facts) (map[string]bool, error) {
	known := map[string]bool{}
	for component := range tables {
		flags, err := facts.Flags(component)
		if err != nil {
			return nil, err
		}
		for _, flag := range flags {
			known[component+" "+flag.Name] = true
		}
	}
	return known, nil
}
