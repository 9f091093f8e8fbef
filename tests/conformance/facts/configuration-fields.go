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
)

// printConfiguration prints every field of a component's configuration file with the kind of its JSON value and its default, if it has
// one, as rows of a table. The configuration is one that the component's own scheme has filled with defaults.
//
// A field in another is written `memorySwap.swapBehavior`, one of a list's elements `registerWithTaints[].effect`.
func printConfiguration(table string, defaulted any) {
	text, err := json.Marshal(defaulted)
	if err != nil {
		panic(err)
	}
	var defaults map[string]any
	if err := json.Unmarshal(text, &defaults); err != nil {
		panic(err)
	}
	printFields(table, "", reflect.TypeOf(defaulted).Elem(), defaults)
}

func printFields(table, before string, object reflect.Type, defaults map[string]any) {
	for i := range object.NumField() {
		field := object.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case name == "-" || field.Type == reflect.TypeFor[metav1.TypeMeta](): // apiVersion and kind
		case name == "": // embedded
			printFields(table, before, field.Type, defaults)
		default:
			value := defaults[name]
			kind := jsonKind(field.Type)
			record(table, before+name, kind, defaultOf(kind, value))
			if strings.HasSuffix(kind, "string") && !strings.Contains(before, "[]") {
				textFields = append(textFields, before+name)
			}
			inner, _ := value.(map[string]any)
			printInner(table, before+name, field.Type, inner)
		}
	}
}

// What printConfiguration found: fields that hold named fields, and those outside of lists that take text.
var (
	objects    = map[string]bool{}
	textFields []string
)

// printInner prints the fields of an object, whether it stands alone or in a list.
func printInner(table, path string, t reflect.Type, defaults map[string]any) {
	kind := jsonKind(t)
	switch {
	case kind == "object":
		objects[path] = true
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		printFields(table, path+".", t, defaults)
	case kind == "array of object":
		printFields(table, path+"[].", t.Elem(), nil)
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
