package checks

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"kubemint/conformance/cluster"
)

// ownBusiness is what kube-controller-manager does under its own name even with --use-service-account-credentials:
// leader election, making the controllers' accounts and tokens, and asking who its own callers are.
var ownBusiness = []string{
	"coordination.k8s.io/leases", "/events", "/serviceaccounts", "/serviceaccounts/token", "/namespaces",
	"authentication.k8s.io/tokenreviews", "authorization.k8s.io/subjectaccessreviews",
}

var credentials = Check{
	Name: "credentials", Point: 8,
	Claim: "the controllers act as system:serviceaccount:kube-system:*, not as system:kube-controller-manager",
	Run: func(_ context.Context, c *cluster.Cluster, e *Evidence) error {
		accounts, own := map[string]int{}, map[string]int{}
		for _, m := range c.Masters() {
			if err := readAudit(m.Path(auditLog), accounts, own); err != nil {
				return err
			}
		}
		for resource, count := range own {
			if !slices.Contains(ownBusiness, resource) {
				return fmt.Errorf("system:kube-controller-manager itself touched %s, %d times", resource, count)
			}
		}
		for _, wanted := range []string{"node-controller", "root-ca-cert-publisher", "certificate-controller", "token-cleaner"} {
			if accounts[wanted] == 0 {
				return fmt.Errorf("%s has not acted under its own account; these have: %v", wanted, slices.Sorted(maps.Keys(accounts)))
			}
		}
		e.Add("%d controllers acted under their own accounts; kube-controller-manager itself only on %s", len(accounts), strings.Join(slices.Sorted(maps.Keys(own)), " "))
		return nil
	},
}

// auditLog is where the test clusters' API servers write.
const auditLog = "var/log/kubernetes/audit/audit.log"

// auditEvent is what the checks read of an audit.k8s.io/v1 Event.
type auditEvent struct {
	UserAgent  string `json:"userAgent"`
	Verb       string `json:"verb"`
	RequestURI string `json:"requestURI"`
	User       struct {
		Username string `json:"username"`
	} `json:"user"`
	Object struct {
		Group       string `json:"apiGroup"`
		Resource    string `json:"resource"`
		Subresource string `json:"subresource"`
	} `json:"objectRef"`
}

// readAudit counts kube-controller-manager's requests: by controller account, and by resource for its own name.
func readAudit(path string, accounts, own map[string]int) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var event auditEvent
		if json.Unmarshal(lines.Bytes(), &event) != nil {
			continue // the last line may be half written
		}
		if account, found := strings.CutPrefix(event.User.Username, "system:serviceaccount:kube-system:"); found {
			accounts[account]++
		}
		if event.User.Username == "system:kube-controller-manager" && event.Object.Resource != "" {
			own[strings.TrimSuffix(event.Object.Group+"/"+event.Object.Resource+"/"+event.Object.Subresource, "/")]++
		}
	}
	return lines.Err()
}
