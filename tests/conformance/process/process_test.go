package process

import (
	"slices"
	"testing"
)

func TestMachineOf(t *testing.T) {
	groups := "5:pids:/outer/kubemint-conformance/master-2/system.slice/etcd.service\n0::/\n"
	if machine, ok := machineOf(groups); !ok || machine != "master-2" {
		t.Errorf("got %q, %v", machine, ok)
	}
	if machine, ok := machineOf("5:pids:/kubemint-conformance/worker-1\n"); !ok || machine != "worker-1" {
		t.Errorf("got %q, %v", machine, ok)
	}
	if machine, ok := machineOf("5:pids:/system.slice\n"); ok {
		t.Errorf("got %q for a process of no machine", machine)
	}
}

func TestStartTimeSurvivesParenthesesInTheName(t *testing.T) {
	stat := "7 (a) b) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20 21"
	if got := startTime(stat); got != "4711" {
		t.Errorf("got %q", got)
	}
}

func TestChangedNamesRestartedAndGone(t *testing.T) {
	earlier := Running{"a/etcd": {PID: 1, Start: "1"}, "b/etcd": {PID: 2, Start: "1"}, "c/etcd": {PID: 3, Start: "1"}}
	now := Running{"a/etcd": {PID: 1, Start: "1"}, "b/etcd": {PID: 2, Start: "9"}}
	if got, want := earlier.Changed(now), []string{"b/etcd", "c/etcd (gone)"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
