package cgroup

import "testing"

func TestOwnGroup(t *testing.T) {
	const lines = "9:name=systemd:/a\n4:memory:/b/c\n0::/d\n"
	for hierarchy, want := range map[string]string{"systemd": "/a", "memory": "/b/c", "cpu": "/", "unified": "/d"} {
		if got := ownGroup(lines, hierarchy); got != want {
			t.Errorf("%s: got %q, want %q", hierarchy, got, want)
		}
	}
}

func TestSumOf(t *testing.T) {
	if got := sumOf("rss 1\ntotal_rss 20\ntotal_shmem 300\ntotal_cache 4000\n", "total_rss", "total_shmem"); got != 320 {
		t.Errorf("got %d", got)
	}
}
