//go:build ignore

package main

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	logsapi "k8s.io/component-base/logs/api/v1"
	"k8s.io/kubelet/config/v1beta1"
	"k8s.io/kubernetes/pkg/kubelet/apis/config/scheme"
)

// printConfiguration prints every field of a KubeletConfiguration with the kind of its JSON value and its default, if it has one.
//
// A field in another is written `memorySwap.swapBehavior`, one of a list's elements `registerWithTaints[].effect`.
func printConfiguration() {
	schemes, _, err := scheme.NewSchemeAndCodecs()
	if err != nil {
		panic(err)
	}
	defaulted := &v1beta1.KubeletConfiguration{}
	schemes.Default(defaulted)
	text, err := json.Marshal(defaulted)
	if err != nil {
		panic(err)
	}
	var defaults map[string]any
	if err := json.Unmarshal(text, &defaults); err != nil {
		panic(err)
	}
	printFields("", reflect.TypeFor[v1beta1.KubeletConfiguration](), defaults)
}

func printFields(before string, object reflect.Type, defaults map[string]any) {
	for i := range object.NumField() {
		field := object.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case name == "-" || field.Type == reflect.TypeFor[metav1.TypeMeta](): // apiVersion and kind
		case name == "": // embedded
			printFields(before, field.Type, defaults)
		default:
			value := defaults[name]
			kind := jsonKind(field.Type)
			record("kubelet-configuration", before+name, kind, defaultOf(kind, value))
			if strings.HasSuffix(kind, "string") && !strings.Contains(before, "[]") {
				textFields = append(textFields, before+name)
			}
			inner, _ := value.(map[string]any)
			printInner(before+name, field.Type, inner)
		}
	}
}

// What printConfiguration found: fields that hold named fields, and those outside of lists that take text.
var (
	objects    = map[string]bool{}
	textFields []string
)

// printInner prints the fields of an object, whether it stands alone or in a list.
func printInner(path string, t reflect.Type, defaults map[string]any) {
	kind := jsonKind(t)
	switch {
	case kind == "object":
		objects[path] = true
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		printFields(path+".", t, defaults)
	case kind == "array of object":
		printFields(path+"[].", t.Elem(), nil)
	case strings.HasSuffix(kind, "of object"):
		panic("no notation for the fields of " + kind)
	}
}

// defaultOf writes a default as JSON; what is inside an object stands at its own fields.
func defaultOf(kind string, value any) string {
	if value == nil || kind == "object" {
		return ""
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func jsonKind(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		return jsonKind(t.Elem())
	}
	switch t {
	case reflect.TypeFor[metav1.Duration](), reflect.TypeFor[time.Duration]():
		return "duration"
	case reflect.TypeFor[logsapi.TimeOrMetaDuration]():
		return "duration or int64" // the number is one of nanoseconds
	case reflect.TypeFor[resource.Quantity](), reflect.TypeFor[resource.QuantityValue]():
		return "quantity"
	case reflect.TypeFor[metav1.Time]():
		return "time"
	}
	switch t.Kind() {
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Uint:
		return t.Kind().String() + strconv.Itoa(strconv.IntSize)
	case reflect.Int32, reflect.Int64, reflect.Uint32, reflect.Uint64:
		return t.Kind().String()
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
