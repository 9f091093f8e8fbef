//go:build ignore

// Prints what one component of Kubernetes accepts, as the component itself registers it: every flag with the hidden and the
// deprecated ones, every feature gate with the graduated ones. `--help` of the real binary shows neither.
//
// Each component is a program of its own (with record.go, deprecation.go and the file named after the component), compiled inside the module of
// one Kubernetes minor: which gates a component knows depends on the packages that it links.
package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/apiserver/pkg/util/feature"
	"k8s.io/component-base/cli/flag"
	"k8s.io/component-base/featuregate"
	"k8s.io/component-base/logs"
	_ "k8s.io/component-base/logs/json/register" // as each component's main does: the --log-json-* flags
)

// printCommand prints the flags that a command has once component-base's cli.Run has prepared it.
func printCommand(component string, command *cobra.Command) {
	command.SetGlobalNormalizationFunc(flag.WordSepNormalizeFunc)
	logs.AddFlags(command.PersistentFlags())
	command.InitDefaultHelpFlag()
	flags := command.Flags()
	flags.AddFlagSet(command.PersistentFlags())
	printFlags(component, flags)
}

func printFlags(component string, flags *pflag.FlagSet) {
	flags.VisitAll(func(flag *pflag.Flag) {
		visibility := "shown"
		if flag.Hidden {
			visibility = "hidden"
		}
		record(component+".flags", flag.Name, flag.Value.Type(), flag.DefValue, visibility, deprecation(flag.Name, flag.Deprecated, flag.Usage))
	})
}

// printGates prints the gates as they are at the version of this very release, that is without --emulated-version, and which
// of them need others: a component does not start where one is on and a gate that it needs is off.
func printGates(component string) {
	for name, spec := range feature.DefaultMutableFeatureGate.GetAll() {
		record("feature-gates", string(name), stage(spec), strconv.FormatBool(spec.Default), lock(spec), component)
	}
	// Kubernetes 1.34 knows no dependencies.
	gates, ok := any(feature.DefaultMutableFeatureGate).(interface {
		Dependencies() map[featuregate.Feature][]featuregate.Feature
	})
	if !ok {
		return
	}
	for name, needed := range gates.Dependencies() {
		if len(needed) > 0 {
			slices.Sort(needed)
			record("feature-gate-dependencies", string(name), strings.Join(wordsOf(needed...), " "), component)
		}
	}
}

func stage(spec featuregate.FeatureSpec) string {
	if spec.PreRelease == featuregate.GA {
		return "GA"
	}
	return string(spec.PreRelease)
}

func lock(spec featuregate.FeatureSpec) string {
	if spec.LockToDefault {
		return "locked"
	}
	return "free"
}
