// Command verdicts writes what Go's standard library says of many texts, one file a grammar: kubemint's own readers of the same
// grammars are held to them by its unit tests. Run in this folder: go run .
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Grammar is one that Go reads: the function that does, and the pieces that texts are made of.
type Grammar struct {
	file   string
	read   func(string) error
	whole  []string
	pieces []string
}

func grammars() []Grammar {
	return []Grammar{
		{"regexps", func(text string) error { _, err := regexp.Compile(text); return err }, patterns, patternPieces},
		{"floats", func(text string) error { _, err := strconv.ParseFloat(text, 64); return err }, floats, floatPieces},
		{"integers", func(text string) error { _, err := strconv.ParseInt(text, 0, 64); return err }, integers, integerPieces},
		{"durations", func(text string) error { _, err := time.ParseDuration(text); return err }, durations, durationPieces},
	}
}

// many is how many random texts are made for one grammar.
const many = 2500

func main() {
	for _, grammar := range grammars() {
		if err := os.WriteFile(grammar.file, grammar.verdicts(), 0o644); err != nil {
			panic(err)
		}
	}
	if err := os.WriteFile(unicodeFile, unicodeClasses(), 0o644); err != nil {
		panic(err)
	}
}

// verdicts gives a line for each text; the same on each run.
func (g Grammar) verdicts() []byte {
	random := rand.New(rand.NewSource(1))
	texts := slices.Clone(g.whole)
	for range many {
		var text strings.Builder
		for range 1 + random.Intn(6) {
			if random.Intn(8) == 0 && len(g.whole) > 0 {
				text.WriteString(g.whole[random.Intn(len(g.whole))])
			} else {
				text.WriteString(g.pieces[random.Intn(len(g.pieces))])
			}
		}
		texts = append(texts, text.String())
	}
	slices.Sort(texts)
	var lines bytes.Buffer
	for _, text := range slices.Compact(texts) {
		verdict := "taken"
		if g.read(text) != nil {
			verdict = "refused"
		}
		quoted, err := json.Marshal(text)
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(&lines, "%s\t%s\n", verdict, quoted)
	}
	return lines.Bytes()
}

const unicodeFile = "../../../src/kubernetes/facts/go-unicode-classes"

// unicodeClasses gives the names of `\p{NAME}` that Go takes, in small letters and without what does not count in them.
func unicodeClasses() []byte {
	names := []string{"Any", "Assigned", "ASCII", "LC", "Cn"}
	for name := range unicode.Categories {
		names = append(names, name)
	}
	for name := range unicode.Scripts {
		names = append(names, name)
	}
	for name := range unicode.CategoryAliases {
		names = append(names, name)
	}
	var taken []string
	for _, name := range names {
		plain := strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name))
		if _, err := regexp.Compile(`\p{` + plain + `}`); err == nil {
			taken = append(taken, plain)
		} else if _, err := regexp.Compile(`\p{` + name + `}`); err == nil {
			panic(name + " is taken, and not as " + plain)
		}
	}
	slices.Sort(taken)
	return []byte(strings.Join(slices.Compact(taken), "\n") + "\n")
}
