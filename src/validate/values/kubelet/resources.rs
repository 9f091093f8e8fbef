//! What is kept from pods, when they are evicted, and how CPUs and memory are given to them
//! (`pkg/kubelet/eviction/helpers.go` and `pkg/kubelet/apis/config/validation`, 1.34 to 1.37).

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::settings::{Settings, memory_of_flag};
use crate::{
    diagnostic::{Violation, key_path},
    kubernetes::{go_values, values::quantity},
};

/// Thresholds that the kubelet has where `evictionHard` is not set (`pkg/kubelet/eviction/defaults_linux.go`).
const HARD_DEFAULTS: [(&str, &str); 5] = [
    ("imagefs.available", "15%"),
    ("imagefs.inodesFree", "5%"),
    ("memory.available", "100Mi"),
    ("nodefs.available", "10%"),
    ("nodefs.inodesFree", "5%"),
];

/// A soft threshold waits for a time, which must be said.
pub(super) fn eviction(settings: &Settings<'_>) -> Vec<Violation> {
    let periods = settings.map("evictionSoftGracePeriod");
    let soft = settings.map("evictionSoft");
    let without = soft
        .iter()
        .filter(|(signal, value)| !periods.contains_key(*signal) && !matches!(value.as_str(), "0%" | "100%"));
    without
        .map(|(signal, _)| {
            let message = format!("evictionSoft has {signal}, and evictionSoftGracePeriod does not");
            let expected = format!("a grace period for {signal}");
            let path = entry(settings, "evictionSoft", signal);
            let violation = Violation::new("kubelet-fields-disagree", path, message, expected);
            settings
                .target
                .decides(violation)
                .help(format!("set {signal:?} in evictionSoftGracePeriod, such as \"1m30s\""))
        })
        .collect()
}

/// Where an entry of a map stands: a flag holds the whole map.
fn entry(settings: &Settings<'_>, field: &str, key: &str) -> String {
    let path = settings.path(field);
    if path.starts_with("kubelet.config") { key_path(&path, key) } else { path }
}

/// One threshold turns the others off, unless the kubelet is configured to merge them with its defaults.
pub(super) fn partial_eviction(settings: &Settings<'_>) -> Vec<Violation> {
    let hard = settings.map("evictionHard");
    if hard.is_empty() || settings.is_on("mergeDefaultEvictionSettings") {
        return Vec::new();
    }
    let lost: Vec<_> = HARD_DEFAULTS.iter().filter(|(signal, _)| !hard.contains_key(*signal)).collect();
    if lost.is_empty() {
        return Vec::new();
    }
    let names: Vec<_> = lost.iter().map(|(signal, _)| *signal).collect();
    let message = format!("evictionHard replaces every default: {} no longer evict", names.join(", "));
    let kept: Vec<_> = lost.iter().map(|(signal, value)| format!("{signal:?} = {value:?}")).collect();
    let violation =
        Violation::new("partial-map", settings.path("evictionHard"), message, "every threshold, or none")
            .at_key();
    let help = format!("set `mergeDefaultEvictionSettings = true`, or add the defaults: {}", kept.join(", "));
    vec![settings.target.decides(violation).help(help)]
}

/// What the kubelet refuses.
pub(super) fn reserved(settings: &Settings<'_>) -> Vec<Violation> {
    let rules = [system_cgroups(settings), cpus(settings), memory_form(settings), memory_once(settings)];
    let mut found: Vec<_> = rules.into_iter().flatten().collect();
    found.extend(enforced(settings));
    found
}

fn system_cgroups(settings: &Settings<'_>) -> Option<Violation> {
    (!settings.text("systemCgroups").is_empty() && settings.text("cgroupRoot").is_empty()).then(|| {
        settings.conflict(
            &["systemCgroups", "cgroupRoot"],
            "systemCgroups needs cgroupRoot",
            "both, or none",
            "set cgroupRoot = \"/\"",
        )
    })?
}

fn cpus(settings: &Settings<'_>) -> Option<Violation> {
    let cgroups = ["systemReservedCgroup", "kubeReservedCgroup"];
    let has_cgroup = cgroups.iter().any(|field| !settings.text(field).is_empty());
    (!settings.text("reservedSystemCPUs").is_empty() && has_cgroup).then(|| {
        settings.conflict(
            &["reservedSystemCPUs", cgroups[0], cgroups[1]],
            "reservedSystemCPUs excludes systemReservedCgroup and kubeReservedCgroup",
            "reservedSystemCPUs alone, or none",
            "leave one of them out",
        )
    })?
}

