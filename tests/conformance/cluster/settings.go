package cluster

import (
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"time"
)

// Settings are the blanks in the test clusters' cluster.toml.
type Settings struct {
	// Version is the exact Kubernetes version.
	Version string
	// NotBefore is when the certificates start: the only time there is, and kubemint never reads the clock.
	NotBefore string
	// TokenExpiry is when the bootstrap token ends.
	TokenExpiry string
	// ControlPlane are the control-plane nodes.
	ControlPlane []Master
	// Verbosity is kube-controller-manager's --v: the flag that is changed on the running cluster.
	Verbosity string
	// ServingGeneration is that of kube-controller-manager's serving certificates: renewed by raising it.
	ServingGeneration int
}

// Master is a control-plane node.
type Master struct {
	Name, Address string
	// Existing is whether its etcd member joins an existing cluster.
	Existing bool
}

// defaults are the settings of a first installation; the certificates are an hour old.
func defaults(version string) Settings {
	start := time.Now().UTC().Add(-time.Hour).Truncate(time.Hour)
	settings := Settings{
		Version: version, NotBefore: start.Format(time.RFC3339), TokenExpiry: start.Add(24 * time.Hour).Format(time.RFC3339),
		Verbosity: "2", ServingGeneration: 1,
	}
	for _, name := range ControlPlane {
		settings.ControlPlane = append(settings.ControlPlane, Master{Name: name, Address: addresses[name]})
	}
	return settings
}

// Replace says that a node's etcd member joins an existing cluster.
func (s *Settings) Replace(node string) {
	for i := range s.ControlPlane {
		if s.ControlPlane[i].Name == node {
			s.ControlPlane[i].Existing = true
		}
	}
}

// writeConfig fills in clusters/<runtime>.toml.
func (c *Cluster) writeConfig() (string, error) {
	source := filepath.Join(c.Tools.Source, "clusters", string(c.Runtime)+".toml")
	layout, err := template.New(filepath.Base(source)).Option("missingkey=error").ParseFiles(source)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	if err := layout.Execute(&text, c.Settings); err != nil {
		return "", err
	}
	target := filepath.Join(c.Folder, "cluster.toml")
	return target, os.WriteFile(target, []byte(text.String()), 0o644)
}
