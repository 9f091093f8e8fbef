package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"kubemint/conformance/cgroup"
	"kubemint/conformance/cluster"
	"kubemint/conformance/isolation"
	"kubemint/conformance/job"
	"kubemint/conformance/negative"
	"kubemint/conformance/report"
	"kubemint/conformance/toolbox"
)

// options are what the command line says.
type options struct {
	kubernetes, kubemint string
	runtimes, checks     []string
	failovers, patience  int
	record, hold         bool
	negative             string
}

func parse(arguments []string) (options, error) {
	var o options
	var runtimes, checks string
	flags := flag.NewFlagSet("conformance", flag.ContinueOnError)
	flags.StringVar(&o.kubernetes, "kubernetes", "1.37", "Kubernetes minor version")
	flags.StringVar(&o.kubemint, "kubemint", "", "path of the kubemint to test; built with cargo when empty")
	flags.StringVar(&runtimes, "runtime", "static-pod,systemd", "runtimes to test, separated by commas")
	flags.StringVar(&checks, "checks", "", "names or points of checks to run, separated by commas; all when empty")
	flags.IntVar(&o.failovers, "failovers", 4, "how many leaders to take away")
	flags.IntVar(&o.patience, "patience", 1, "multiplies every time limit, on a busy machine; the results are not recorded then")
	flags.BoolVar(&o.record, "record", false, "keep the results and write docs/conformance.md and docs/conformance/ from them")
	flags.BoolVar(&o.hold, "hold", false, "leave each cluster running until interrupted, to look at it")
	flags.StringVar(&o.negative, "negative", "", "names of breaks to try, separated by commas, or all; no other run is made then")
	if err := flags.Parse(arguments); err != nil {
		return o, err
	}
	o.runtimes, o.checks = split(runtimes), split(checks)
	if o.record && (o.patience != 1 || len(o.checks) > 0 || o.negative != "" && o.negative != "all") {
		return o, errors.New("only a run of everything with the limits as they are is recorded: leave out -checks and -patience, and say -negative all")
	}
	return o, nil
}

func split(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}

// outside prepares what needs the network, and then gives each cluster namespaces of its own.
func outside(ctx context.Context, arguments []string) error {
	o, err := parse(arguments)
	if err != nil {
		return err
	}
	tools, err := toolbox.Prepare(ctx, o.kubernetes, o.kubemint)
	if err != nil {
		return err
	}
	unlock, err := lock(tools.Cache)
	if err != nil {
		return err
	}
	defer unlock()
	if o.negative != "" {
		return breakAll(ctx, o, tools)
	}
	var failures []error
	for _, runtime := range o.runtimes {
		output := filepath.Join(tools.Repository, "target/conformance", o.kubernetes+"-"+runtime)
		work := job.Job{Tools: tools, Runtime: cluster.Runtime(runtime), Checks: o.checks, Failovers: o.failovers, Patience: o.patience, Hold: o.hold, Output: output}
		fmt.Printf("\n== Kubernetes %s, %s ==\n", tools.Version, runtime)
		if err := isolated(ctx, work); err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", runtime, err))
			if ctx.Err() != nil {
				break
			}
			continue
		}
		if o.record {
			failures = append(failures, report.Record(tools.Repository, output))
		}
	}
	return errors.Join(failures...)
}

// breakAll makes a cluster for each break.
func breakAll(ctx context.Context, o options, tools toolbox.Toolbox) error {
	names := split(o.negative)
	if o.negative == "all" {
		names = nil
		for _, b := range negative.All {
			names = append(names, b.Name)
		}
	}
	var failures []error
	var outputs []string
	for _, name := range names {
		broken, err := negative.Find(name)
		if err != nil {
			return err
		}
		fmt.Printf("\n== broken: %s ==\n", broken.Says)
		output := filepath.Join(tools.Repository, "target/conformance/negative-"+name)
		work := job.Job{Tools: tools, Runtime: cluster.StaticPod, Break: name, Patience: o.patience, Hold: o.hold, Output: output}
		if err := isolated(ctx, work); err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", name, err))
		}
		if ctx.Err() != nil {
			break
		}
		outputs = append(outputs, output)
	}
	if err := errors.Join(failures...); err != nil || !o.record {
		return err
	}
	return report.RecordBreaks(tools.Repository, outputs)
}

// isolated runs a job and leaves nothing behind, however it ended.
func isolated(ctx context.Context, work job.Job) error {
	if err := errors.Join(cgroup.RemoveAll(), work.Clean(), os.RemoveAll(work.Output)); err != nil {
		return fmt.Errorf("clearing what an earlier run left: %w", err)
	}
	text, err := work.Text()
	if err != nil {
		return err
	}
	code, err := isolation.Run(text)
	if err == nil && code != 0 {
		err = fmt.Errorf("failed (exit code %d)", code)
	}
	if err == nil {
		err = ctx.Err()
	}
	return errors.Join(err, cgroup.RemoveAll(), work.Clean())
}

// lock keeps a second run out: it would use the same control groups and folder.
func lock(cache string) (unlock func(), err error) {
	path := filepath.Join(cache, "run.lock")
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, fmt.Errorf("another conformance run holds %s: %w", path, err)
	}
	return func() { file.Close() }, nil
}
