//go:build ignore

package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
	"k8s.io/component-base/cli/flag"
	"k8s.io/component-base/version"
)

// printServingWords prints the sets of flags that every component with a serving port and a log has.
func printServingWords(of string, flags *pflag.FlagSet) {
	words(of, "tls-cipher-suites", list, flag.TLSCipherPossibleValues())
	words(of, "insecure-tls-cipher-suites", aside, flag.InsecureTLSCipherNames())
	words(of, "tls-min-version", orEmpty, flag.TLSPossibleVersions())
	words(of, "logging-format", one, logFormats(flags))
	if flags.Lookup("show-hidden-metrics-for-version") != nil { // for the kubelet, it is a field alone
		words(of, "show-hidden-metrics-for-version", orEmpty, previousMinor())
	}
}

// logFormats reads `Permitted formats: "json" (gated by LoggingBetaOptions), "text".`
func logFormats(flags *pflag.FlagSet) []string {
	var formats []string
	for part := range strings.SplitSeq(flags.Lookup("logging-format").Usage, `"`) {
		if part != "" && !strings.ContainsAny(part, " .") {
			formats = append(formats, part)
		}
	}
	return formats
}

// previousMinor is the only version whose hidden metrics can be shown.
func previousMinor() []string {
	minor, err := strconv.Atoi(version.Get().Minor)
	if err != nil {
		panic(err)
	}
	return []string{fmt.Sprintf("1.%d", minor-1)}
}
