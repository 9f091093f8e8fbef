//go:build ignore

package main

import (
	"encoding/json"
	"maps"
	"slices"

	"sigs.k8s.io/yaml"
)

// changed gives a document with each one of its parts left out, doubled, misspelt or replaced, as JSON, which is YAML.
func changed(document string, values []any) []string {
	var root any
	if err := yaml.Unmarshal([]byte(document), &root); err != nil {
		panic(err)
	}
	var files []string
	add := func(whole any) {
		text, err := json.MarshalIndent(whole, "", "  ")
		if err != nil {
			panic(err)
		}
		files = append(files, string(text)+"\n")
	}
	change(root, add, values)
	return files
}

var ofOtherTypes = []any{nil, true, 1, -1, 1.5, "", " ", "nonsense", []any{}, []any{"nonsense"}, []any{1}, map[string]any{}, map[string]any{"nonsense": 1}}

// change gives every document that differs from this one in one place to `whole`.
func change(value any, whole func(any), values []any) {
	for _, other := range slices.Concat(ofOtherTypes, values) {
		whole(other)
	}
	switch value := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			inner, without := value[key], maps.Clone(value)
			delete(without, key)
			whole(without)
			for _, name := range []string{key + "s", capital(key)} {
				misspelt := maps.Clone(without)
				misspelt[name] = inner
				whole(misspelt)
			}
			change(inner, func(inner any) {
				with := maps.Clone(value)
				with[key] = inner
				whole(with)
			}, values)
		}
	case []any:
		for i, inner := range value {
			whole(slices.Insert(slices.Clone(value), i, inner))
			whole(slices.Delete(slices.Clone(value), i, i+1))
			change(inner, func(inner any) {
				with := slices.Clone(value)
				with[i] = inner
				whole(with)
			}, values)
		}
	}
}

// capital writes a key as Go's own JSON would still read it.
func capital(key string) string {
	if key == "" {
		return "A"
	}
	return string(key[0]-'a'+'A') + key[1:]
}
