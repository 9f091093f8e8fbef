package main

import (
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// lanes are what runs side by side, each in a network and a mount namespace of its own, with the components that it judges.
var lanes = map[string][]string{
	"apiserver": {"kube-apiserver"},
	"control":   {"kube-controller-manager", "kube-scheduler"},
	"node":      {"etcd", "kubelet"},
}

// Surroundings are what the components of a lane need around them.
type Surroundings struct {
	node   Node
	client *http.Client
}

// prepare installs the node's files and starts what the lane's components ask: etcd, kube-apiserver, containerd.
func prepare(lane string, node Node) (*Surroundings, error) {
	s := &Surroundings{node: node}
	for _, folder := range []string{"/etc/kubernetes", "/var/lib/etcd", "/var/lib/kubelet", "/var/log/kubernetes", "/run/containerd", "/var/lib/containerd"} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return nil, err
		}
		if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, ""); err != nil {
			return nil, fmt.Errorf("%s: %w", folder, err)
		}
	}
	if err := os.MkdirAll("/var/log/kubernetes/audit", 0o700); err != nil {
		return nil, err
	}
	if err := s.install("etc/kubernetes"); err != nil {
		return nil, err
	}
	switch lane {
	case "apiserver":
		return s, s.serve("etcd")
	case "control":
		return s, errors.Join(s.serve("etcd"), s.serve("kube-apiserver"), s.connect())
	}
	return s, errors.Join(controlGroups(), closeSysctl(), background([]string{"containerd"}, regexp.MustCompile(`containerd successfully booted`)))
}

// install copies one folder of the node's files, both halves.
func (s *Surroundings) install(folder string) error {
	for _, half := range []string{s.node.public(folder), s.node.Secret(filepath.Join("nodes", s.node.name, folder))} {
		if _, err := os.Stat(half); err != nil {
			continue
		}
		if said, err := exec.Command("cp", "-r", half+"/.", "/"+folder).CombinedOutput(); err != nil {
			return fmt.Errorf("%w: %s", err, said)
		}
	}
	return nil
}

// serve starts a component as the tree has it and waits until it works. It ends with the namespaces.
func (s *Surroundings) serve(component string) error {
	start, err := s.node.Start(component)
	if err != nil {
		return err
	}
	return background(start.Command, programs[component].past)
}

func background(command []string, ready *regexp.Regexp) error {
	process := exec.Command(command[0], command[1:]...)
	output, err := process.StderrPipe()
	if err != nil {
		return err
	}
	if err := process.Start(); err != nil {
		return err
	}
	log := &log{past: make(chan struct{}), done: make(chan struct{})}
	go log.read(output, Program{past: ready})
	select {
	case <-log.past:
		return nil
	case <-log.done:
		return fmt.Errorf("%s ended: %s", command[0], log.reason())
	case <-time.After(2 * time.Minute):
		return fmt.Errorf("%s does not work", command[0])
	}
}

// controlGroups mounts the hierarchies as the namespace of control groups sees them: a network namespace brings a new /sys without any.
func controlGroups() error {
	const root = "/sys/fs/cgroup"
	groups, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return err
	}
	if err := syscall.Mount("tmpfs", root, "tmpfs", 0, ""); err != nil {
		return err
	}
	for line := range strings.Lines(string(groups)) {
		fields := strings.SplitN(line, ":", 3)
		if len(fields) != 3 || fields[1] == "" {
			continue
		}
		folder, options := filepath.Join(root, strings.TrimPrefix(fields[1], "name=")), fields[1]
		if strings.HasPrefix(options, "name=") {
			options = "none," + options
		}
		err = errors.Join(err, os.Mkdir(folder, 0o755), syscall.Mount("cgroup", folder, "cgroup", 0, options))
	}
	return err
}

// kernelSettings are what the kubelet writes at its start.
var kernelSettings = []string{"vm/overcommit_memory", "vm/panic_on_oom", "kernel/panic", "kernel/panic_on_oops", "kernel/keys/root_maxkeys", "kernel/keys/root_maxbytes"}

// closeSysctl keeps the kubelet from setting the host's own kernel: it writes to copies of those files, and to no other.
func closeSysctl() error {
	err := errors.Join(syscall.Mount("/proc/sys", "/proc/sys", "", syscall.MS_BIND, ""),
		syscall.Mount("", "/proc/sys", "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	for i, setting := range kernelSettings {
		setting, place := filepath.Join("/proc/sys", setting), fmt.Sprintf("/run/containerd/setting-%d", i)
		value, missing := os.ReadFile(setting)
		if missing == nil {
			err = errors.Join(err, os.WriteFile(place, value, 0o644), syscall.Mount(place, setting, "", syscall.MS_BIND, ""))
		}
	}
	return err
}

// before makes the place for a component's next start: no data, no lease, no checkpoint of the one before.
func (s *Surroundings) before(component string) error {
	switch component {
	case "etcd":
		return clear("/var/lib/etcd")
	case "kubelet":
		return errors.Join(clear("/var/lib/kubelet"), s.install("var/lib/kubelet"))
	case "kube-controller-manager", "kube-scheduler":
		return s.dropLease(component)
	}
	return nil
}

func clear(folder string) error {
	entries, err := os.ReadDir(folder)
	for _, entry := range entries {
		err = errors.Join(err, os.RemoveAll(filepath.Join(folder, entry.Name())))
	}
	return err
}

var credential = regexp.MustCompile(`client-(certificate|key)-data: "?([A-Za-z0-9+/=]+)`)

// connect reads the certificate of the super administrator, and waits until the API server is ready.
func (s *Surroundings) connect() error {
	kubeconfig, err := os.ReadFile(s.node.Secret("cluster/super-admin.conf"))
	if err != nil {
		return err
	}
	pem := map[string][]byte{}
	for _, match := range credential.FindAllSubmatch(kubeconfig, -1) {
		pem[string(match[1])], err = base64.StdEncoding.DecodeString(string(match[2]))
		if err != nil {
			return err
		}
	}
	pair, err := tls.X509KeyPair(pem["certificate"], pem["key"])
	if err != nil {
		return err
	}
	// The namespace has nobody else in it.
	s.client = &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{Certificates: []tls.Certificate{pair}, InsecureSkipVerify: true}}}
	for range 300 {
		if answer, err := s.client.Get(server + "/readyz"); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(200 * time.Millisecond)
	}
	return errors.New("kube-apiserver is not ready")
}

const server = "https://127.0.0.1:6443"

// dropLease takes the lease of the start before away: the next one need not wait for its end.
func (s *Surroundings) dropLease(component string) error {
	request, err := http.NewRequest(http.MethodDelete, server+"/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/"+component, nil)
	if err != nil {
		return err
	}
	answer, err := s.client.Do(request)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}
