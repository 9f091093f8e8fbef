//! Kubelet settings with state on the machine, for which a restart is not enough.
//!
//! From the source of the kubelet 1.37: when it starts, it admits every pod again, including those that run, and
//! fails one that no longer fits (pkg/kubelet/kubelet.go, `HandlePodAdditions`); it kills a pod whose cgroup it does
//! not find (`SyncPod`); and it exits if a checkpoint below its root directory does not match its configuration.

use std::collections::{BTreeMap, BTreeSet};

use semver::Version;

use crate::{
    difference::{Aspect, Fact, fields, flags},
    model::{Component, NodeName},
    resolved::{ResolvedCluster, ResolvedNode},
};

/// Why and how a node is drained before its kubelet restarts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drain {
    /// What changes: fields of the KubeletConfiguration, flags, the minor, the node's address.
    pub reasons: BTreeSet<Reason>,
    /// Checkpoints to remove while the kubelet is stopped, as absolute paths.
    pub removed: BTreeSet<&'static str>,
    /// The socket of the container runtime that is no longer used; its pods are removed.
    pub old_runtime: Option<String>,
}

/// Why a node is drained.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The kubelet's minor changes.
    Minor,
    /// The node's address changes.
    Address,
    /// A field of the KubeletConfiguration or a flag.
    Setting(&'static str),
}

/// A setting with state on the machine.
struct Setting {
    /// The field of the KubeletConfiguration; empty if there is only a flag.
    field: &'static str,
    /// The flag.
    flag: &'static str,
    /// The checkpoints that do not match another value.
    checkpoints: &'static [&'static str],
    /// Whether a change from the first value to the second needs a drain.
    matters: fn(Option<&str>, Option<&str>) -> bool,
}

/// pkg/kubelet/cm/cpumanager, `restoreState` and `validateState`.
const CPUS: &str = "/var/lib/kubelet/cpu_manager_state";
/// pkg/kubelet/cm/memorymanager, `restoreState` and `validateState`.
const MEMORY: &str = "/var/lib/kubelet/memory_manager_state";

const fn always(_: Option<&str>, _: Option<&str>) -> bool {
    true
}

/// The default of `maxPods`.
const MAX_PODS: i64 = 110;

/// Whether fewer pods fit: pods that run are admitted again.
fn is_fewer(from: Option<&str>, to: Option<&str>) -> bool {
    let number = |text: Option<&str>| text.map_or(Some(MAX_PODS), |text| text.parse().ok());
    number(from).zip(number(to)).is_none_or(|(from, to)| to < from)
}

/// Whether a value is removed.
const fn is_taken_away(from: Option<&str>, _: Option<&str>) -> bool {
    from.is_some()
}

const fn row(field: &'static str, flag: &'static str, checkpoints: &'static [&'static str]) -> Setting {
    Setting { field, flag, checkpoints, matters: always }
}

/// All settings with state.
static SETTINGS: &[Setting] = &[
    row("cpuManagerPolicy", "cpu-manager-policy", &[CPUS]),
    row("cpuManagerPolicyOptions", "cpu-manager-policy-options", &[CPUS]),
    row("reservedSystemCPUs", "reserved-cpus", &[CPUS]),
    row("memoryManagerPolicy", "memory-manager-policy", &[MEMORY]),
    row("reservedMemory", "reserved-memory", &[MEMORY]),
    row("systemReserved", "system-reserved", &[CPUS, MEMORY]),
    row("kubeReserved", "kube-reserved", &[CPUS, MEMORY]),
    row("evictionHard", "eviction-hard", &[MEMORY]),
    // Pods that run are admitted again.
    row("topologyManagerPolicy", "topology-manager-policy", &[]),
    row("topologyManagerPolicyOptions", "topology-manager-policy-options", &[]),
    row("topologyManagerScope", "topology-manager-scope", &[]),
    row("podsPerCore", "pods-per-core", &[]),
    row("enforceNodeAllocatable", "enforce-node-allocatable", &[]),
    Setting { matters: is_fewer, ..row("maxPods", "max-pods", &[]) },
    Setting { matters: is_taken_away, ..row("allowedUnsafeSysctls", "allowed-unsafe-sysctls", &[]) },
    // Pods that run are killed, since the kubelet does not find their cgroups.
    row("cgroupDriver", "cgroup-driver", &[]),
    row("cgroupRoot", "cgroup-root", &[]),
    row("cgroupsPerQOS", "cgroups-per-qos", &[]),
    // Containers that run belong to the other runtime.
    row("containerRuntimeEndpoint", "container-runtime-endpoint", &[]),
    // The ID mappings of pods that run have the old length, and the kubelet exits (pkg/kubelet/userns, `record`).
    row("userNamespaces", "", &[]),
    // A volume is detached by whoever attached it.
    row("enableControllerAttachDetach", "enable-controller-attach-detach", &[]),
    // The volumes and checkpoints of pods that run are below the old directory.
    row("", "root-dir", &[]),
];

