package main

import (
	"bytes"
	"os"
	"testing"
)

// The files are what this Go says: kubemint's readers are held to them.
func TestTheFilesAreWhatGoSays(t *testing.T) {
	files := map[string][]byte{unicodeFile: unicodeClasses()}
	for _, grammar := range grammars() {
		files[grammar.file] = grammar.verdicts()
	}
	for file, want := range files {
		got, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: run `go run .` in tests/conformance/verdicts (%v)", file, err)
		}
	}
}
