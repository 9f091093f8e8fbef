package cluster

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"

	"kubemint/conformance/command"
	"kubemint/conformance/machine"
)

// replaceByRenaming extracts an archive on a running machine as `kubemint diff` does it: each manifest under a name that
// the kubelet ignores, and then renamed.
const replaceByRenaming = "tar -C / -xp --overwrite --numeric-owner --transform=s,manifests/,manifests/., && " +
	"if cd /etc/kubernetes/manifests; then for m in .*.yaml; do [ ! -e $m ] || mv -f $m ${m#.}; done; fi"

// Install is the whole installation of a machine: kubemint pack --node X | tar -C / -xp --overwrite --numeric-owner
func (c *Cluster) Install(ctx context.Context, m *machine.Machine) error {
	pack := exec.CommandContext(ctx, c.Tools.Kubemint, "pack", "--node", m.Name, "--out", c.Tree)
	extract := exec.CommandContext(ctx, "tar", "-C", m.Root(), "-xp", "--overwrite", "--numeric-owner")
	if m.Running() {
		extract = m.Command(ctx, "sh", "-c", replaceByRenaming)
	}
	if c.Alter == nil {
		return command.Pipe(pack, extract)
	}
	packed, err := pack.Output()
	if err != nil {
		return fmt.Errorf("kubemint pack --node %s: %w", m.Name, err)
	}
	altered, err := alter(packed, m.Name, c.Alter)
	if err != nil {
		return err
	}
	extract.Stdin = bytes.NewReader(altered)
	return extract.Run()
}

// Entry is a file or folder of an installation.
type Entry struct {
	Header  *tar.Header
	Content []byte
}

// Alteration changes the installation of a node, given and returned as its entries by name.
type Alteration func(node string, entries map[string]*Entry) error

// alter takes an archive apart, changes it and puts it together again in its order.
func alter(archive []byte, node string, change Alteration) ([]byte, error) {
	entries := map[string]*Entry{}
	var order []string
	for reader := tar.NewReader(bytes.NewReader(archive)); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(reader)
		if err != nil {
			return nil, err
		}
		entries[header.Name] = &Entry{Header: header, Content: content}
		order = append(order, header.Name)
	}
	if err := change(node, entries); err != nil {
		return nil, err
	}
	var altered bytes.Buffer
	writer := tar.NewWriter(&altered)
	for _, name := range order {
		entry := entries[name]
		entry.Header.Size = int64(len(entry.Content))
		if err := writer.WriteHeader(entry.Header); err != nil {
			return nil, err
		}
		if _, err := writer.Write(entry.Content); err != nil {
			return nil, err
		}
	}
	err := writer.Close()
	return altered.Bytes(), err
}
