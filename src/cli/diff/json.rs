//! The report for programs; documented in docs/json.md.

use serde_json::{Value, json};

use super::{
    report::{Diagnostic, Level, Report},
    tasks::Task,
    words::kind_and_name,
};
use crate::difference::{Aspect, Change, Site};

/// The whole report.
pub(super) fn report(report: &Report<'_>) -> Value {
    let version = report.difference.rollout.version.as_ref();
    let of_level = |is_warning: bool| {
        let all = report.diagnostics.iter();
        let of_level = all.filter(|diagnostic| (diagnostic.level != Level::Note) == is_warning);
        of_level.map(|diagnostic| diagnostic.message.as_str()).collect::<Value>()
    };
    json!({
        "changed": !report.difference.is_empty(),
        "against": report.against,
        "first": report.is_first,
        "secret_output_absent": report.secret_output_absent,
        "changes": report.difference.changes.iter().map(change).collect::<Value>(),
        "version": version.map(|version| json!({
            "from": version.from.to_string(),
            "to": version.to.to_string(),
        })),
        "diagnostics": report.diagnostics.iter().map(diagnostic).collect::<Value>(),
        "warnings": of_level(true),
        "notes": of_level(false),
        "rollout": report.tasks.iter().map(task).collect::<Value>(),
    })
}

fn diagnostic(diagnostic: &Diagnostic) -> Value {
    json!({
        "severity": diagnostic.level.name(),
        "code": diagnostic.level.code(),
        "message": diagnostic.message,
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
