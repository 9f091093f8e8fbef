package checks

import "testing"

func TestSelect(t *testing.T) {
	all := append(append([]Check{}, Calm...), Disruptive...)
	for _, test := range []struct {
		wanted []string
		want   string
	}{
		{[]string{"leaders", "etcd"}, "etcd leaders"}, {[]string{"2", "10"}, "etcd etcd-refuses expiration"}, {nil, namesOf(all)},
	} {
		selected, err := Select(all, test.wanted)
		if got := namesOf(selected); err != nil || got != test.want {
			t.Errorf("%v: got %q, %v, want %q", test.wanted, got, err, test.want)
		}
	}
	for _, unknown := range []string{"13", "nothing"} {
		if selected, err := Select(all, []string{"etcd", unknown}); err == nil {
			t.Errorf("%s selects %s", unknown, namesOf(selected))
		}
	}
}
