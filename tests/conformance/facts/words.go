//go:build ignore

package main

import (
	"slices"
	"strings"
)

// How a flag, or a field of a configuration, takes the words of a set.
const (
	one     = "one"     // it is one of them
	orEmpty = "empty"   // it is one of them or empty
	list    = "list"    // it is a list of them
	keys    = "keys"    // it is a map with these keys
	aside   = "aside"   // no flag: another set of the component
	toggled = "toggled" // a list of them, each with or without `-` before it, and `*`
)

// words prints one set of words that a component knows: whose and of what flag or field, how they are taken, the words.
func words(of, what, how string, all []string) {
	if len(all) == 0 {
		panic("no words for " + of + " " + what)
	}
	all = slices.Clone(all)
	slices.Sort(all)
	record("words", of+" "+what, how, strings.Join(slices.Compact(all), " "))
}

// wordsOf converts the constants of a component to words.
func wordsOf[T ~string](all ...T) []string {
	var words []string
	for _, word := range all {
		words = append(words, string(word))
	}
	return words
}

// named gives the words after a text in a message or a flag's usage, up to the end of the sentence: some sets are named nowhere else.
func named(text, after string) []string {
	_, rest, found := strings.Cut(text, after)
	if !found {
		panic("no " + after + " in " + text)
	}
	sentence, _, _ := strings.Cut(rest+". ", ". ")
	return strings.FieldsFunc(sentence, func(r rune) bool { return strings.ContainsRune(`, "'`, r) })
}
