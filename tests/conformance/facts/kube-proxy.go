//go:build ignore

package main

import (
	"k8s.io/kube-proxy/config/v1alpha1"
	"k8s.io/kubernetes/cmd/kube-proxy/app"
	"k8s.io/kubernetes/pkg/proxy/apis/config"
	"k8s.io/kubernetes/pkg/proxy/apis/config/scheme"
)

func main() {
	const name, file = "kube-proxy", "kube-proxy-configuration"
	command := app.NewProxyCommand()
	printCommand(name, command)
	printGates(name)
	flags := command.Flags()
	words(name, "logging-format", one, logFormats(flags))

	defaulted := &v1alpha1.KubeProxyConfiguration{}
	scheme.Scheme.Default(defaulted)
	printConfiguration(file, defaulted)
	words(file, "detectLocalMode", orEmpty, wordsOf(config.LocalModeClusterCIDR, config.LocalModeNodeCIDR,
		config.LocalModeBridgeInterface, config.LocalModeInterfaceNamePrefix))
	words(file, "logging.format", orEmpty, logFormats(flags))
	words(file, "mode", orEmpty, wordsOf(config.ProxyModeIPTables, config.ProxyModeIPVS, config.ProxyModeNFTables))
	words(file, "showHiddenMetricsForVersion", orEmpty, previousMinor())
}
