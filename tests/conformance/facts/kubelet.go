//go:build ignore

package main

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/spf13/pflag"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/component-base/cli/flag"
	"k8s.io/kubelet/config/v1beta1"
	_ "k8s.io/kubernetes/cmd/kubelet/app"
	"k8s.io/kubernetes/cmd/kubelet/app/options"
)

func main() {
	printFlags("kubelet", flags())
	printGates("kubelet")
	printFields(reflect.TypeFor[v1beta1.KubeletConfiguration]())
}

// flags registers what app.NewKubeletCommand does: that one keeps its flag set to itself.
func flags() *pflag.FlagSet {
	all := pflag.NewFlagSet("kubelet", pflag.ContinueOnError)
	all.SetNormalizeFunc(flag.WordSepNormalizeFunc)
	configuration, err := options.NewKubeletConfiguration()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	options.NewKubeletFlags().AddFlags(all)
	options.AddKubeletConfigFlags(all, configuration)
	options.AddGlobalFlags(all)
	all.BoolP("help", "h", false, "")
	return all
}

// printFields prints the keys of a configuration's first level with the kind of their JSON value.
func printFields(configuration reflect.Type) {
	for i := range configuration.NumField() {
		field := configuration.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" { // apiVersion and kind
			continue
		}
		record("kubelet-configuration", name, jsonKind(field.Type))
	}
}

func jsonKind(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		return jsonKind(t.Elem())
	}
	switch t {
	case reflect.TypeFor[metav1.Duration](), reflect.TypeFor[time.Duration]():
		return "duration"
	}
	switch t.Kind() {
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint32, reflect.Uint64:
		return "integer"
	case reflect.Float32, reflect.Float64:
		return "number"
	case reflect.String:
		return "string"
	case reflect.Slice:
		return "array of " + jsonKind(t.Elem())
	case reflect.Map:
		return "map of " + jsonKind(t.Elem())
	case reflect.Struct:
		return "object"
	}
	panic("no JSON kind for " + t.String())
}
