//! What is kept from pods: cgroups and resources of the system (`pkg/kubelet/apis/config/validation`, 1.34 to 1.37).

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{memory_of_flag::memory_of_flag, settings::Settings};
use crate::diagnostic::{Violation, key_path};

/// What the kubelet refuses.
pub(super) fn check(settings: &Settings<'_>) -> Vec<Violation> {
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
    let message = format!("{} does not take --{FLAG}={text}", settings.minor_of.release());
    let violation =
        Violation::new("flag-value", path, message, "NODE:RESOURCE=QUANTITY with ; between nodes");
    let help = "write it such as \"0:memory=1Gi,hugepages-2Mi=4Mi;1:memory=1Gi\"";
    Some(settings.minor_of.decides(violation).help(help))
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
    let message = format!("{FIELD} says {resource} of NUMA node {node} more than once");
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
    let (fields, message, help): (&[&str], String, &str) =
        if let Some(twice) = enforced.iter().find(|item| count(item) > 1) {
            (&[FIELD], format!("{twice:?} stands twice"), "keep one of them")
        } else if has("none") && enforced.len() > 1 {
            (&[FIELD], "\"none\" stands alone".to_owned(), "leave out \"none\", or the others")
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
pub(super) fn advise(settings: &Settings<'_>) -> Vec<Violation> {
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
    vec![settings.minor_of.decides(violation).help("add \"pods\", or write [\"none\"] where it is meant")]
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
