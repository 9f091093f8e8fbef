package report

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestBreaksAreListedApartFromRunsThatPassed(t *testing.T) {
	repository := t.TempDir()
	result := func(name string) string {
		output := t.TempDir()
		r := Result{Kubernetes: "v1.37.2", Runtime: "static-pod", Date: "2026-01-01"}
		r.Add(7, name, "a claim", 2*time.Second, []string{"observed by " + name})
		if err := r.Write(output); err != nil {
			t.Fatal(err)
		}
		return output
	}
	if err := RecordBreaks(repository, []string{result("first"), result("second")}); err != nil {
		t.Fatal(err)
	}
	if err := Record(repository, result("passed")); err != nil {
		t.Fatal(err)
	}
	page := read(t, filepath.Join(repository, summaryPath))
	runs, breaks, found := strings.Cut(page, "## Checks that must fail")
	if !found || strings.Count(runs, "[1.37.2](conformance/1.37-static-pod.md)") != 1 {
		t.Errorf("the table of runs does not have one row:\n%s", page)
	}
	if !strings.Contains(breaks, "| first |") || !strings.Contains(breaks, "| second |") || strings.Contains(breaks, "| passed |") {
		t.Errorf("the table of breaks does not have the two breaks:\n%s", page)
	}
	for name, observed := range map[string]string{"1.37-static-pod": "passed", "1.37-broken": "first"} {
		if page := read(t, filepath.Join(repository, evidencePath, name+".md")); !strings.Contains(page, "    observed by "+observed) {
			t.Errorf("%s lacks what the check %s observed:\n%s", name, observed, page)
		}
	}
}

func TestVerdictsThatWereComparedAreListed(t *testing.T) {
	repository := t.TempDir()
	if err := os.MkdirAll(filepath.Join(repository, recorded), 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(repository, recorded, withoutMachines)
	row := "1.36\tvalues\t1.36.3\t2026-01-01\t600\t100\t40\t59\t1\t77\n"
	if err := os.WriteFile(file, []byte(row), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := WritePages(repository); err != nil {
		t.Fatal(err)
	}
	if page := read(t, filepath.Join(repository, summaryPath)); !strings.Contains(page, "| 1.36.3 | values | 600 | 100 | 40 | 59 | 1 | 77 s | 2026-01-01 |") {
		t.Errorf("the page lacks the row:\n%s", page)
	}
	if err := os.WriteFile(file, []byte("1.36\tvalues\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := WritePages(repository); err == nil {
		t.Error("a row without its columns was read")
	}
}

func TestPagesInTheRepositoryAreWrittenFromTheRecordedResults(t *testing.T) {
	const repository = "../../.."
	if os.Getenv("SNAPSHOTS") == "overwrite" {
		if err := WritePages(repository); err != nil {
			t.Fatal(err)
		}
	}
	expected, err := pages(repository)
	if err != nil {
		t.Fatal(err)
	}
	for path, content := range expected {
		if read(t, filepath.Join(repository, path)) != content {
			t.Errorf("%s is not what tests/conformance/results gives; rewrite it with SNAPSHOTS=overwrite go test ./report", path)
		}
	}
	written, err := filepath.Glob(filepath.Join(repository, evidencePath, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range written {
		if _, found := expected[filepath.Join(evidencePath, filepath.Base(path))]; !found {
			t.Errorf("%s belongs to no recorded result", path)
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