fn memory_form(settings: &Settings<'_>) -> Option<Violation> {
    const FLAG: &str = "reserved-memory";
    let text = settings.draft.kubelet.extra_args.get(FLAG).filter(|text| !text.is_empty())?;
    if memory_of_flag(text).is_some() {
        return None;
    }
    let path = key_path("kubelet.extra_args", FLAG);
    let message = format!("{} does not accept --{FLAG}={text}", settings.target.release());
    let violation =
        Violation::new("flag-value", path, message, "NODE:RESOURCE=QUANTITY with ; between nodes");
    let help = "write it such as \"0:memory=1Gi,hugepages-2Mi=4Mi;1:memory=1Gi\"";
    Some(settings.target.decides(violation).help(help))
}

/// `validation_reserved_memory.go`: one amount for a NUMA node and a resource.
fn memory_once(settings: &Settings<'_>) -> Option<Violation> {
    const FIELD: &str = "reservedMemory";
    let of_field = settings.set(FIELD).and_then(|value| value.as_array().cloned()).unwrap_or_default();
    let of_field = of_field.iter().flat_map(|element| {
        let node = element.get("numaNode").and_then(Value::as_i64).unwrap_or_default();
        let limits = element.get("limits").and_then(Value::as_object).into_iter().flat_map(Map::keys);
        limits.map(move |resource| (node.to_string(), resource.clone())).collect::<Vec<_>>()
    });
    let mut seen = BTreeSet::new();
    let (node, resource) = of_field.into_iter().find(|amount| !seen.insert(amount.clone()))?;
    let message = format!("{FIELD} has a duplicate for {resource} of NUMA node {node}");
    settings.conflict(
        &[FIELD],
        message,
        "each resource of a NUMA node once",
        "keep one of them, with the sum",
    )
}

/// What is enforced needs its cgroup, stands once, and excludes its other form.
fn enforced(settings: &Settings<'_>) -> Option<Violation> {
    const FIELD: &str = "enforceNodeAllocatable";
    let enforced = settings.list(FIELD);
    let has = |name: &str| enforced.iter().any(|item| item == name);
    let count = |name: &String| enforced.iter().filter(|item| *item == name).count();
    let lacks = |of: &str, cgroup: &str| {
        (has(of) || has(&format!("{of}-compressible"))) && settings.text(cgroup).is_empty()
    };
    let both = |of: &str| has(of) && has(&format!("{of}-compressible"));
    let (fields, message, help): (&[&str], String, &str) = if let Some(duplicate) =
        enforced.iter().find(|item| count(item) > 1)
    {
        (&[FIELD], format!("duplicate {duplicate:?}"), "keep one of them")
    } else if has("none") && enforced.len() > 1 {
        (&[FIELD], "\"none\" cannot be combined with others".to_owned(), "leave out \"none\", or the others")
    } else if both("system-reserved") || both("kube-reserved") {
        (&[FIELD], "a whole and its compressible part exclude each other".to_owned(), "keep one of them")
    } else if lacks("system-reserved", "systemReservedCgroup") {
        (
            &[FIELD, "systemReservedCgroup"],
            "\"system-reserved\" needs systemReservedCgroup".to_owned(),
            "name the cgroup of the system's daemons",
        )
    } else if lacks("kube-reserved", "kubeReservedCgroup") {
        (
            &[FIELD, "kubeReservedCgroup"],
            "\"kube-reserved\" needs kubeReservedCgroup".to_owned(),
            "name the cgroup of the kubelet and the runtime",
        )
    } else if !settings.is_on("cgroupsPerQOS") && enforced.iter().any(|item| item != "none") {
        (
            &["cgroupsPerQOS", FIELD],
            "what is enforced needs cgroupsPerQOS".to_owned(),
            "leave out cgroupsPerQOS, or set enforceNodeAllocatable = [\"none\"]",
        )
    } else {
        return None;
    };
    settings.conflict(fields, message, "what the kubelet can enforce", help)
}

/// `none`, and that nothing is kept from pods.
pub(super) fn unreserved_pods(settings: &Settings<'_>) -> Vec<Violation> {
    let enforced = settings.set("enforceNodeAllocatable").map(|_| settings.list("enforceNodeAllocatable"));
    let lacks_pods = enforced
        .is_some_and(|enforced| !enforced.iter().any(|item| matches!(item.as_str(), "pods" | "none")));
    if !lacks_pods {
        return Vec::new();
    }
    let message =
        "enforceNodeAllocatable replaces its default: without \"pods\", pods can use what is reserved";
    let path = settings.path("enforceNodeAllocatable");
    let violation = Violation::new("partial-list", path, message, "\"pods\" in the list").at_key();
    vec![settings.target.decides(violation).help("add \"pods\", or write [\"none\"] where it is meant")]
}

