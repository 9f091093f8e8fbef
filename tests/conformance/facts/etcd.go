//go:build ignore

// Prints what etcd accepts, as print.go does for the components of Kubernetes. etcd uses the standard library's flags and a
// feature gate of its own, and is compiled in the module of one etcd minor.
package main

import (
	"crypto/tls"
	"flag"
	"reflect"
	"strconv"
	"strings"
	_ "unsafe" // for go:linkname

	"go.etcd.io/etcd/client/pkg/v3/logutil"
	"go.etcd.io/etcd/client/pkg/v3/tlsutil"
	"go.etcd.io/etcd/pkg/v3/featuregate"
	"go.etcd.io/etcd/server/v3/embed"
	_ "go.etcd.io/etcd/server/v3/etcdmain"
	"go.uber.org/zap/zapcore"
)

// What etcdmain keeps to itself: needs -ldflags=-checklinkname=0.
var (
	//go:linkname ignored go.etcd.io/etcd/server/v3/etcdmain.ignored
	ignored []string
	//go:linkname messages go.etcd.io/etcd/server/v3/etcdmain.deprecatedFlags
	messages map[string]string
	//go:linkname help go.etcd.io/etcd/server/v3/etcdmain.flagsline
	help string
)

// Flags that etcdmain's newConfig adds to those of embed.Config: name, type, default.
var ofMain = [][3]string{
	{"config-file", "string", ""},
	{"discovery-fallback", "string", "exit"},
	{"initial-cluster-state", "string", "new"},
	{"v2-deprecation", "string", "write-only"},
	{"version", "bool", "false"},
	{"help", "bool", "false"},
}

func main() {
	config := embed.NewConfig()
	flags := flag.NewFlagSet("etcd", flag.ContinueOnError)
	config.AddFlags(flags)
	flags.VisitAll(func(f *flag.Flag) {
		record("etcd.flags", f.Name, kind(f), f.DefValue, "shown", deprecated(f.Name, f.Usage))
	})
	for _, f := range ofMain {
		record("etcd.flags", f[0], f[1], f[2], "shown", deprecated(f[0], ""))
	}
	for _, name := range ignored {
		record("etcd.flags", name, "string", "", "hidden", "accepted and ignored")
	}
	for name, spec := range config.ServerFeatureGate.(featuregate.MutableFeatureGate).GetAll() {
		stage, lock := string(spec.PreRelease), "free"
		if spec.PreRelease == featuregate.GA {
			stage = "GA"
		}
		if spec.LockToDefault {
			lock = "locked"
		}
		record("feature-gates", string(name), stage, strconv.FormatBool(spec.Default), lock, "etcd")
	}
	printWords()
}

// printWords prints the sets of words that etcd knows.
func printWords() {
	of := func(flag, how string, all ...string) { words("etcd", flag, how, all) }
	of("auto-compaction-mode", one, embed.CompactorModePeriodic, embed.CompactorModeRevision)
	of("cipher-suites", list, ciphers()...)
	of("discovery-fallback", one, "exit", "proxy") // constants of etcdmain
	of("initial-cluster-state", one, embed.ClusterStateFlagNew, embed.ClusterStateFlagExisting)
	of("log-format", orEmpty, logutil.JSONLogFormat, logutil.ConsoleLogFormat)
	of("log-level", orEmpty, levels()...)
	of("logger", one, "zap") // embed.Config.setupLogging compares with this
	of("tls-min-version", orEmpty, string(tlsutil.TLSVersion12), string(tlsutil.TLSVersion13))
	of("tls-max-version", orEmpty, string(tlsutil.TLSVersion12), string(tlsutil.TLSVersion13))
}

func ciphers() []string {
	var names []string
	for _, suite := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		names = append(names, suite.Name)
	}
	for _, name := range []string{"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305"} { // names of before
		if _, known := tlsutil.GetCipherSuite(name); known {
			names = append(names, name)
		}
	}
	return names
}

// levels are the names of zap's levels, which etcd takes in small and in capital letters.
func levels() []string {
	var names []string
	for level := zapcore.DebugLevel; level <= zapcore.FatalLevel; level++ {
		names = append(names, level.String(), level.CapitalString())
	}
	return names
}

// deprecated returns why a flag should no longer be used. Some flags are called deprecated only by --help, whose text etcd keeps apart
// from the usages of its flags.
func deprecated(name, usage string) string {
	if reason := deprecation(name, messages[name], usage); reason != "" {
		return reason
	}
	return deprecation(name, "", helped(name))
}

// helped returns what --help says of a flag: the lines below its own, which are indented further.
func helped(name string) string {
	var text []string
	inside := false
	for _, line := range strings.Split(help, "\n") {
		switch {
		case strings.HasPrefix(line, "    ") && inside:
			text = append(text, strings.TrimSpace(line))
		case strings.HasPrefix(line, "  --"):
			flag, _, _ := strings.Cut(strings.TrimPrefix(line, "  --"), " ")
			inside = flag == name
		default:
			inside = false
		}
	}
	return strings.Join(text, " ")
}

// kind names a flag's type as pflag would: the standard library has no name for it, but its values are of types like *flag.uintValue.
func kind(f *flag.Flag) string {
	name := reflect.TypeOf(f.Value).Elem().Name()
	return strings.TrimSuffix(name, "Value")
}
