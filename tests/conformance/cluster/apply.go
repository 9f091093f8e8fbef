package cluster

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kubemint/conformance/kubernetes"
)

const (
	// readyTime is how long the control plane may take from boot.
	readyTime = 180 * time.Second
	joinTime  = 90 * time.Second
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
	if err := c.apply(ctx, c.Admin); err != nil {
		return err
	}
	broken := c.Alter != nil || c.LeaveOut != ""
	limit := joinTime
	if broken {
		limit = joinTime / 3
	}
	if err := c.labelNodes(ctx, limit); err != nil && !broken {
		return err // a broken cluster may lack a node
	}
	return nil
}

// labelNodes applies the nodes' role labels once all have registered: before, it would make the Node
// objects that the kubelets are to make.
func (c *Cluster) labelNodes(ctx context.Context, limit time.Duration) error {
	err := Await(ctx, limit, "the nodes' registration", func(ctx context.Context) error {
		var nodes kubernetes.List[kubernetes.Node]
		if err := c.Admin.Read(ctx, "/api/v1/nodes", &nodes); err != nil {
			return err
		}
		if len(nodes.Items) < len(c.Machines) {
			return fmt.Errorf("%d of %d nodes have registered", len(nodes.Items), len(c.Machines))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return applyFolder(ctx, c.Admin, filepath.Join(c.Tree, "public/cluster/nodes"), "--force-conflicts")
}

func (c *Cluster) apply(ctx context.Context, who *kubernetes.Client) error {
	for _, half := range []string{"public", "secret"} {
		folder, err := c.objects(half)
		if err != nil {
			return err
		}
		if err := applyFolder(ctx, who, folder); err != nil {
			return err
		}
	}
	return nil
}

// applyFolder applies as README.md and `kubemint diff` say.
func applyFolder(ctx context.Context, who *kubernetes.Client, folder string, more ...string) error {
	arguments := append([]string{"apply", "--server-side", "--field-manager=kubemint", "-k", folder}, more...)
	_, err := who.Run(ctx, arguments...)
	return err
}

// objects is the folder to apply: the rendered one, or a copy that lacks what a negative run leaves out.
func (c *Cluster) objects(half string) (string, error) {
	rendered := filepath.Join(c.Tree, half, "cluster")
	if c.LeaveOut == "" || half != "public" {
		return rendered, nil
	}
	folder := filepath.Join(c.Folder, "objects")
	if err := os.CopyFS(folder, os.DirFS(rendered)); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	index := filepath.Join(folder, "kustomization.yaml")
	content, err := os.ReadFile(index)
	if err != nil {
		return "", err
	}
	var kept []string
	for line := range strings.Lines(string(content)) {
		if !strings.Contains(line, c.LeaveOut) {
			kept = append(kept, line)
		}
	}
	return folder, os.WriteFile(index, []byte(strings.Join(kept, "")), 0o644)
}
