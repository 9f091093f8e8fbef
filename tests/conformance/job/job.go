// Package job is one cluster from its first render to its end, inside namespaces of its own.
package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"kubemint/conformance/cgroup"
	"kubemint/conformance/checks"
	"kubemint/conformance/cluster"
	"kubemint/conformance/failover"
	"kubemint/conformance/negative"
	"kubemint/conformance/report"
	"kubemint/conformance/toolbox"
)

// Job is what the harness outside hands to the one inside.
type Job struct {
	Tools   toolbox.Toolbox
	Runtime cluster.Runtime
	// Checks are names; none means all.
	Checks []string
	// Failovers is how many leaders are taken away.
	Failovers int
	// Break is the name of a break, or empty for a cluster as it should be.
	Break string
	// Patience is cluster.Patience.
	Patience int
	// Hold leaves the cluster running after the last check, until an interrupt.
	Hold bool
	// Output is the folder for the result and, after a failure, the logs.
	Output string
}

// Run does the job and writes its result.
func (j Job) Run(ctx context.Context) error {
	cluster.Patience = j.Patience
	started := time.Now()
	result := report.New(ctx, j.Tools, j.Runtime)
	watched, stop := context.WithCancel(ctx)
	defer stop()
	peak := cgroup.PeakMemory(watched)
	c, err := cluster.New(ctx, j.Tools, j.Runtime)
	if err == nil && j.Break != "" {
		return j.runBroken(ctx, c, &result)
	}
	if err == nil {
		step("four machines boot, each from `kubemint pack | tar`; the objects are applied")
		err = c.Start(ctx)
	}
	if err == nil {
		result.Boot = time.Since(started)
		err = j.judge(ctx, c, &result)
	}
	j.hold(ctx, c)
	stop()
	result.Ready, result.Took, result.Memory = c.Ready, time.Since(started), <-peak
	if err != nil {
		j.keepLogs(c)
		return err
	}
	return result.Write(j.Output)
}

// runBroken breaks the cluster and wants the suite to notice.
func (j Job) runBroken(ctx context.Context, c *cluster.Cluster, result *report.Result) error {
	started := time.Now()
	broken, err := negative.Find(j.Break)
	if err != nil {
		return err
	}
	broken.Prepare(c)
	defer j.hold(ctx, c)
	step("%s must go red: %s", broken.Check, broken.Says)
	evidence := &checks.Evidence{}
	if err = c.Start(ctx); err == nil {
		err = broken.Judge(ctx, c, evidence)
	}
	if err != nil {
		j.keepLogs(c)
		return err
	}
	result.Add(broken.Point(), broken.Check, broken.Says, time.Since(started), evidence.Lines)
	return result.Write(j.Output)
}

// hold lets a developer look at the cluster.
func (j Job) hold(ctx context.Context, c *cluster.Cluster) {
	if !j.Hold {
		return
	}
	// Outside, this process has another number than in its own namespace.
	fmt.Printf("held: nsenter -t $(pgrep -fx /proc/self/exe) -m -n -p, then kubectl --kubeconfig %s; interrupt to end\n", c.Secret("admin.conf"))
	<-ctx.Done()
}

// judge runs the checks and the failovers. A failed check does not stop those that only look.
func (j Job) judge(ctx context.Context, c *cluster.Cluster, result *report.Result) error {
	calm, disruptive, err := j.selected()
	if err != nil {
		return err
	}
	var failures []error
	for _, check := range calm {
		failures = append(failures, runCheck(ctx, c, result, check))
		if check.Name == "startup" && failures[len(failures)-1] != nil {
			return errors.Join(failures...)
		}
	}
	if err := errors.Join(failures...); err != nil {
		return err
	}
	if err := j.failovers(ctx, c, result); err != nil {
		return err
	}
	for _, check := range disruptive {
		if err := runCheck(ctx, c, result, check); err != nil {
			return err
		}
	}
	return nil
}

func (j Job) selected() (calm, disruptive []checks.Check, err error) {
	all, err := checks.Select(append(append([]checks.Check{}, checks.Calm...), checks.Disruptive...), j.Checks)
	for _, check := range all {
		if checks.IsDisruptive(check) {
			disruptive = append(disruptive, check)
		} else {
			calm = append(calm, check)
		}
	}
	return calm, disruptive, err
}

func runCheck(ctx context.Context, c *cluster.Cluster, result *report.Result, check checks.Check) error {
	step("%2d %-16s %s", check.Point, check.Name, check.Claim)
	started := time.Now()
	evidence := &checks.Evidence{}
	err := check.Run(ctx, c, evidence)
	if err != nil {
		fmt.Printf("   FAILED %s: %v\n", check.Name, err)
		return fmt.Errorf("%s: %w", check.Name, err)
	}
	result.Add(check.Point, check.Name, check.Claim, time.Since(started), evidence.Lines)
	return nil
}

func (j Job) failovers(ctx context.Context, c *cluster.Cluster, result *report.Result) error {
	if j.Failovers == 0 {
		return nil
	}
	claim := fmt.Sprintf("%d leaders are lost, by a cut link and by a killed process: each time another leads and works", j.Failovers)
	step(" 4 %-16s %s", "failover", claim)
	started := time.Now()
	evidence := &checks.Evidence{}
	done, err := failover.Run(ctx, c, evidence, failover.Plan(j.Failovers))
	evidence.Add("median %.1f s, longest %.1f s", failover.Median(done).Seconds(), failover.Longest(done).Seconds())
	if err != nil {
		fmt.Printf("   FAILED failover: %v\n", err)
		return fmt.Errorf("failover: %w", err)
	}
	result.Add(4, "failover", claim, time.Since(started), evidence.Lines)
	return nil
}

func step(format string, arguments ...any) {
	fmt.Printf("%s "+format+"\n", append([]any{time.Now().UTC().Format("15:04:05")}, arguments...)...)
}

// keepLogs leaves what a reader of the failure will want, whatever the failure was.
func (j Job) keepLogs(c *cluster.Cluster) {
	folder := filepath.Join(j.Output, "logs")
	// Not the run's context: an interrupt may have ended that.
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := c.CollectLogs(ctx, folder); err != nil {
		fmt.Println("some logs could not be kept:", err)
	}
	fmt.Println("the machines' journals, consoles and pod logs are in", folder)
}

// Text and Parse hand a job over to the harness inside.
func (j Job) Text() (string, error) {
	text, err := json.Marshal(j)
	return string(text), err
}

// Parse is the other end of Text.
func Parse(text string) (Job, error) {
	var j Job
	err := json.Unmarshal([]byte(text), &j)
	return j, err
}

// Clean removes the files of the run.
func (j Job) Clean() error { return os.RemoveAll(j.Tools.Run()) }
