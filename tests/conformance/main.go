// Command conformance boots a real Kubernetes cluster from what kubemint renders and judges it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"kubemint/conformance/cgroup"
	"kubemint/conformance/isolation"
	"kubemint/conformance/job"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var err error
	if handover := isolation.Handover(); handover != "" {
		err = inside(ctx, handover)
	} else {
		err = outside(ctx, os.Args[1:])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(1)
	}
}

// inside is the run itself, in namespaces of its own.
func inside(ctx context.Context, handover string) error {
	work, err := job.Parse(handover)
	if err != nil {
		return err
	}
	if err := errors.Join(cgroup.Enter(), isolation.Prepare(ctx)); err != nil {
		return err
	}
	return work.Run(ctx)
}
