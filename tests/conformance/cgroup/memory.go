package cgroup

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// PeakMemory watches the memory of all machines together until the context ends, and then returns the
// most that was seen, in bytes: what processes hold and what lies in tmpfs, not the page cache.
func PeakMemory(ctx context.Context) <-chan int64 {
	result := make(chan int64, 1)
	go func() {
		peak := int64(0)
		for ctx.Err() == nil {
			peak = max(peak, memoryNow())
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
		result <- peak
	}()
	return result
}

func memoryNow() int64 {
	folders, err := parents()
	if err != nil {
		return 0
	}
	for _, folder := range folders {
		statistics, err := os.ReadFile(filepath.Join(folder, "memory.stat"))
		if err == nil {
			return sumOf(string(statistics), "total_rss", "total_shmem")
		}
	}
	return 0
}

// sumOf adds some lines of memory.stat.
func sumOf(statistics string, names ...string) int64 {
	sum := int64(0)
	for line := range strings.Lines(statistics) {
		fields := strings.Fields(line)
		for _, name := range names {
			if len(fields) == 2 && fields[0] == name {
				value, _ := strconv.ParseInt(fields[1], 10, 64)
				sum += value
			}
		}
	}
	return sum
}
