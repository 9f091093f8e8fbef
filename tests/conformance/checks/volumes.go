package checks

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"kubemint/conformance/cluster"
	"kubemint/conformance/machine"
	"kubemint/conformance/process"
)

const (
	volumePath  = "/volume"
	volumeGroup = 4242
)

// volumes mounts what only a kubelet with its machine's own mounts and modes can: its unit's sandbox must leave both alone.
var volumes = Check{
	Name: "volumes", Point: 12,
	Claim: "on every node a pod sees the tmpfs that the kubelet mounted for it, with the group and the setgid bit of its fsGroup",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		if c.Runtime.ServingByRequest() {
			if err := approveServing(ctx, c); err != nil {
				return err
			}
		}
		for _, m := range c.Machines {
			if err := c.Admin.Create(ctx, "/api/v1/namespaces/default/pods", podWithVolume(m.Name), nil); err != nil {
				return err
			}
		}
		for _, m := range c.Machines {
			pod := "volume-" + m.Name
			if err := podRuns(ctx, c, pod); err != nil {
				return err
			}
			seen, err := c.Admin.Run(ctx, "exec", pod, "--", "shell", "volume", volumePath)
			if err != nil {
				return err
			}
			if want := fmt.Sprintf("tmpfs group %d setgid true", volumeGroup); strings.TrimSpace(seen) != want {
				return fmt.Errorf("%s sees its volume as %q instead of %q", pod, strings.TrimSpace(seen), want)
			}
			if err := sharesMounts(ctx, m); err != nil {
				return err
			}
			e.Add("%s: %s; the kubelet's mounts are the machine's own", m.Name, strings.TrimSpace(seen))
		}
		return nil
	},
}

func podWithVolume(node string) map[string]any {
	pod := probe(node)
	pod["metadata"].(map[string]any)["name"] = "volume-" + node
	spec := pod["spec"].(map[string]any)
	spec["securityContext"] = map[string]any{"fsGroup": volumeGroup}
	spec["volumes"] = []any{map[string]any{"name": "memory", "emptyDir": map[string]any{"medium": "Memory", "sizeLimit": "1Mi"}}}
	container := spec["containers"].([]any)[0].(map[string]any)
	container["volumeMounts"] = []any{map[string]any{"name": "memory", "mountPath": volumePath}}
	return pod
}

// sharesMounts wants the kubelet in the mount namespace of its machine's init.
func sharesMounts(ctx context.Context, m *machine.Machine) error {
	kubelet, err := process.Find(m.Name, "kubelet")
	if err != nil {
		return err
	}
	own, err := os.Readlink(filepath.Join("/proc", strconv.Itoa(kubelet.PID), "ns/mnt"))
	if err != nil {
		return err
	}
	of, err := m.Exec(ctx, "readlink", "/proc/1/ns/mnt")
	if err != nil {
		return err
	}
	if machines := strings.TrimSpace(of); own != machines {
		return fmt.Errorf("the kubelet of %s has the mount namespace %s, and its machine %s", m.Name, own, machines)
	}
	return nil
}
