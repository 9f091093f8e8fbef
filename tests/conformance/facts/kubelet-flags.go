//go:build ignore

package main

import (
	"encoding/json"
	"io"
	"reflect"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"k8s.io/kubelet/config/v1beta1"
	"k8s.io/kubernetes/cmd/kubelet/app/options"
	"k8s.io/kubernetes/pkg/kubelet/apis/config/scheme"
)

// Values of which at least one is not the default of any flag and is not refused, whatever the flag's type.
var samples = []string{"true", "false", "11s", "17", "TLS_AES_128_GCM_SHA256", "a=1", "memory.available<1%", "memory.available=1m", "0:memory=1Mi",
	"k=v:NoSchedule", "10.0.0.0/8", "10.0.0.9", "x", "a=true", "memory=5%", "AllAlpha=false"}

// printFieldsOfFlags prints which field of the configuration each flag sets, found by setting it.
func printFieldsOfFlags() {
	all := pflag.NewFlagSet("", pflag.ContinueOnError)
	options.AddKubeletConfigFlags(all, newConfiguration())
	all.VisitAll(func(f *pflag.Flag) {
		for _, sample := range samples {
			if field := fieldSetBy(f.Name, sample); field != "" {
				record("kubelet-flag-fields", f.Name, field)
				return
			}
		}
	})
}

// fieldSetBy gives the one field that differs once a flag has this value; nothing where the flag refuses it or sets no other value.
func fieldSetBy(name, sample string) string {
	configuration := newConfiguration()
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.SetOutput(io.Discard) // where it says that flags are deprecated
	options.AddKubeletConfigFlags(flags, configuration)
	before := published(configuration)
	if flags.Set(name, sample) != nil {
		return ""
	}
	changed := differing("", before, published(configuration))
	slices.Sort(changed)
	return strings.Join(changed, " ")
}

// published converts the kubelet's own form of a configuration to that of its file.
func published(internal any) map[string]any {
	schemes, _, err := scheme.NewSchemeAndCodecs()
	if err != nil {
		panic(err)
	}
	file := &v1beta1.KubeletConfiguration{}
	if err := schemes.Convert(internal, file, nil); err != nil {
		panic(err)
	}
	text, err := json.Marshal(file)
	if err != nil {
		panic(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(text, &fields); err != nil {
		panic(err)
	}
	return fields
}

// Fields that a user fills with keys are one field.
func differing(before string, a, b map[string]any) []string {
	var changed []string
	for name := range union(a, b) {
		inA, isObject := a[name].(map[string]any)
		inB, isObjectToo := b[name].(map[string]any)
		switch {
		case isObject && isObjectToo && objects[before+name]:
			changed = append(changed, differing(before+name+".", inA, inB)...)
		case !reflect.DeepEqual(a[name], b[name]):
			changed = append(changed, before+name)
		}
	}
	return changed
}

func union(a, b map[string]any) map[string]bool {
	names := map[string]bool{}
	for name := range a {
		names[name] = true
	}
	for name := range b {
		names[name] = true
	}
	return names
}