/// What changes for the kubelet of each node that is in both trees: fields of its configuration, flags, its release.
pub(super) type KubeletFacts = BTreeMap<String, Vec<Fact>>;

/// What changes for kubelets, according to two resolved clusters.
pub(super) fn facts((before, after): (&ResolvedCluster, &ResolvedCluster)) -> KubeletFacts {
    let is_common = before.kubelet_config == after.kubelet_config;
    let both = after.nodes.iter().filter_map(|(name, new)| Some((name, before.nodes.get(name)?, new)));
    let of_node = |(name, old, new): (&NodeName, &ResolvedNode, &ResolvedNode)| {
        let mut facts = Vec::new();
        if !is_common || old.kubelet_config != new.kubelet_config {
            facts = fields::facts(None, &before.kubelet_config_of(name), &after.kubelet_config_of(name));
        }
        let kubelet = |node: &ResolvedNode| node.components.get(&Component::Kubelet).cloned();
        if let Some((old, new)) = kubelet(old).zip(kubelet(new)) {
            facts.extend(flags::facts(&old.flags, &new.flags));
            let releases = old.release.zip(new.release);
            facts.extend(releases.and_then(|(old, new)| Fact::if_changed(Aspect::Release, &old, &new)));
        }
        (name.to_string(), facts)
    };
    both.map(of_node).filter(|(_, facts)| !facts.is_empty()).collect()
}

/// The nodes to drain, and why.
pub(super) fn drains(kubelets: &KubeletFacts) -> BTreeMap<String, Drain> {
    let mut drains: BTreeMap<String, Drain> = BTreeMap::new();
    for (node, fact) in kubelets.iter().flat_map(|(node, facts)| facts.iter().map(move |fact| (node, fact))) {
        let (from, to) = (fact.from.as_deref(), fact.to.as_deref());
        let setting = setting(fact).filter(|setting| (setting.matters)(from, to));
        let reason = setting.map(Setting::reason).or_else(|| reason(fact));
        let Some(reason) = reason else { continue };
        let drain = drains.entry(node.clone()).or_default();
        if reason == Reason::Setting("containerRuntimeEndpoint") {
            drain.old_runtime.clone_from(&fact.from);
        }
        drain.reasons.insert(reason);
        drain.removed.extend(setting.map(|setting| setting.checkpoints).unwrap_or_default());
    }
    drains
}

impl Setting {
    const fn reason(&self) -> Reason {
        Reason::Setting(if self.field.is_empty() { self.flag } else { self.field })
    }
}

/// The setting that a fact is about.
fn setting(fact: &Fact) -> Option<&'static Setting> {
    match &fact.aspect {
        Aspect::Field { path, .. } => {
            let field = path.split(['.', '[']).next().unwrap_or_default();
            SETTINGS.iter().find(|setting| setting.field == field && !field.is_empty())
        }
        Aspect::Flag(name) => SETTINGS.iter().find(|setting| setting.flag == name && !name.is_empty()),
        _ => None,
    }
}

/// A reason other than a setting.
fn reason(fact: &Fact) -> Option<Reason> {
    let minor = |text: &Option<String>| Some(Version::parse(text.as_deref()?).ok()?.minor);
    match &fact.aspect {
        Aspect::Flag(name) if name == "node-ip" => Some(Reason::Address),
        Aspect::Release if minor(&fact.from) != minor(&fact.to) => Some(Reason::Minor),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kubernetes::kubelet_field, model::Minor};

    #[test]
    fn every_setting_is_a_field_or_a_flag_of_the_kubelet() {
        for setting in SETTINGS.iter().filter(|setting| !setting.field.is_empty()) {
            assert!(kubelet_field(Minor::V1_37, setting.field).is_some(), "{}", setting.field);
        }
    }

    #[test]
    fn only_fewer_pods_need_a_drain() {
        assert!(is_fewer(None, Some("100")) && is_fewer(Some("200"), None) && is_fewer(Some("x"), Some("1")));
        assert!(!is_fewer(None, Some("200")) && !is_fewer(Some("50"), None));
    }
}
