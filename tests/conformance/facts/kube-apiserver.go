//go:build ignore

package main

import "k8s.io/kubernetes/cmd/kube-apiserver/app"

func main() {
	printCommand("kube-apiserver", app.NewAPIServerCommand())
	printGates("kube-apiserver")
}
