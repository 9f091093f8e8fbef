package checks

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"kubemint/conformance/cluster"
	"kubemint/conformance/kubernetes"
	"kubemint/conformance/machine"
	"kubemint/conformance/process"
)

// startTime is how long after boot the control plane may take until all of it is ready.
const startTime = 180 * time.Second

// controlPlaneComponents run on each control-plane node.
var controlPlaneComponents = []string{"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"}

var startup = Check{
	Name: "startup", Point: 1,
	Claim: "all static pods are Ready, or all units active, within 180 s of boot",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		limit := startTime - time.Since(c.Booted)/time.Duration(cluster.Patience)
		err := cluster.Await(ctx, limit, "the control plane", func(ctx context.Context) error { return componentsRun(ctx, c) })
		if err != nil {
			return err
		}
		c.Ready = time.Since(c.Booted)
		e.Add("%d components on %d nodes ready %.0f s after boot", len(cluster.ControlPlane)*len(controlPlaneComponents), len(cluster.ControlPlane), c.Ready.Seconds())
		return c.Settle()
	},
}

// componentsRun wants the whole control plane ready, in the words of its runtime.
func componentsRun(ctx context.Context, c *cluster.Cluster) error {
	if c.Runtime == cluster.Systemd {
		return unitsActive(ctx, c)
	}
	return podsReady(ctx, c)
}

// AllReady wants that and all members of etcd healthy.
func AllReady(ctx context.Context, c *cluster.Cluster) error {
	if _, err := etcdMembers(ctx, c, cluster.ControlPlane[0]); err != nil {
		return err
	}
	return componentsRun(ctx, c)
}

// podsReady wants a Ready mirror pod for each component of each control-plane node.
func podsReady(ctx context.Context, c *cluster.Cluster) error {
	var pods kubernetes.List[kubernetes.Pod]
	if err := c.Admin.Read(ctx, "/api/v1/namespaces/kube-system/pods", &pods); err != nil {
		return err
	}
	found := map[string]kubernetes.Pod{}
	for _, pod := range pods.Items {
		found[pod.Metadata.Name] = pod
	}
	var failures []error
	for _, node := range cluster.ControlPlane {
		for _, component := range controlPlaneComponents {
			name := component + "-" + node
			if pod, ok := found[name]; !ok {
				failures = append(failures, fmt.Errorf("there is no pod %s%s", name, exited(ctx, c.Machine(node), component)))
			} else if !pod.Ready() {
				failures = append(failures, fmt.Errorf("pod %s is not ready: %s%s", name, whyNot(pod), lastWords(ctx, c.Machine(node), component)))
			}
		}
	}
	return errors.Join(failures...)
}

func whyNot(pod kubernetes.Pod) string {
	for _, container := range pod.Status.Containers {
		reasons := []string{container.State.Waiting.Reason, container.State.Waiting.Message, container.LastState.Terminated.Reason, container.LastState.Terminated.Message}
		if text := strings.Join(strings.Fields(strings.Join(reasons, " ")), " "); text != "" {
			return fmt.Sprintf("%s (%d restarts)", text, container.RestartCount)
		}
	}
	return "phase " + pod.Status.Phase
}

// lastWords is what a component's newest container last said, if the reason for its end may be in it.
func lastWords(ctx context.Context, m *machine.Machine, component string) string {
	output, err := m.Exec(ctx, "sh", "-c", "tail -qn 20 $(ls -t /var/log/pods/*_"+component+"-*/"+component+"/*.log | head -1) | grep -E 'rror|denied|not permitted|refused|fatal|panic' | tail -1")
	if err != nil || strings.TrimSpace(output) == "" {
		return ""
	}
	return "; its log on " + m.Name + ": " + strings.TrimSpace(output)
}

// exited says why a component's pod never came up: in its own words, else in the kubelet's. That the kubelet
// waits before the next try is no reason.
func exited(ctx context.Context, m *machine.Machine, component string) string {
	if words := lastWords(ctx, m, component); words != "" {
		return words
	}
	output, err := m.Exec(ctx, "sh", "-c", "journalctl -u kubelet.service --no-pager -o cat | grep -F "+component+" | grep -E 'err=|failed' | grep -v CrashLoopBackOff | tail -1")
	if err != nil || strings.TrimSpace(output) == "" {
		return ""
	}
	return "; the kubelet of " + m.Name + ": " + strings.TrimSpace(output)
}

// unitsActive wants each component's unit active on each control-plane node, and each API server ready.
func unitsActive(ctx context.Context, c *cluster.Cluster) error {
	var failures []error
	for _, m := range c.Masters() {
		for _, component := range append([]string{"kubelet"}, controlPlaneComponents...) {
			state, err := m.Exec(ctx, "systemctl", "is-active", component+".service")
			if strings.TrimSpace(state) != "active" {
				failures = append(failures, fmt.Errorf("%s on %s is %s (%w)", component, m.Name, strings.TrimSpace(state), err))
			}
		}
		answer, err := c.AtNode(m.Name).Get(ctx, "/readyz")
		if err != nil || answer.Status != 200 {
			failures = append(failures, fmt.Errorf("/readyz of %s: %d %s %v", m.Name, answer.Status, answer.Body, err))
		}
	}
	return errors.Join(failures...)
}

var noRestart = Check{
	Name: "no-restart", Point: 1,
	Claim: "since the cluster was ready no component has restarted",
	Run: func(_ context.Context, c *cluster.Cluster, e *Evidence) error {
		now, err := process.Snapshot()
		if err != nil {
			return err
		}
		if changed := c.Settled.Changed(now); len(changed) > 0 {
			return fmt.Errorf("restarted without a fault that was injected: %s", strings.Join(changed, ", "))
		}
		e.Add("%d processes are those that ran when the cluster became ready, %.0f s ago", len(c.Settled), (time.Since(c.Booted) - c.Ready).Seconds())
		return nil
	},
}
