//! What a component's process asks for and is held to: the user's quantities, and kubeadm's requests where there are none.

use std::collections::BTreeMap;

use super::Specification;
use crate::model::{CpuQuantity, Draft, MemoryQuantity};

/// What a pod asks for, and what a pod or a unit is held to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProcessResources {
    /// Requests of a pod by resource.
    pub requests: BTreeMap<&'static str, String>,
    /// Limits of a pod by resource.
    pub limits: BTreeMap<&'static str, String>,
    /// The most CPU, in thousandths of a core.
    pub cpu_limit_millis: Option<u64>,
    /// The most memory, in bytes.
    pub memory_limit_bytes: Option<u64>,
}

/// The resources of a component. A request that the user does not set is no higher than the limit.
pub(super) fn of_process(of: &Specification, draft: &Draft) -> ProcessResources {
    let settings = (of.process)(draft);
    let (requests, limits) = (&settings.requests, &settings.limits);
    let text = |quantity: Option<&str>| quantity.map(str::to_owned);
    let of_user = |cpu: Option<&CpuQuantity>, memory: Option<&MemoryQuantity>| {
        [("cpu", text(cpu.map(CpuQuantity::as_str))), ("memory", text(memory.map(MemoryQuantity::as_str)))]
    };
    let limited = |most: Option<u64>, usual: u64| most.is_some_and(|most| most < usual);
    let cpu_limit_millis = limits.cpu.as_ref().map(CpuQuantity::millis);
    let memory_limit_bytes = limits.memory.as_ref().map(MemoryQuantity::bytes);
    let own_cpu = limited(cpu_limit_millis, of.cpu_millis.into());
    let own_memory = limited(memory_limit_bytes, u64::from(of.memory_mebibytes) << 20);
    let usual_cpu = (of.cpu_millis > 0 && !own_cpu).then(|| format!("{}m", of.cpu_millis));
    let usual_memory = (of.memory_mebibytes > 0 && !own_memory).then(|| format!("{}Mi", of.memory_mebibytes));
    let usual = [("cpu", usual_cpu), ("memory", usual_memory)];
    let set = |pairs: [(&'static str, Option<String>); 2]| {
        pairs.into_iter().filter_map(|(name, value)| Some((name, value?)))
    };
    let of_requests = of_user(requests.cpu.as_ref(), requests.memory.as_ref());
    ProcessResources {
        requests: set(usual).chain(set(of_requests)).collect(),
        limits: set(of_user(limits.cpu.as_ref(), limits.memory.as_ref())).collect(),
        cpu_limit_millis,
        memory_limit_bytes,
    }
}
