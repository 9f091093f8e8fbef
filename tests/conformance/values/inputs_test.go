package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

const facts137 = "../../../src/kubernetes/facts/1.37"

func TestEveryComponentHasManyInputs(t *testing.T) {
	inputs, err := options{facts: facts137, all: true}.inputs()
	if err != nil {
		t.Fatal(err)
	}
	sampled, err := options{facts: facts137}.inputs()
	if err != nil {
		t.Fatal(err)
	}
	for component := range tables {
		isOf := func(input Input) bool { return input.Component != component }
		all, part := slices.DeleteFunc(slices.Clone(inputs), isOf), slices.DeleteFunc(slices.Clone(sampled), isOf)
		t.Logf("%s: %d inputs, %d of them each time", component, len(all), len(part))
		if len(part) < 50 {
			t.Errorf("%s has %d inputs", component, len(part))
		}
	}
}

func TestNestedFieldsAreWritten(t *testing.T) {
	for path, want := range map[string]string{
		"maxPods":                     "maxPods: 1",
		"memorySwap.swapBehavior":     `memorySwap: {"swapBehavior":1}`,
		"registerWithTaints[].effect": `registerWithTaints: [{"effect":1}]`,
		"logging.options.json.x":      `logging: {"options":{"json":{"x":1}}}`,
		"logging.vmodule[].verbosity": `logging: {"vmodule":[{"verbosity":1}]}`,
	} {
		if got := nested(path, "1").String(); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}

func TestInputsAreAddedToTables(t *testing.T) {
	cluster := "[kubelet.config]\nfailCgroupV1 = false\n"
	input := Input{"kubelet", []Setting{{Name: "evictionHard", Value: `{"memory.available": "5%"}`, IsField: true}, {Name: "v", Value: `"\`}}}
	want := "[kubelet.config]\n\"evictionHard\" = { \"memory.available\" = \"5%\" }\nfailCgroupV1 = false\n[kubelet.extra_args]\n\"v\" = \"\\\"\\\\\"\n"
	if got := merged(cluster, input); got != want {
		t.Errorf("got %s", got)
	}
}

func TestFieldsAndFlagsReplaceThoseOfTheTree(t *testing.T) {
	start := Start{Command: []string{"kubelet", "--a=1", "--b=2"}, Configuration: "a:\n  x: 1\nb:\n- 1\n- 2\nc: 3\n"}
	changed := start.with(Input{"kubelet", []Setting{{Name: "b", Value: "[]", IsField: true}, {Name: "a", Value: "3"}, gateSetting("G", "true")}})
	if got := strings.Join(changed.Command, " "); got != "kubelet --b=2 --a=3 --feature-gates=G=true" {
		t.Errorf("got %s", got)
	}
	if changed.Configuration != "a:\n  x: 1\nc: 3\nb: []\n" {
		t.Errorf("got %s", changed.Configuration)
	}
}

func TestTheListOfDifferencesIsHeld(t *testing.T) {
	refused, taken := Outcome{Refused: true}, Outcome{}
	differs := Result{Input: Input{Component: "etcd"}, Program: refused}
	agrees := Result{Input: Input{Component: "kubelet"}, Program: taken}
	known := map[string]string{"refused\tetcd": "why", "taken\tkubelet": "why"}
	summary := summarize([]Result{differs, agrees}, known)
	if len(summary.Unlisted) != 0 || !slices.Equal(summary.Stale, []string{"taken\tkubelet"}) {
		t.Errorf("got %v", summary)
	}
	if summary = summarize([]Result{differs}, nil); len(summary.Unlisted) != 1 {
		t.Errorf("got %v", summary)
	}
	owned := Result{Input: Input{Component: "etcd"}, Kubemint: Verdict{true, []string{"owned-flag"}}}
	if summary = summarize([]Result{owned}, nil); summary.OnPurpose != 1 || summary.Judged != 0 {
		t.Errorf("got %v", summary)
	}
}

func TestADifferenceNeedsAReason(t *testing.T) {
	file := t.TempDir() + "/list"
	if err := os.WriteFile(file, []byte("refused\tetcd --x=1\t\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := readDifferences(file, "1.37"); err == nil {
		t.Error("a difference without a reason was read")
	}
}

func TestADifferenceCanBeOneOfSomeMinors(t *testing.T) {
	file := t.TempDir() + "/list"
	text := "# a comment\nrefused\tetcd\tall\ntaken\tkubelet\tsome\t1.34 1.35\n"
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for minor, want := range map[string]int{"1.34": 2, "1.35": 2, "1.37": 1} {
		if known, err := readDifferences(file, minor); err != nil || len(known) != want {
			t.Errorf("%s: %v, %v", minor, known, err)
		}
	}
}

func TestSettingsOfAFamilyAreGivenByThemselves(t *testing.T) {
	flag := func(name string) Input { return Input{"kube-scheduler", []Setting{{Name: name, Value: "1"}}} }
	if !flag("leader-elect-retry-period").related(flag("leader-elect")) || flag("v").related(flag("vmodule")) {
		t.Error("families of flags")
	}
	field := func(name string) Input { return Input{"kubelet", []Setting{{Name: name, Value: "1", IsField: true}}} }
	if !field("evictionSoft").related(field("evictionSoftGracePeriod")) || field("maxPods").related(field("podsPerCore")) {
		t.Error("families of fields")
	}
}
