//go:build ignore

package main

import (
	"slices"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apiserver"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/sets"
	audit "k8s.io/apiserver/pkg/apis/audit/v1"
	"k8s.io/apiserver/pkg/server/options"
	"k8s.io/apiserver/pkg/storage/storagebackend"
	auditlog "k8s.io/apiserver/plugin/pkg/audit/log"
	"k8s.io/apiserver/plugin/pkg/authenticator/token/oidc"
	aggregator "k8s.io/kube-aggregator/pkg/apiserver/scheme"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/controlplane/reconcilers"
	"k8s.io/kubernetes/pkg/kubeapiserver/authorizer/modes"
	kubeoptions "k8s.io/kubernetes/pkg/kubeapiserver/options"
)

func main() {
	const name = "kube-apiserver"
	command := app.NewAPIServerCommand()
	printCommand(name, command)
	printGates(name)
	printServingWords(name, command.Flags())

	plugins := kubeoptions.AllOrderedPlugins
	on := sets.New(plugins...).Difference(kubeoptions.DefaultOffAdmissionPlugins())
	words(name, "enable-admission-plugins", list, plugins)
	words(name, "disable-admission-plugins", list, plugins)
	words(name, "admission-control", list, plugins)
	words(name, "default-admission-plugins", aside, on.UnsortedList())

	words(name, "audit-log-mode", one, options.AllowedModes)
	words(name, "audit-webhook-mode", one, options.AllowedModes)
	words(name, "audit-log-format", one, auditlog.AllowedFormats)
	words(name, "audit-log-version", one, []string{audit.SchemeGroupVersion.String()})
	words(name, "audit-webhook-version", one, []string{audit.SchemeGroupVersion.String()})

	words(name, "authorization-mode", list, modes.AuthorizationModeChoices)
	words(name, "oidc-signing-algs", list, oidc.AllValidSigningAlgorithms())
	words(name, "endpoint-reconciler-type", orEmpty, wordsOf(reconcilers.AllTypes...))
	words(name, "runtime-config", keys, apis())

	words(name, "storage-backend", orEmpty, storage(func(o *options.EtcdOptions) { o.StorageConfig.Type = "?" }))
	words(name, "storage-media-type", orEmpty, storage(func(o *options.EtcdOptions) { o.DefaultStorageMediaType = "?" }))
}

// apis lists what --runtime-config switches: every version of each group that the three servers of the program have, and its own names.
func apis() []string {
	all := []string{"api/all", "api/ga", "api/beta", "api/alpha", "api/legacy"}
	for _, scheme := range []*runtime.Scheme{legacyscheme.Scheme, apiextensions.Scheme, aggregator.Scheme} {
		for _, version := range scheme.PrioritizedVersionsAllGroups() {
			all = append(all, version.Group+"/"+version.Version) // of the core group /v1, not v1, which it refuses
		}
	}
	return slices.DeleteFunc(all, func(version string) bool { return strings.HasSuffix(version, "/__internal") })
}

// storage reads the allowed values from the complaint about one that is not: the options keep the sets to themselves.
func storage(set func(*options.EtcdOptions)) []string {
	etcd := options.NewEtcdOptions(&storagebackend.Config{Transport: storagebackend.TransportConfig{ServerList: []string{"?"}}})
	set(etcd)
	return named(etcd.Validate()[0].Error(), "allowed values: ")
}
