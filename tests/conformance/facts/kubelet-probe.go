//go:build ignore

package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"k8s.io/apiserver/pkg/util/feature"
	"k8s.io/kubelet/config/v1beta1"
	"k8s.io/kubernetes/pkg/kubelet/apis/config"
	"k8s.io/kubernetes/pkg/kubelet/apis/config/scheme"
	"k8s.io/kubernetes/pkg/kubelet/apis/config/validation"
)

var (
	allowed = regexp.MustCompile(`(?s)(?:must be one of: |Valid options are )(.*)`)
	quoted  = regexp.MustCompile(`"([^"]*)"`)
)

// printProbedWords prints the sets that only the complaint about an unknown word names, for every field that takes text.
func printProbedWords() {
	for _, path := range textFields {
		complaint := complaintAbout(path, `"?"`)
		if complaint == "" {
			complaint = complaintAbout(path, `["?"]`)
		}
		sentence := allowed.FindStringSubmatch(complaint)
		if sentence == nil {
			continue
		}
		var all []string
		for _, match := range quoted.FindAllStringSubmatch(sentence[1], -1) {
			if match[1] != "" {
				all = append(all, match[1])
			}
		}
		words("kubelet-configuration", path, form(path), all)
	}
}

// form says whether the kubelet takes a list of words in the field, or one; and an empty text, which is mostly that of no field at all.
func form(path string) string {
	switch {
	case complaintAbout(path, `"?"`) == "":
		return list
	case complaintAbout(path, `""`) == "":
		return orEmpty
	}
	return one
}

// complaintAbout gives what the kubelet says of a configuration with one field set, as the lines that it does not say without it.
func complaintAbout(path, value string) string {
	text := value
	names := strings.Split(path, ".")
	for i := range names {
		text = fmt.Sprintf(`{%q:%s}`, names[len(names)-1-i], text)
	}
	file := &v1beta1.KubeletConfiguration{}
	if json.Unmarshal([]byte(text), file) != nil {
		return ""
	}
	before := complaints(&v1beta1.KubeletConfiguration{})
	for complaint := range complaints(file) {
		if !before[complaint] {
			return complaint
		}
	}
	return ""
}

func complaints(file *v1beta1.KubeletConfiguration) map[string]bool {
	schemes, _, err := scheme.NewSchemeAndCodecs()
	if err != nil {
		panic(err)
	}
	schemes.Default(file)
	internal := &config.KubeletConfiguration{}
	if err := schemes.Convert(file, internal, nil); err != nil {
		panic(err)
	}
	all := map[string]bool{}
	err = validation.ValidateKubeletConfiguration(internal, feature.DefaultFeatureGate)
	if many, ok := err.(interface{ Errors() []error }); ok {
		for _, one := range many.Errors() {
			all[one.Error()] = true
		}
	}
	return all
}
