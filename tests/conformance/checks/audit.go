package checks

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"kubemint/conformance/cluster"
)

// auditWindow is how long the log of a cluster without workload is watched.
const auditWindow = time.Minute

var auditNoise = Check{
	Name: "audit", Point: 3,
	Claim: "the audit log of a cluster without workload holds no renewal of a lease by the system, and a month of it fits the limits of [audit]",
	Run: func(ctx context.Context, c *cluster.Cluster, e *Evidence) error {
		before := map[string]int{}
		for _, m := range c.Masters() {
			log, err := os.ReadFile(m.Path(auditLog))
			if err != nil {
				return err
			}
			before[m.Name] = bytes.LastIndexByte(log, '\n') + 1
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(auditWindow):
		}
		for _, m := range c.Masters() {
			log, err := os.ReadFile(m.Path(auditLog))
			if err != nil {
				return err
			}
			if len(log) < before[m.Name] {
				return fmt.Errorf("the audit log of %s was rotated while it was watched", m.Name)
			}
			whole := log[before[m.Name] : bytes.LastIndexByte(log, '\n')+1]
			if err := judgeAudit(m.Name, string(whole), e); err != nil {
				return err
			}
		}
		return nil
	},
}

// auditBudget is 10 files of 100 MB in 30 days, in bytes a minute.
const auditBudget = 10 * 100 << 20 / (30 * 24 * 60)

func judgeAudit(node, log string, e *Evidence) error {
	size := map[string]int{}
	for _, line := range strings.Split(strings.TrimSpace(log), "\n") {
		var event auditEvent
		if line == "" {
			continue
		}
		if err := json.Unmarshal([]byte(line), &event); err != nil {
			return fmt.Errorf("the audit log of %s: %w", node, err)
		}
		isRenewal := event.Object.Resource == "leases" && slices.Contains([]string{"get", "update", "patch"}, event.Verb)
		if isRenewal && strings.HasPrefix(event.User.Username, "system:") {
			return fmt.Errorf("the audit log of %s has a renewal of a lease: %s", node, line)
		}
		size[what(event)] += len(line) + 1
	}
	total := 0
	kinds := make([]string, 0, len(size))
	for kind, written := range size {
		total += written
		kinds = append(kinds, kind)
	}
	slices.SortFunc(kinds, func(a, b string) int { return size[b] - size[a] })
	e.Add("%s: %.1f kB in %s, %.0f MB a day", node, float64(total)/1e3, auditWindow, float64(total)/1e6*24*60*time.Minute.Seconds()/auditWindow.Seconds())
	for _, kind := range kinds[:min(len(kinds), 6)] {
		e.Add("    %5.1f kB %s", float64(size[kind])/1e3, kind)
	}
	if total > auditBudget {
		return fmt.Errorf("%s writes %d bytes a minute; 30 days in 10 files of 100 MB have room for %d", node, total, auditBudget)
	}
	return nil
}

// what names a kind of request, by whom it is made.
func what(event auditEvent) string {
	if event.Object.Resource == "" {
		path, _, _ := strings.Cut(event.RequestURI, "?")
		return event.User.Username + " " + event.Verb + " " + path
	}
	resource := event.Object.Resource
	if event.Object.Subresource != "" {
		resource += "/" + event.Object.Subresource
	}
	return event.User.Username + " " + event.Verb + " " + resource
}
