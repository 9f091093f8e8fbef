//! `--reserved-memory`, which has a grammar of its own.

use serde_json::{Map, Value, json};

/// `reservedMemory` as `--reserved-memory` has it, such as `0:memory=1Gi,hugepages-2Mi=4Mi;1:memory=1Gi`
/// (`pkg/util/flag/flags.go`, `ReservedMemoryVar.Set`, 1.36). Of a resource that stands twice in one part, the last counts.
pub(super) fn memory_of_flag(text: &str) -> Option<Value> {
    let part = |part: &str| {
        let (node, limits) = part.split_once(':')?;
        let node: i32 = node.parse().ok()?;
        let limit = |limit: &str| {
            let (resource, amount) =
                limit.split_once('=').filter(|(_, amount)| !amount.contains([':', '=']))?;
            Some((resource.to_owned(), Value::from(amount)))
        };
        let limits: Option<Map<String, Value>> = limits.split(',').map(limit).collect();
        Some(json!({ "numaNode": node, "limits": limits? }))
    };
    text.split(';').map(part).collect::<Option<Vec<Value>>>().map(Value::from)
}
