// Package yaml holds what kubemint writes against what Kubernetes' components read it with.
package yaml

import (
	"bufio"
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"sigs.k8s.io/yaml"
)

// A document, a line of documents.jsonl: src/render/yaml.rs writes the file and is held to it.
type document struct {
	Value any    `json:"value"`
	YAML  string `json:"yaml"`
}

func TestGoReadsWhatKubemintWrites(t *testing.T) {
	file, err := os.Open("documents.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, count := bufio.NewScanner(file), 0
	for ; lines.Scan(); count++ {
		var written document
		if err := json.Unmarshal(lines.Bytes(), &written); err != nil {
			t.Fatal(err)
		}
		var read any
		if err := yaml.UnmarshalStrict([]byte(written.YAML), &read); err != nil {
			t.Errorf("%q: %v", written.YAML, err)
		} else if !reflect.DeepEqual(read, written.Value) {
			t.Errorf("%q is read as %#v instead of %#v", written.YAML, read, written.Value)
		}
	}
	if lines.Err() != nil || count < 500 {
		t.Errorf("%d documents (%v)", count, lines.Err())
	}
}
