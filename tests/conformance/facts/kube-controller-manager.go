//go:build ignore

package main

import (
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	"k8s.io/kubernetes/cmd/kube-controller-manager/app"
	"k8s.io/kubernetes/pkg/controller/nodeipam/ipam"
)

func main() {
	const name = "kube-controller-manager"
	command := app.NewControllerManagerCommand()
	printCommand(name, command)
	printGates(name)
	printServingWords(name, command.Flags())

	known := app.KnownControllers()
	var aliases []string
	for alias, canonical := range app.ControllerAliases() {
		known = append(known, alias)
		aliases = append(aliases, alias+"="+canonical)
	}
	words(name, "controllers", toggled, known)
	words(name, "controller-aliases", aside, aliases)
	words(name, "controllers-off-by-default", aside, app.ControllersDisabledByDefault())
	words(name, "cidr-allocator-type", orEmpty, wordsOf(ipam.RangeAllocatorType, ipam.CloudAllocatorType))
	words(name, "cloud-provider", orEmpty, []string{"external"})
	words(name, "leader-elect-resource-lock", one, []string{resourcelock.LeasesResourceLock})
}