/// What the managers refuse at their start.
pub(super) fn managers(settings: &Settings<'_>) -> Vec<Violation> {
    let rules: [fn(&Settings<'_>) -> Option<Violation>; 5] = [
        options_without_policy,
        static_without_reserve,
        exclusive_options,
        align_by_socket,
        memory_without_reserve,
    ];
    rules.iter().filter_map(|rule| rule(settings)).collect()
}

fn options_without_policy(settings: &Settings<'_>) -> Option<Violation> {
    let has_options = !settings.map("cpuManagerPolicyOptions").is_empty();
    (has_options && settings.text("cpuManagerPolicy") != "static").then(|| {
        settings.conflict(
            &["cpuManagerPolicyOptions", "cpuManagerPolicy"],
            "cpuManagerPolicyOptions belong to the policy \"static\"",
            "cpuManagerPolicy = \"static\", or no options",
            "leave out the options, or set the policy",
        )
    })?
}

/// Whether something of a resource is reserved.
fn reserves(settings: &Settings<'_>, resource: &str) -> bool {
    ["kubeReserved", "systemReserved"].iter().any(|field| {
        let reserved = settings.map(field);
        reserved.get(resource).and_then(|value| quantity::quantity(value)) == Some(quantity::Sign::Positive)
    })
}

fn static_without_reserve(settings: &Settings<'_>) -> Option<Violation> {
    let has_cpus = reserves(settings, "cpu") || !settings.text("reservedSystemCPUs").is_empty();
    (settings.text("cpuManagerPolicy") == "static" && !has_cpus).then(|| {
        settings.conflict(
            &["cpuManagerPolicy", "kubeReserved", "systemReserved"],
            "the CPU manager's policy \"static\" needs a CPU that is reserved",
            "`cpu` in kubeReserved or systemReserved, or reservedSystemCPUs",
            "reserve some, such as kubeReserved = { cpu = \"500m\" }",
        )
    })?
}

fn exclusive_options(settings: &Settings<'_>) -> Option<Violation> {
    const PAIRS: [(&str, &str); 4] = [
        ("full-pcpus-only", "distribute-cpus-across-cores"),
        ("distribute-cpus-across-numa", "distribute-cpus-across-cores"),
        ("prefer-align-cpus-by-uncorecache", "distribute-cpus-across-cores"),
        ("prefer-align-cpus-by-uncorecache", "distribute-cpus-across-numa"),
    ];
    let options = settings.map("cpuManagerPolicyOptions");
    let is_on = |name: &str| options.get(name).is_some_and(|value| go_values::is_true(value));
    let (one, other) = PAIRS.into_iter().find(|(one, other)| is_on(one) && is_on(other))?;
    let message = format!("{one} and {other} exclude each other");
    settings.conflict(&["cpuManagerPolicyOptions"], message, "one of the two", "leave one of them out")
}

fn align_by_socket(settings: &Settings<'_>) -> Option<Violation> {
    let options = settings.map("cpuManagerPolicyOptions");
    let aligns = options.get("align-by-socket").is_some_and(|value| go_values::is_true(value));
    (aligns && settings.text("topologyManagerPolicy") == "single-numa-node").then(|| {
        settings.conflict(
            &["cpuManagerPolicyOptions", "topologyManagerPolicy"],
            "align-by-socket and the topology manager's policy single-numa-node exclude each other",
            "one of the two",
            "leave one of them out",
        )
    })?
}

/// The reserved memory must equal the sum of all reservations (`pkg/kubelet/cm/memorymanager`,
/// `validateReservedMemory`); the default of evictionHard reserves some.
fn memory_without_reserve(settings: &Settings<'_>) -> Option<Violation> {
    let has_memory = settings
        .set("reservedMemory")
        .is_some_and(|value| value.as_array().is_some_and(|list| !list.is_empty()))
        || settings.draft.kubelet.extra_args.contains_key("reserved-memory");
    (settings.text("memoryManagerPolicy") == "Static" && !has_memory).then(|| {
        settings.conflict(
            &["memoryManagerPolicy"],
            "the memory manager's policy \"Static\" needs reservedMemory",
            "reservedMemory whose sum is kubeReserved, systemReserved and the memory.available of evictionHard",
            "reserve memory on each NUMA node, or leave out the policy",
        )
    })?
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use crate::model::example::draft;

    fn codes(flag: &str) -> Vec<&'static str> {
        let mut draft = draft();
        draft.kubelet.extra_args.insert("reserved-memory".to_owned(), flag.to_owned());
        check(&draft).into_iter().map(|violation| violation.code).collect()
    }

    #[test]
    fn the_flag_has_each_resource_of_a_numa_node_once() {
        for taken in [
            "",
            "0:memory=1Gi",
            "0:memory=1Gi;1:memory=1Gi",
            "0:memory=1Gi,hugepages-2Mi=4Mi",
            "0:memory=1Gi,memory=2Gi",
        ] {
            assert_eq!(codes(taken), [""; 0], "{taken}");
        }
        assert_eq!(codes("0:memory=1Gi;0:memory=2Gi").len(), 1);
        for refused in [
            "0",
            "0:",
            "a:memory=1Gi",
            "0:memory",
            "0:memory=0",
            "0:cpu=1",
            "0:memory=1Gi;",
            "0:memory=1Gi:2",
        ] {
            assert!(!codes(refused).is_empty(), "{refused}");
        }
    }
}
