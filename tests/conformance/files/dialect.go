//go:build ignore

package main

import (
	"maps"
	"slices"
	"strings"
)

// dialects writes a document in ways that readers of YAML disagree about.
func dialects(document string) []string {
	first, rest, _ := strings.Cut(document, "\n")
	replaced := func(old, new string) string { return strings.Replace(document, old, new, 1) }
	files := []string{
		"\ufeff" + document,
		strings.ReplaceAll(document, "\n", "\r\n"),
		strings.ReplaceAll(document, "\n", "\r"),
		"---\n" + document,
		"%YAML 1.1\n---\n" + document,
		"%YAML 1.2\n---\n" + document,
		"---\n" + document + "...\n",
		document + "---\n",
		document + "---\n" + document,
		"---\n---\n" + document,
		"# a comment\n" + document,
		document + "# a comment",
		first + "\n" + first + "\n" + rest,
		strings.ReplaceAll(document, "  ", "\t"),
		document + "\t\n",
		document + "extra: &a 1\n",
		document + "<<: {}\n",
		document + "? nonsense\n",
		document + "1: 2\n",
		document + "true: 2\n",
		document + "null: 2\n",
		document + "[a]: 2\n",
		document + "\x00",
		document + "\u0085",
		document + "\u2028",
		document + "# \xff\n",
		document + "}",
		document + "- a\n",
		"&anchor\n" + document,
		"!!map\n" + document,
		"!nonsense\n" + document,
		strings.TrimSuffix(document, "\n"),
		"", "\n", "---\n", "null\n", "[]\n", "{}\n", "nonsense\n",
	}
	for _, old := range slices.Sorted(maps.Keys(spellings)) {
		if !strings.Contains(document, old) {
			continue
		}
		for _, new := range spellings[old] {
			files = append(files, replaced(old, new))
		}
	}
	return files
}

// spellings are other ways to write a text, of which some mean the same.
var spellings = map[string][]string{
	": None": {": 'None'", `: "None"`, ": !!str None", ": None # a comment", ": |-\n    None", ": >-\n    None", ": |\n    None", ": &a None", ": *a", ": none"},
	": true": {": yes", ": on", ": True", ": TRUE", ": y", ": 'true'", ": !!bool true", ": !!bool yes", ": tRue"},
	"level":  {"'level'", "\"level\"", "!!str level", "? level\n  ", "\"le\\x76el\"", "Level"},
	"kind":   {"'kind'", `"kind"`, `"\u006bind"`, "kind ", "Kind"},
	"v1\n":   {"v1 \n", "'v1'\n", "\"v1\"\n", "v1 # a\n", "v01\n", "v1\n\n\n"},
	"60":     {"0x3c", "0o74", "074", "6e1", "60.0", "1:0", "+60", "6_0", "'60'", "60s"},
}
