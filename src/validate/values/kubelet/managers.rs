//! The managers of CPUs, memory and NUMA nodes (`pkg/kubelet/cm`, 1.34 to 1.37).

use super::settings::Settings;
use crate::{
    diagnostic::Violation,
    kubernetes::{go_values, values::quantity},
};

/// What the managers refuse at their start.
pub(super) fn check(settings: &Settings<'_>) -> Vec<Violation> {
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

/// The reserved memory must be what is reserved in all (`pkg/kubelet/cm/memorymanager`, `validateReservedMemory`); the
/// default of evictionHard reserves some.
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
