//! A difference for programs; docs/json.md has its shape.

use serde_json::{Value, json};

use super::{
    Report,
    notes::notes,
    task::{Task, tasks},
    warnings::warnings,
    words::kind_and_name,
};
use crate::difference::{Aspect, Change, Site};

/// The whole report.
pub(super) fn report(report: &Report<'_>) -> Value {
    let rollout = &report.difference.rollout;
    let version = rollout.version.as_ref();
    let tasks = tasks(rollout, report.out, report.is_first);
    json!({
        "changed": !report.difference.is_empty(),
        "against": report.against,
        "first": report.is_first,
        "secret_half_absent": report.secret_half_absent,
        "changes": report.difference.changes.iter().map(change).collect::<Value>(),
        "version": version.map(|version| json!({
            "from": version.from.to_string(),
            "to": version.to.to_string(),
        })),
        "warnings": warnings(rollout).into_iter().map(|warning| warning.message).collect::<Value>(),
        "notes": notes(rollout),
        "rollout": tasks.iter().map(task).collect::<Value>(),
    })
}

fn change(change: &Change) -> Value {
    let (site, node) = match &change.site {
        Site::Tree => ("tree", None),
        Site::Cluster => ("cluster", None),
        Site::Node(name) => ("node", Some(name)),
    };
    let (what, name) = kind_and_name(&change.fact.aspect);
    let object = match &change.fact.aspect {
        Aspect::Field { object, .. } => object.as_deref(),
        _ => None,
    };
    json!({
        "site": site,
        "node": node,
        "components": change.components.iter().map(|component| component.name()).collect::<Value>(),
        "path": change.place.to_string(),
        "what": what,
        "name": name,
        "object": object,
        "from": change.fact.from,
        "to": change.fact.to,
    })
}

fn task(task: &Task) -> Value {
    json!({
        "kind": task.kind,
        "title": task.title,
        "node": task.node,
        "component": task.component,
        "commands": task.commands,
    })
}
