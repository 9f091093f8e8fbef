//go:build ignore

package main

import "k8s.io/kubernetes/cmd/kube-scheduler/app"

func main() {
	printCommand("kube-scheduler", app.NewSchedulerCommand())
	printGates("kube-scheduler")
}
