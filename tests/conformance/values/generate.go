package main

import (
	"fmt"
	"slices"
	"strings"
)

// generate makes inputs of every flag and field that the facts know: values of its type and beside it, words of its set and beside it,
// its default.
func generate(facts *Facts) ([]Input, error) {
	var inputs []Input
	for component := range tables {
		flags, err := facts.Flags(component)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, pairs(component, flags)...)
		for _, flag := range flags {
			if isLeftOut(component, flag.Name) {
				continue
			}
			for _, value := range flagValues(flag, facts.Words[component+" "+flag.Name]) {
				inputs = append(inputs, Input{component, []Setting{{Name: flag.Name, Value: value}}})
			}
		}
	}
	gates, err := gateInputs(facts)
	if err != nil {
		return nil, err
	}
	inputs = append(inputs, gates...)
	fields, err := facts.Fields()
	if err != nil {
		return nil, err
	}
	for _, field := range fields {
		if isLeftOut("kubelet", field.Path) {
			continue
		}
		for _, value := range fieldValues(field, facts.Words["kubelet-configuration "+field.Path]) {
			inputs = append(inputs, Input{"kubelet", []Setting{nested(field.Path, value)}})
		}
	}
	return inputs, nil
}

// sizes are a small and a large value of types that have an order: two flags of a family may limit each other.
var sizes = map[string][2]string{"duration": {"7s", "90s"}, "int": {"3", "7000"}, "int32": {"3", "7000"}, "int64": {"3", "7000"}, "uint": {"3", "7000"}, "float32": {"0.1", "20"}}

// pairs gives each flag with the next of its family and type, the one small and the other large.
func pairs(component string, flags []Flag) []Input {
	var inputs []Input
	last := map[string]Flag{}
	for _, flag := range flags {
		size, ordered := sizes[flag.Type]
		if !ordered || isLeftOut(component, flag.Name) {
			continue
		}
		family := flag.Type + " " + Setting{Name: flag.Name}.family()
		if before, ok := last[family]; ok {
			for i := range size {
				inputs = append(inputs, Input{component, []Setting{{Name: before.Name, Value: size[i]}, {Name: flag.Name, Value: size[1-i]}}})
			}
		}
		last[family] = flag
	}
	return inputs
}

// gateInputs turns each gate of each component on and off, and each on without one that it needs. etcd's stand in a flag.
func gateInputs(facts *Facts) ([]Input, error) {
	gates, err := facts.Gates()
	if err != nil {
		return nil, err
	}
	needs, err := facts.Dependencies()
	var inputs []Input
	for _, gate := range gates {
		for _, component := range gate.Components {
			for _, value := range []string{"true", "false"} {
				if component == "etcd" {
					inputs = append(inputs, Input{component, []Setting{{Name: "feature-gates", Value: gate.Name + "=" + value}}})
				} else {
					inputs = append(inputs, Input{component, []Setting{gateSetting(gate.Name, value)}})
				}
			}
		}
		for i, needed := range needs[gate.Name] {
			component := gate.Components[i%len(gate.Components)]
			inputs = append(inputs, Input{component, []Setting{gateSetting(gate.Name, "true"), gateSetting(needed, "false")}},
				Input{component, []Setting{gateSetting(gate.Name, "true"), gateSetting(needed, "true")}})
		}
	}
	return inputs, err
}

func gateSetting(name, value string) Setting { return Setting{Name: name, Value: value, IsGate: true} }

// flagValues gives values for a flag, by its type and its words.
func flagValues(flag Flag, words Words) []string {
	values := byForm(words)
	if len(values) == 0 {
		values = byType(flag.Type)
	}
	if flag.Default != "" && flag.Default != "<nil>" && !strings.HasPrefix(flag.Default, "[") {
		values = append(values, flag.Default)
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// byForm gives words of a set and beside it, as a flag takes them.
func byForm(words Words) []string {
	if len(words.All) == 0 || words.Form == "aside" {
		return nil
	}
	first, last := words.All[0], words.All[len(words.All)-1]
	switch words.Form {
	case "list", "toggled":
		return []string{first, first + "," + last, first + ",no-such-word", "", strings.ToLower(first) + "x", "-" + first, "*"}
	case "keys":
		return []string{first + "=true", first, "no-such-word=true", "", first + "=maybe"}
	}
	values := []string{"no-such-word", "", changedCase(first)}
	return append(values, words.All...)
}

func changedCase(word string) string {
	if upper := strings.ToUpper(word); upper != word {
		return upper
	}
	return strings.ToLower(word)
}

// nested makes a setting of the first level from a field that may lie deeper.
func nested(path, value string) Setting {
	names := strings.Split(path, ".")
	for _, name := range slices.Backward(names[1:]) {
		value = fmt.Sprintf("{%q:%s}", strings.TrimSuffix(name, "[]"), inList(name, value))
	}
	return Setting{Name: strings.TrimSuffix(names[0], "[]"), Value: inList(names[0], value), IsField: true}
}

func inList(name, value string) string {
	if strings.HasSuffix(name, "[]") {
		return "[" + value + "]"
	}
	return value
}

// fieldValues gives JSON values for a field, by its kind and its words.
func fieldValues(field Field, words Words) []string {
	values := byFieldForm(words)
	if len(values) == 0 {
		values = byKind(field.Kind)
	}
	if field.Default != "" {
		values = append(values, field.Default)
	}
	slices.Sort(values)
	return slices.Compact(values)
}

func byFieldForm(words Words) []string {
	var values []string
	switch words.Form {
	case "list":
		first := quote(words.All[0])
		values = []string{"[" + first + "]", `["no-such-word"]`, "[" + first + ", " + first + "]", "[]", first}
	case "keys":
		first := quote(words.All[0])
		values = []string{"{" + first + `: "1"}`, "{" + first + `: "10%"}`, `{"no-such-word": "1"}`, "{" + first + `: "much"}`, "{}", "{" + first + ": 1}"}
	case "one", "empty":
		values = []string{`"no-such-word"`, `""`, quote(changedCase(words.All[0])), "1"}
		for _, word := range words.All {
			values = append(values, quote(word))
		}
	}
	return values
}

func quote(text string) string { return fmt.Sprintf("%q", text) }
