package failover

import (
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	of := func(seconds ...int) []Failover {
		var done []Failover
		for _, s := range seconds {
			done = append(done, Failover{Took: time.Duration(s) * time.Second})
		}
		return done
	}
	for _, test := range []struct {
		done []Failover
		want time.Duration
	}{{nil, 0}, {of(7), 7 * time.Second}, {of(9, 1, 4), 4 * time.Second}, {of(9, 1, 4, 5), 4500 * time.Millisecond}} {
		if got := Median(test.done); got != test.want {
			t.Errorf("%v: got %v, want %v", test.done, got, test.want)
		}
	}
}

func TestPlanHasEachComponentWithEachFault(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Plan(4) {
		seen[f.Component+string(f.Fault)] = true
	}
	if len(seen) != 4 {
		t.Errorf("four failovers show only %v", seen)
	}
}
