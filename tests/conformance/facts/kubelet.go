//go:build ignore

package main

import (
	"fmt"
	"os"

	"github.com/spf13/pflag"
	"k8s.io/component-base/cli/flag"
	"k8s.io/kubelet/config/v1beta1"
	_ "k8s.io/kubernetes/cmd/kubelet/app"
	"k8s.io/kubernetes/cmd/kubelet/app/options"
	"k8s.io/kubernetes/pkg/kubelet/apis/config"
	"k8s.io/kubernetes/pkg/kubelet/apis/config/scheme"
)

func main() {
	all := flags()
	printFlags("kubelet", all)
	printGates("kubelet")
	printServingWords("kubelet", all)
	printConfiguration("kubelet-configuration", defaultedFile())
	printFieldsOfFlags()
	printKubeletWords(all)
}

// flags registers what app.NewKubeletCommand does: that one keeps its flag set to itself.
func flags() *pflag.FlagSet {
	all := pflag.NewFlagSet("kubelet", pflag.ContinueOnError)
	all.SetNormalizeFunc(flag.WordSepNormalizeFunc)
	options.NewKubeletFlags().AddFlags(all)
	options.AddKubeletConfigFlags(all, newConfiguration())
	options.AddGlobalFlags(all)
	all.BoolP("help", "h", false, "")
	return all
}

// defaultedFile gives a configuration file in which every default is written.
func defaultedFile() *v1beta1.KubeletConfiguration {
	schemes, _, err := scheme.NewSchemeAndCodecs()
	if err != nil {
		panic(err)
	}
	file := &v1beta1.KubeletConfiguration{}
	schemes.Default(file)
	return file
}

// newConfiguration gives the kubelet's defaults.
func newConfiguration() *config.KubeletConfiguration {
	configuration, err := options.NewKubeletConfiguration()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return configuration
}
