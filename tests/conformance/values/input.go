package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Input is what one component is given, and kubemint by `extra_args` or `[kubelet.config]`: a setting or a pair of them.
type Input struct {
	Component string
	Settings  []Setting
}

// Setting is one flag with its value, one field of the kubelet's configuration, or one feature gate.
type Setting struct {
	// Name is that of the flag without dashes, of the field on the first level, or of the gate.
	Name string
	// Value is the flag's; of a field, the value as JSON; of a gate, true or false.
	Value string
	// IsField tells a field from a flag.
	IsField bool
	// IsGate tells a feature gate from a flag.
	IsGate bool `json:",omitempty"`
}

// String writes an input on one line, as `kube-apiserver --goaway-chance=0.5` or `kubelet maxPods: -1`; it is the input's name.
func (i Input) String() string {
	words := []string{i.Component}
	for _, setting := range i.Settings {
		words = append(words, setting.String())
	}
	return strings.Join(words, " ")
}

func (s Setting) String() string {
	if s.IsField {
		return s.Name + ": " + s.Value
	}
	if s.IsGate {
		return "--feature-gates=" + s.Name + "=" + s.Value
	}
	return "--" + s.Name + "=" + s.Value
}

// related says whether two inputs have settings of one family: they are not given to a program together.
func (i Input) related(other Input) bool {
	return slices.ContainsFunc(i.Settings, func(own Setting) bool {
		return slices.ContainsFunc(other.Settings, func(setting Setting) bool { return setting.family() == own.family() })
	})
}

// family is the first two words of a flag's name, as leader-elect of leader-elect-renew-deadline, and the first word of a field's; a gate
// is its own.
func (s Setting) family() string {
	if s.IsGate {
		return s.Name
	}
	if s.IsField {
		end := strings.IndexFunc(s.Name, unicode.IsUpper)
		if end > 0 {
			return s.Name[:end]
		}
		return s.Name
	}
	words := strings.SplitN(s.Name, "-", 3)
	return strings.Join(words[:min(2, len(words))], "-")
}

// tables are the tables of cluster.toml, by component.
var tables = map[string]string{
	"etcd":                    "etcd",
	"kube-apiserver":          "apiserver",
	"kube-controller-manager": "controller_manager",
	"kube-scheduler":          "scheduler",
	"kubelet":                 "kubelet",
}

// toml gives the lines that set the input, by the table of cluster.toml that they belong to.
func (i Input) toml() map[string]string {
	lines := map[string]string{}
	for _, setting := range i.Settings {
		if setting.IsGate {
			lines[tables[i.Component]+".feature_gates"] += setting.Name + " = " + setting.Value + "\n"
		} else if setting.IsField {
			lines["kubelet.config"] += tomlString(setting.Name) + " = " + tomlOf(setting.Value) + "\n"
		} else {
			lines[tables[i.Component]+".extra_args"] += tomlString(setting.Name) + " = " + tomlString(setting.Value) + "\n"
		}
	}
	return lines
}

// tomlOf writes a JSON value as TOML.
func tomlOf(text string) string {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		panic(fmt.Sprintf("%s is not JSON: %v", text, err))
	}
	return tomlValue(value)
}

func tomlValue(value any) string {
	switch value := value.(type) {
	case string:
		return tomlString(value)
	case []any:
		var all []string
		for _, element := range value {
			all = append(all, tomlValue(element))
		}
		return "[" + strings.Join(all, ", ") + "]"
	case map[string]any:
		var all []string
		for key, element := range value {
			all = append(all, tomlString(key)+" = "+tomlValue(element))
		}
		slices.Sort(all)
		return "{ " + strings.Join(all, ", ") + " }"
	default: // a number or a truth value
		return fmt.Sprint(value)
	}
}

// tomlString quotes as JSON does, which TOML reads alike.
func tomlString(text string) string {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(quoted))
}
