//go:build ignore

package main

import (
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	"k8s.io/kubernetes/cmd/kube-scheduler/app"
)

func main() {
	const name = "kube-scheduler"
	command := app.NewSchedulerCommand()
	printCommand(name, command)
	printGates(name)
	printServingWords(name, command.Flags())
	words(name, "leader-elect-resource-lock", one, []string{resourcelock.LeasesResourceLock})
}
