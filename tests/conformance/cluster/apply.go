package cluster

import (
	"context"
	"fmt"
	"time"

	"kubemint/conformance/kubernetes"
)

const (
	// readyTime is how long the control plane may take from boot.
	readyTime = 180 * time.Second
	joinTime  = 60 * time.Second
)

// ApplyFirst applies the objects of the tree: the first time as super-admin, since nobody else has
// rights yet, and once more as admin, who from then on is the one that does.
func (c *Cluster) ApplyFirst(ctx context.Context) error {
	err := Await(ctx, readyTime, "an API server behind the load balancer", func(ctx context.Context) error {
		answer, err := c.SuperAdmin.Get(ctx, "/readyz")
		if err == nil && answer.Status != 200 {
			err = fmt.Errorf("/readyz: %d %s", answer.Status, answer.Body)
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := c.apply(ctx, c.SuperAdmin); err != nil {
		return err
	}
	return c.apply(ctx, c.Admin)
}

func (c *Cluster) apply(ctx context.Context, who *kubernetes.Client) error {
	for _, half := range []string{"public", "secret"} {
		if _, err := who.Run(ctx, "apply", "--server-side", "-k", c.Tree+"/"+half+"/cluster"); err != nil {
			return err
		}
	}
	return nil
}
