package main

import "strings"

// byType gives values that a type of flag reads, in every form that Go reads it, and some beside it.
func byType(kind string) []string {
	switch kind {
	case "bool":
		return []string{"true", "false", "T", "0", "yes", "tRUE", ""}
	case "int", "int32", "int64":
		return []string{"0", "1", "-1", "+5", "100", "0x1d", "0o17", "017", "1_000", "1__0", "1.5", "2147483648", "9223372036854775808", "ten", ""}
	case "uint", "uint32", "uint64":
		return []string{"0", "1", "-1", "+5", "100", "0x1d", "1_000", "4294967296", "ten", ""}
	case "float32", "float64":
		return []string{"0", "0.01", "0.5", "1", "1.5", "-1", "0x1p-2", "1_0.5", ".5", "inf", "nan", "1e400", "half", ""}
	case "duration":
		return []string{"0s", "1ns", "1s", "10m", "1h30m", "1.5s", "+1s", ".5s", "1s 1s", "1_0s", "-1s", "10", "1d", "2562048h", "soon"}
	case "ip":
		return []string{"127.0.0.1", "0.0.0.0", "::1", "::ffff:127.0.0.1", " 127.0.0.1", "127.0.0.01", "300.0.0.1", "127.0.0.1/8", ""}
	case "quantity":
		return []string{"0", "1Mi", "1.5k", "1e3", "+1", ".5", "1.", "0x10", "-1", "much", ""}
	case "Level":
		return []string{"0", "2", "-1", "+1", "0x1", "007", "1.5", "4294967296", "debug", ""}
	case "stringToString", "mapStringString":
		return []string{"a=b", "a=b,c=d", "a", "=b", `"a=b"`, "a=b=c", "a=b,c", ""}
	case "pattern=N,...":
		return []string{"a=1", "a=1,b*=2", "a", "a=x", "a=-1", "a=0x1", "=1", ""}
	case "portRange":
		return []string{"30000-32767", "32767-30000", "0-1", "80", "70000-70001", "30000+100", "30000 - 32767", " 30000-32767 ", "0x10-0x20", "a-b", "0", ""}
	case "int32Slice":
		return []string{"23", "29,23", "0x1d", "+29", "29,0x1d", "0", "a", "", "99999"}
	case "UniqueURLs":
		return []string{"http://127.0.0.1:2399", "HTTP://127.0.0.1:2399", "127.0.0.1:2399", "ftp://127.0.0.1:2399", "http://127.0.0.1"}
	case "colonSeparatedMultimapStringString":
		return []string{"a:b", "a:b,c:d", "a", ""}
	case "stringSlice":
		return []string{"", "word", "a,b", `"a"`, `"a`, "a,,b", "a, b"}
	}
	return []string{"", "word", "a,b"}
}

// byKind gives JSON values of a kind, in every form that Go reads it, and some beside it.
func byKind(kind string) []string {
	if element, ok := strings.CutPrefix(kind, "array of "); ok {
		values := []string{"[]", "{}", `"word"`}
		for _, value := range byKind(element) {
			values = append(values, "["+value+"]")
		}
		return values
	}
	if element, ok := strings.CutPrefix(kind, "map of "); ok {
		values := []string{"{}", "[]", `"word"`}
		for _, value := range byKind(element) {
			values = append(values, `{"key": `+value+"}")
		}
		return values
	}
	switch kind {
	case "boolean":
		return []string{"true", "false", `"true"`, "1"}
	case "int32", "int64":
		return []string{"0", "1", "-1", "100", "1.5", "2147483648", `"1"`, "true"}
	case "uint32":
		return []string{"0", "1", "-1", "4294967296", `"1"`}
	case "number":
		return []string{"0", "0.5", "1", "1.5", "-1", `"1"`}
	case "duration":
		return []string{`"0s"`, `"1s"`, `"10m"`, `"1h30m"`, `"1.5s"`, `"+1s"`, `"1_0s"`, `"1 s"`, `"-1s"`, `"10"`, `"1d"`, `"2562048h"`, "10", `""`}
	case "duration or int64":
		return []string{`"0s"`, `"10s"`, `"-1s"`, `"10"`, "1000000000", "1.5", "true"}
	case "quantity":
		return []string{`"0"`, `"1Mi"`, `"1e3"`, `"1.5Gi"`, `"100m"`, `"+1"`, `".5"`, `"1."`, `"1 Gi"`, "1", `"much"`, `"-1"`, `""`, "true"}
	case "time":
		return []string{`"2026-01-01T00:00:00Z"`, `"yesterday"`}
	case "object":
		return []string{"{}", `{"noSuchField": 1}`, "[]", `"word"`}
	}
	return []string{`"word"`, `""`, `"/word"`, `" word "`, "1", "true", "[]"}
}
