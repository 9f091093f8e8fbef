package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Node is what one machine gets of a rendered tree.
type Node struct{ tree, name string }

func (n Node) public(path string) string { return filepath.Join(n.tree, "public/nodes", n.name, path) }

// Secret is a file of the secret output.
func (n Node) Secret(path string) string { return filepath.Join(n.tree, "secret", path) }

// Start is how a component starts: its command and, for the kubelet, its configuration.
type Start struct {
	Command       []string
	Configuration string
}

// Start reads how the tree starts a component.
func (n Node) Start(component string) (Start, error) {
	if component != "kubelet" {
		command, err := podCommand(n.public("etc/kubernetes/manifests/" + component + ".yaml"))
		return Start{Command: command}, err
	}
	unit, err := os.ReadFile(n.public("etc/systemd/system/kubelet.service"))
	if err != nil {
		return Start{}, err
	}
	configuration, err := os.ReadFile(n.public("var/lib/kubelet/config.yaml"))
	return Start{unitCommand(string(unit)), string(configuration)}, err
}

// podCommand reads the command of a static pod's only container: one word a line.
func podCommand(manifest string) ([]string, error) {
	text, err := os.ReadFile(manifest)
	if err != nil {
		return nil, err
	}
	_, after, _ := strings.Cut(string(text), "\n  - command:\n")
	var command []string
	for line := range strings.Lines(after) {
		word, isWord := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "    - ")
		if !isWord {
			break
		}
		if strings.HasPrefix(word, `"`) {
			if err := json.Unmarshal([]byte(word), &word); err != nil {
				return nil, fmt.Errorf("%s: %s: %w", manifest, line, err)
			}
		}
		command = append(command, word)
	}
	if len(command) == 0 {
		return nil, fmt.Errorf("%s has no command", manifest)
	}
	return command, nil
}

// unitCommand reads ExecStart= of a unit whose words need no quotes: those of the cluster to which inputs are added.
func unitCommand(unit string) []string {
	_, after, _ := strings.Cut(unit, "\nExecStart=")
	command, _, _ := strings.Cut(strings.ReplaceAll(after, "\\\n", " "), "\n")
	words := strings.Fields(command)
	if len(words) > 0 {
		words[0] = filepath.Base(words[0]) // it is in PATH here
	}
	return words
}

// with gives the start of a component to which kubemint does not add the input, as it would be with it: a flag replaces
// the one of that name, a field the one of that name.
func (s Start) with(input Input) Start {
	changed := Start{Configuration: s.Configuration}
	for _, word := range s.Command {
		name, _, _ := strings.Cut(strings.TrimPrefix(word, "--"), "=")
		if !input.sets(name) {
			changed.Command = append(changed.Command, word)
		}
	}
	for _, setting := range input.Settings {
		if setting.IsField {
			changed.Configuration = withoutField(changed.Configuration, setting.Name) + setting.Name + ": " + setting.Value + "\n"
		} else {
			changed.Command = append(changed.Command, setting.String())
		}
	}
	return changed
}

func (i Input) sets(flag string) bool {
	for _, setting := range i.Settings {
		if !setting.IsField && !setting.IsGate && setting.Name == flag {
			return true
		}
	}
	return false
}

// withoutField takes a field of the first level from a YAML document.
func withoutField(document, name string) string {
	var rest strings.Builder
	inside := false
	for line := range strings.Lines(document) {
		if !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "-") {
			inside = strings.HasPrefix(line, name+":")
		}
		if !inside {
			rest.WriteString(line)
		}
	}
	return rest.String()
}
