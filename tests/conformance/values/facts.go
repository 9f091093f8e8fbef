package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Facts are what generate-facts recorded of a minor.
type Facts struct {
	folder string
	// Words are the sets, by component and flag or field.
	Words map[string]Words
}

// Words is a set, and the form in which a flag or field takes its words.
type Words struct {
	Form string
	All  []string
}

// Flag is one of a component.
type Flag struct{ Name, Type, Default string }

// Field is one of a KubeletConfiguration; its path as `memorySwap.swapBehavior` or `registerWithTaints[].effect`.
type Field struct{ Path, Kind, Default string }

func readFacts(folder string) (*Facts, error) {
	facts := &Facts{folder: folder, Words: map[string]Words{}}
	rows, err := facts.rows("words")
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		facts.Words[row[0]] = Words{Form: row[1], All: strings.Fields(row[2])}
	}
	if len(facts.Words) == 0 {
		return nil, fmt.Errorf("%s has no words: run generate-facts", folder)
	}
	return facts, nil
}

// Flags gives every flag of a component, sorted.
func (f *Facts) Flags(component string) ([]Flag, error) {
	rows, err := f.rows(component + ".flags")
	var flags []Flag
	for _, row := range rows {
		flags = append(flags, Flag{row[0], row[1], row[2]})
	}
	return flags, err
}

// Fields gives every field of a KubeletConfiguration, sorted.
func (f *Facts) Fields() ([]Field, error) {
	rows, err := f.rows("kubelet-configuration")
	var fields []Field
	for _, row := range rows {
		fields = append(fields, Field{row[0], row[1], row[2]})
	}
	return fields, err
}

// Gate is a feature gate with the components that know it.
type Gate struct {
	Name       string
	Components []string
}

// Gates gives every feature gate, sorted.
func (f *Facts) Gates() ([]Gate, error) {
	rows, err := f.rows("feature-gates")
	var gates []Gate
	for _, row := range rows {
		gates = append(gates, Gate{row[0], strings.Fields(row[4])})
	}
	return gates, err
}

// Dependencies gives which gates a gate needs.
func (f *Facts) Dependencies() (map[string][]string, error) {
	rows, err := f.rows("feature-gate-dependencies")
	needs := map[string][]string{}
	for _, row := range rows {
		needs[row[0]] = strings.Fields(row[1])
	}
	return needs, err
}

// rows reads one table; a row has its last columns though they may be empty.
func (f *Facts) rows(table string) ([][]string, error) {
	file, err := os.Open(filepath.Join(f.folder, table))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var rows [][]string
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if !strings.HasPrefix(lines.Text(), "#") {
			rows = append(rows, append(strings.Split(lines.Text(), "\t"), "", ""))
		}
	}
	return rows, lines.Err()
}
