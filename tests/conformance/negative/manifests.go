package negative

import (
	"fmt"
	"strings"

	"kubemint/conformance/cluster"
)

const manifests = "etc/kubernetes/manifests/"

var swappedRootCA = Break{
	Name: "swapped-root-ca", Says: "kube-controller-manager's --root-ca-file swapped with etcd's CA",
	Check: "root-ca", Reason: `with the root CA that pods get.*x509: certificate signed by unknown authority`,
	Alter: func(node string, entries map[string]*cluster.Entry) error {
		if node == cluster.WorkerName {
			return nil
		}
		return swapRootCA(entries)
	},
}

var movedServiceRange = Break{
	Name: "moved-service-range", Says: "the service range of kube-controller-manager moved onto the pods' first node range",
	Check: "nodes", Reason: `the nodes' pod ranges are \[.*\] instead of \[172\.30\.0\.0/24`,
	Alter: func(node string, entries map[string]*cluster.Entry) error {
		if node == cluster.WorkerName {
			return nil
		}
		return replaceText(entries, manifests+"kube-controller-manager.yaml", "--service-cluster-ip-range=10.254.0.0/16", "--service-cluster-ip-range=172.30.0.0/24")
	},
}

var missingCapability = Break{
	Name: "missing-capability", Says: "NET_BIND_SERVICE removed from kube-apiserver's pod",
	Check: "startup", Reason: `(?i)kube-apiserver.*operation not permitted`,
	Alter: func(node string, entries map[string]*cluster.Entry) error {
		if node != victim {
			return nil
		}
		return replaceText(entries, manifests+"kube-apiserver.yaml", "NET_BIND_SERVICE", "AUDIT_WRITE")
	},
}

var unreadableKey = Break{
	Name: "unreadable-key", Says: "a key made unreadable for its user",
	Check: "startup", Reason: `pod kube-scheduler-master-2 is not ready: .*scheduler\.key: permission denied`,
	Alter: func(node string, entries map[string]*cluster.Entry) error {
		if node != victim {
			return nil
		}
		key := entries[pki+"scheduler.key"]
		if key == nil {
			return fmt.Errorf("the installation has no %sscheduler.key", pki)
		}
		key.Header.Uid, key.Header.Gid, key.Header.Mode = 0, 0, 0o600
		// The boot would mend it by this line.
		return replaceText(entries, "etc/tmpfiles.d/kubemint.conf", "scheduler.key 0600 kube-scheduler kube-scheduler", "scheduler.key 0600 root root")
	},
}

var privateMounts = Break{
	Name: "private-mounts", Says: "the kubelet of one node given mounts of its own by its unit",
	Check: "volumes", Reason: `volume-master-2 sees its volume as "no tmpfs group \d+ setgid (true|false)"`,
	Alter: func(node string, entries map[string]*cluster.Entry) error {
		if node != victim {
			return nil
		}
		return replaceText(entries, "etc/systemd/system/kubelet.service", "LockPersonality=yes", "PrivateMounts=yes")
	},
}

var missingBinding = Break{
	Name: "missing-binding", Says: "the RBAC object left out that lets bootstrap tokens ask for certificates",
	Check: "bootstrap", Reason: `no request for kubernetes.io/kube-apiserver-client-kubelet by system:bootstrap:`,
	LeaveOut: "kubelet-bootstrap",
}

func swapRootCA(entries map[string]*cluster.Entry) error {
	return replaceText(entries, manifests+"kube-controller-manager.yaml", "--root-ca-file=/etc/kubernetes/pki/ca.crt", "--root-ca-file=/etc/kubernetes/pki/etcd/ca.crt")
}

// replaceText changes a file, and fails where there is nothing to change: an unbroken tree proves nothing.
func replaceText(entries map[string]*cluster.Entry, path, old, new string) error {
	entry := entries[path]
	if entry == nil || !strings.Contains(string(entry.Content), old) {
		return fmt.Errorf("%s has no %q to break", path, old)
	}
	entry.Content = []byte(strings.ReplaceAll(string(entry.Content), old, new))
	return nil
}
