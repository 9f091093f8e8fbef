package images

import (
	"archive/tar"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func TestArchiveIsDeterministicAndCarriesTheCapability(t *testing.T) {
	program := filepath.Join(t.TempDir(), "kube-apiserver")
	if err := os.WriteFile(program, []byte("program"), 0o700); err != nil {
		t.Fatal(err)
	}
	images := []Image{{Reference: "a:1", Programs: []string{program}, BindLowPorts: true}, {Reference: "b:1", Programs: []string{program}}}
	var first, second bytes.Buffer
	for _, target := range []*bytes.Buffer{&first, &second} {
		if err := WriteArchive(target, images); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same images give different bytes")
	}
	layers := 0
	for outer := tar.NewReader(&first); ; {
		header, err := outer.Next()
		if err == io.EOF {
			break
		}
		if filepath.Ext(header.Name) != ".tar" {
			continue
		}
		layers++
		capable := false
		for inner := tar.NewReader(outer); ; {
			entry, err := inner.Next()
			if err == io.EOF {
				break
			}
			capable = capable || entry.PAXRecords["SCHILY.xattr.security.capability"] == "\x01\x00\x00\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		}
		if capable != (layers == 1) {
			t.Errorf("layer %d: capability %v", layers, capable)
		}
	}
	if layers != 2 {
		t.Errorf("%d layers instead of 2", layers)
	}
}
