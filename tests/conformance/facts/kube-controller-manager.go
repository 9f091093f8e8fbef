//go:build ignore

package main

import "k8s.io/kubernetes/cmd/kube-controller-manager/app"

func main() {
	printCommand("kube-controller-manager", app.NewControllerManagerCommand())
	printGates("kube-controller-manager")
}
