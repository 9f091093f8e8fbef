//go:build ignore

package main

import "k8s.io/kubernetes/cmd/kubeadm/app/constants"

// The tags of the images that kubeadm of this minor pulls next to those of Kubernetes itself.
func main() {
	record("images", "coredns", constants.CoreDNSVersion)
	record("images", "etcd", constants.DefaultEtcdVersion)
	record("images", "pause", constants.PauseVersion)
}
