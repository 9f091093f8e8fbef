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
		for _, flag := range flags {
			if isLeftOut(component, flag.Name) {
				continue
			}
			for _, value := range flagValues(flag, facts.Words[component+" "+flag.Name]) {
				inputs = append(inputs, Input{component, []Setting{{Name: flag.Name, Value: value}}})
			}
		}
	}
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

// byType gives values that a type of flag reads, and some beside it.
func byType(kind string) []string {
	switch kind {
	case "bool":
		return []string{"true", "false", "yes"}
	case "int", "int32", "int64":
		return []string{"0", "1", "-1", "100", "1.5", "2147483648", "9223372036854775808", "ten", ""}
	case "uint", "uint32", "uint64":
		return []string{"0", "1", "-1", "100", "4294967296", "ten", ""}
	case "float32", "float64":
		return []string{"0", "0.01", "0.5", "1", "1.5", "-1", "1e400", "half", ""}
	case "duration":
		return []string{"0s", "1ns", "1s", "10m", "-1s", "10", "1d", "2562048h", "soon"}
	case "ip":
		return []string{"127.0.0.1", "0.0.0.0", "::1", "300.0.0.1", "127.0.0.1/8", ""}
	case "quantity":
		return []string{"0", "1Mi", "1.5k", "-1", "much", ""}
	case "Level":
		return []string{"0", "2", "-1", "1.5", "4294967296", "debug", ""}
	case "stringToString", "mapStringString":
		return []string{"a=b", "a=b,c=d", "a", "=b", ""}
	case "pattern=N,...":
		return []string{"a=1", "a=1,b*=2", "a", "a=x", "a=-1", ""}
	case "portRange":
		return []string{"30000-32767", "32767-30000", "0-1", "80", "70000-70001", "30000+100", "a-b", "0", ""}
	case "int32Slice":
		return []string{"23", "29,23", "0", "a", "", "99999"}
	case "UniqueURLs":
		return []string{"http://127.0.0.1:2399", "127.0.0.1:2399", "ftp://127.0.0.1:2399", "http://127.0.0.1"}
	case "colonSeparatedMultimapStringString":
		return []string{"a:b", "a:b,c:d", "a", ""}
	}
	return []string{"", "word", "a,b"}
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

func byKind(kind string) []string {
	if element, ok := strings.CutPrefix(kind, "array of "); ok {
		values := []string{"[]", "{}", `"word"`}
		for _, value := range byKind(element) {
			values = append(values, "["+value+"]")
		}
		return values
	}
	if element, ok := strings.CutPrefix(kind, "map of "); ok {
		values := []string{"{}", "[]", `"word"`}
		for _, value := range byKind(element) {
			values = append(values, `{"key": `+value+"}")
		}
		return values
	}
	switch kind {
	case "boolean":
		return []string{"true", "false", `"true"`, "1"}
	case "int32", "int64":
		return []string{"0", "1", "-1", "100", "1.5", "2147483648", `"1"`, "true"}
	case "uint32":
		return []string{"0", "1", "-1", "4294967296", `"1"`}
	case "number":
		return []string{"0", "0.5", "1", "1.5", "-1", `"1"`}
	case "duration":
		return []string{`"0s"`, `"1s"`, `"10m"`, `"-1s"`, `"10"`, `"1d"`, `"2562048h"`, "10", `""`}
	case "duration or int64":
		return []string{`"0s"`, `"10s"`, `"-1s"`, `"10"`, "1000000000", "1.5", "true"}
	case "quantity":
		return []string{`"0"`, `"1Mi"`, "1", `"much"`, `"-1"`, `""`, "true"}
	case "time":
		return []string{`"2026-01-01T00:00:00Z"`, `"yesterday"`}
	case "object":
		return []string{"{}", `{"noSuchField": 1}`, "[]", `"word"`}
	}
	return []string{`"word"`, `""`, `"/word"`, "1", "true", "[]"}
}
