//go:build ignore

package main

import (
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	apiserver "k8s.io/apiserver/pkg/apis/apiserver/install"
	audit "k8s.io/apiserver/pkg/apis/audit/install"
	kubelet "k8s.io/kubernetes/pkg/kubelet/apis/config/scheme"
)

// The kinds of configuration files that kube-apiserver and the kubelet read, with each version of them that is accepted.
func main() {
	scheme := runtime.NewScheme()
	apiserver.Install(scheme)
	audit.Install(scheme)
	print(scheme)
	ofKubelet, _, err := kubelet.NewSchemeAndCodecs()
	if err != nil {
		panic(err)
	}
	print(ofKubelet)
}

func print(scheme *runtime.Scheme) {
	for kind := range scheme.AllKnownTypes() {
		isFile := strings.HasSuffix(kind.Kind, "Configuration") || kind.Kind == "Policy"
		if isFile && kind.Version != runtime.APIVersionInternal {
			record("configurations", kind.GroupVersion().String(), kind.Kind)
		}
	}
}
