//go:build ignore

// Writes audit policies and authentication configurations, valid and hostile, into a folder, and says what kube-apiserver's own
// loaders make of each: `taken` or `refused`, and their words. Compiled in the module of one Kubernetes minor; see check-files.
package main

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
)

// part is how many files there are for one that is judged where not all are.
const part = 8

func digest(text string) uint32 {
	digest := fnv.New32a()
	_, _ = digest.Write([]byte(text))
	return digest.Sum32()
}

func main() {
	if err := run(os.Args[1], os.Getenv("ALL") != ""); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder string, all bool) error {
	seen, passed := map[string]bool{}, map[string]bool{}
	for _, kind := range kinds {
		for i, file := range kind.files() {
			if !all && digest(file)%part != 0 {
				passed[file] = true
				continue
			}
			if seen[file] {
				continue
			}
			seen[file] = true
			name := fmt.Sprintf("%s-%04d.yaml", kind.name, i)
			if err := os.WriteFile(filepath.Join(folder, name), []byte(file), 0o644); err != nil {
				return err
			}
			verdict, words := "taken", ""
			if err := kind.load(file); err != nil {
				verdict, words = "refused", strings.Join(strings.Fields(err.Error()), " ")
			}
			fmt.Printf("%s\t%s\t%s\n", name, verdict, words)
		}
	}
	fmt.Fprintln(os.Stderr, len(seen)+len(passed))
	return nil
}

// kind is one kind of file: documents that kube-apiserver takes, and its loader. What it takes and then ignores a part of counts as refused.
type kind struct {
	name string
	// seeds are taken; every other file is one of them with a change.
	seeds []string
	// values are put in place of what a document has, besides those of another type.
	values []any
	load   func(string) error
}

// files are the seeds, each of them with each change, and what only YAML's dialect tells.
func (k kind) files() []string {
	files := append([]string{}, k.seeds...)
	for _, seed := range k.seeds {
		files = append(files, changed(seed, k.values)...)
		files = append(files, dialects(seed)...)
	}
	return files
}
