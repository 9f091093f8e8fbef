//go:build ignore

package main

import (
	"slices"

	"github.com/spf13/pflag"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apiserver/pkg/util/feature"
	"k8s.io/component-base/cli/flag"
	"k8s.io/component-base/featuregate"
	kubeletapi "k8s.io/kubernetes/pkg/kubelet/apis/config"
	"k8s.io/kubernetes/pkg/kubelet/cm/cpumanager"
	"k8s.io/kubernetes/pkg/kubelet/cm/memorymanager"
	"k8s.io/kubernetes/pkg/kubelet/cm/topologymanager"
	"k8s.io/kubernetes/pkg/kubelet/eviction"
	evictionapi "k8s.io/kubernetes/pkg/kubelet/eviction/api"
	"k8s.io/kubernetes/pkg/kubelet/stats/pidlimit"
)

// printKubeletWords prints the sets of fields. Of those with a default, which is what an empty text means.
func printKubeletWords(flags *pflag.FlagSet) {
	of := func(field, how string, all ...string) { words("kubelet-configuration", field, how, all) }

	of("logging.format", orEmpty, logFormats(flags)...)
	of("tlsCipherSuites", list, flag.TLSCipherPossibleValues()...)
	of("tlsMinVersion", orEmpty, flag.TLSPossibleVersions()...)
	of("showHiddenMetricsForVersion", orEmpty, previousMinor()...)

	of("authorization.mode", orEmpty, wordsOf(kubeletapi.KubeletAuthorizationModeAlwaysAllow, kubeletapi.KubeletAuthorizationModeWebhook)...)
	of("cgroupDriver", orEmpty, "cgroupfs", "systemd") // cm.NewContainerManager compares with these
	of("configMapAndSecretChangeDetectionStrategy", orEmpty, wordsOf(kubeletapi.GetChangeDetectionStrategy,
		kubeletapi.TTLCacheChangeDetectionStrategy, kubeletapi.WatchChangeDetectionStrategy)...)
	of("registerWithTaints[].effect", one, wordsOf(v1.TaintEffectNoSchedule, v1.TaintEffectPreferNoSchedule, v1.TaintEffectNoExecute)...)
	of("cpuManagerPolicy", orEmpty, wordsOf(cpumanager.PolicyNone, cpumanager.PolicyStatic)...)
	of("memoryManagerPolicy", orEmpty, "None", string(memorymanager.PolicyTypeStatic)) // the constant of the first is not exported

	for _, field := range []string{"evictionHard", "evictionSoft", "evictionSoftGracePeriod", "evictionMinimumReclaim"} {
		of(field, keys, evictionSignals()...)
	}
	reserved := append(wordsOf(v1.ResourceCPU, v1.ResourceMemory, v1.ResourceEphemeralStorage), string(pidlimit.PIDs))
	of("kubeReserved", keys, reserved...)
	of("systemReserved", keys, reserved...)
	of("qosReserved", keys, string(v1.ResourceMemory))
	printProbedWords()
	printPolicyOptions(of)
}

// evictionSignals are those that the kubelet takes a threshold for.
func evictionSignals() []string {
	var signals []string
	for signal := range evictionapi.OpForSignal {
		threshold := map[string]string{string(signal): "1%"}
		if _, err := eviction.ParseThresholdConfig(nil, threshold, nil, nil, nil); err == nil {
			signals = append(signals, string(signal))
		}
	}
	return signals
}

// printPolicyOptions prints which options the CPU and the topology manager take by default; of a kind `aside`, those that a gate hides.
func printPolicyOptions(of func(field, how string, all ...string)) {
	const cpuAlpha, cpuBeta = featuregate.Feature("CPUManagerPolicyAlphaOptions"), featuregate.Feature("CPUManagerPolicyBetaOptions")
	cpu := []string{cpumanager.FullPCPUsOnlyOption, cpumanager.DistributeCPUsAcrossNUMAOption, cpumanager.AlignBySocketOption,
		cpumanager.DistributeCPUsAcrossCoresOption, cpumanager.StrictCPUReservationOption, cpumanager.PreferAlignByUnCoreCacheOption}
	of("cpuManagerPolicyOptions", keys, available(cpu, cpumanager.CheckPolicyOptionAvailable)...)
	topology := []string{topologymanager.PreferClosestNUMANodes, topologymanager.MaxAllowableNUMANodes}
	of("topologyManagerPolicyOptions", keys, available(topology, topologymanager.CheckPolicyOptionAvailable)...)

	set(cpuBeta, false)
	stable := available(cpu, cpumanager.CheckPolicyOptionAvailable)
	set(cpuBeta, true)
	beta := without(available(cpu, cpumanager.CheckPolicyOptionAvailable), stable)
	set(cpuAlpha, true)
	alpha := without(available(cpu, cpumanager.CheckPolicyOptionAvailable), append(stable, beta...))
	if len(beta) > 0 {
		of(string(cpuBeta), aside, beta...)
	}
	if len(alpha) > 0 {
		of(string(cpuAlpha), aside, alpha...)
	}
}

func set(gate featuregate.Feature, value bool) {
	if err := feature.DefaultMutableFeatureGate.SetFromMap(map[string]bool{string(gate): value}); err != nil {
		panic(err)
	}
}

func available(options []string, check func(string) error) []string {
	var some []string
	for _, option := range options {
		if check(option) == nil {
			some = append(some, option)
		}
	}
	return some
}

func without(all, those []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(word string) bool { return slices.Contains(those, word) })
}
