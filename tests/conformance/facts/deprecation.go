//go:build ignore

package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// deprecating matches a usage that calls its own flag deprecated.
var deprecating = regexp.MustCompile(`(?i)^\(?deprecated\b|\b(this|the) (flag|option|parameter) is deprecated\b|\bit's deprecated\b|\bdeprecated in v\d`)

// mentioning lists the flags whose usage calls something else deprecated: a gate, or one of the flag's values.
var mentioning = map[string]bool{
	"endpoint-reconciler-type": true,
	"feature-gates":            true,
	"runtime-config":           true,
}

// deprecation returns why a flag should no longer be used: the message that the component prints when it is, or the usage where
// nothing but the usage says so. A usage that speaks of deprecation in another way ends the program: somebody must look at it.
func deprecation(name, message, usage string) string {
	switch {
	case message != "":
		return message
	case deprecating.MatchString(usage):
		return usage
	case strings.Contains(strings.ToLower(usage), "deprecat") && !mentioning[name]:
		fmt.Fprintf(os.Stderr, "is --%s deprecated? Its usage says: %s\n", name, usage)
		os.Exit(1)
	}
	return ""
}
