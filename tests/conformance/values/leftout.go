package main

import (
	"regexp"
	"slices"
)

// leftOut are flags and fields whose values this check cannot judge, by the reason.
var leftOut = map[string][]string{
	"prints something and ends": {"etcd version", "etcd help", "kube-apiserver version", "kube-apiserver help", "kube-controller-manager version",
		"kube-controller-manager help", "kube-scheduler version", "kube-scheduler help", "kube-scheduler write-config-to", "kubelet version", "kubelet help"},
	"is left over from the Go test framework, which etcd links": {"etcd test.coverprofile", "etcd test.outputdir"},
	"asks machines that are not there": {"etcd discovery-srv", "etcd discovery-endpoints", "etcd discovery-token", "etcd force-new-cluster",
		"kubelet staticPodURL", "kubelet manifest-url", "kubelet node-ip", "kubelet lock-file", "kubelet exit-on-lock-contention"},
	"depends on the machine's processors, memory, files and control groups": {"kubelet failCgroupV1", "kubelet fail-cgroupv1", "kubelet maxOpenFiles", "kubelet max-open-files",
		"kubelet reservedMemory[].numaNode", "kubelet reservedMemory[].limits",
		"kubelet reservedMemory", "kubelet reserved-memory", "etcd memory-mlock"},
}

// namesAFile matches flags and fields whose value is a path or a socket: whether a program starts depends on what lies there.
var namesAFile = regexp.MustCompile(`-(file|dir|path|cafile|certfile|keyfile|kubeconfig|config|certificate|key|manifest|cert|cacert|mounter-path|to)$|` +
	`^(kubeconfig|config|data-dir|master|image-service-endpoint|imageServiceEndpoint|volumePluginDir|resolvConf|resolv-conf|podLogsDir|log-outputs)$|` +
	`filepath|-sni-cert-key|-crl-|^authentication-config$`)

func isLeftOut(component, name string) bool {
	for _, names := range leftOut {
		if slices.Contains(names, component+" "+name) {
			return true
		}
	}
	return namesAFile.MatchString(name)
}
