package report

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestWhatBreaksTurnedRedIsNoRunThatPassed(t *testing.T) {
	repository := t.TempDir()
	result := func(name string) string {
		output := t.TempDir()
		r := Result{Kubernetes: "v1.37.2", Runtime: "static-pod", Date: "2026-01-01"}
		r.Add(7, name, "a claim", 2*time.Second, []string{"seen"})
		if err := r.Write(output); err != nil {
			t.Fatal(err)
		}
		return output
	}
	if err := os.MkdirAll(filepath.Join(repository, "docs"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := RecordBreaks(repository, []string{result("first"), result("second")}); err != nil {
		t.Fatal(err)
	}
	if err := Record(repository, result("passed")); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(repository, "docs/conformance.md"))
	if err != nil {
		t.Fatal(err)
	}
	page := string(content)
	if rows := strings.Count(page, "| 1 passed |"); rows != 1 {
		t.Errorf("%d runs in the table instead of 1:\n%s", rows, page)
	}
	red, _, found := strings.Cut(page, "**7 passed**")
	if !found || !strings.Contains(red, "turns it red") || !strings.Contains(red, "**7 first**") || !strings.Contains(red, "**7 second**") {
		t.Errorf("the breaks do not stand before the runs:\n%s", page)
	}
}
