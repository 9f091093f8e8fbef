package cluster

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kubemint/conformance/images"
)

// images are those that the machines must have: the test's own, and those that the rendered static
// pods name, made of the real programs.
func (c *Cluster) images() ([]images.Image, error) {
	all := []images.Image{
		{Reference: sandbox, Programs: []string{c.Tools.Programs.Pause}},
		{Reference: ShellImage, Programs: []string{c.Tools.Programs.Shell}},
	}
	references, err := referencesIn(filepath.Join(c.Tree, "public/nodes"))
	if err != nil {
		return nil, err
	}
	for _, reference := range references {
		image, err := c.imageOf(reference)
		if err != nil {
			return nil, err
		}
		all = append(all, image)
	}
	return all, nil
}

// imageOf makes the image of a reference, as registry.k8s.io/kube-apiserver:v1.37.2.
func (c *Cluster) imageOf(reference string) (images.Image, error) {
	name, _, _ := strings.Cut(reference[strings.LastIndex(reference, "/")+1:], ":")
	switch name {
	case "etcd":
		return images.Image{Reference: reference, Programs: []string{filepath.Join(c.Tools.Etcd, "etcd")}}, nil
	case "kube-apiserver", "kube-controller-manager", "kube-scheduler":
		return images.Image{Reference: reference, Programs: []string{filepath.Join(c.Tools.Kubernetes, name)}, BindLowPorts: name == "kube-apiserver"}, nil
	}
	return images.Image{}, fmt.Errorf("the tree names the image %s, which this harness cannot make", reference)
}

// referencesIn finds the images that the static pods of all nodes name.
func referencesIn(nodes string) ([]string, error) {
	manifests, err := filepath.Glob(filepath.Join(nodes, "*/etc/kubernetes/manifests/*.yaml"))
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for _, manifest := range manifests {
		file, err := os.Open(manifest)
		if err != nil {
			return nil, err
		}
		for lines := bufio.NewScanner(file); lines.Scan(); {
			key, value, _ := strings.Cut(strings.TrimLeft(lines.Text(), " -"), ": ")
			if key == "image" {
				found[strings.Trim(value, `"'`)] = true
			}
		}
		file.Close()
	}
	return slices.Sorted(maps.Keys(found)), nil
}
