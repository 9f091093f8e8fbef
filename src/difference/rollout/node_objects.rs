//! What of a Node object changes and no apply changes.
//!
//! A kubelet that labels itself owns its labels too, so an apply without one leaves it; and it sets its taints only on a
//! Node that it creates.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    component::paths,
    difference::{Files, Pair, Question, Site, artifact_kind::path_on_machine, fields},
};

/// Below the public half: objects that are applied once the nodes have registered.
pub(super) const NODE_LABELS: &str = "cluster/nodes/";

/// A change of a Node object by hand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeEdit {
    /// The node.
    pub node: String,
    /// What changes.
    pub edit: Edit,
}

/// What changes of a Node object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edit {
    /// The label with this key goes.
    Unlabel(String),
    /// A taint goes: `key:Effect`.
    Untaint(String),
    /// A taint comes, or has another value: `key=value:Effect` or `key:Effect`.
    Taint(String),
}

/// Every one, node by node.
pub(super) fn edits(question: &Question<'_>, before: &Files, after: &Files) -> Vec<NodeEdit> {
    let mut edits: Vec<NodeEdit> = Vec::new();
    for pair in question.pairs().iter().filter(|pair| pair.drift.is_none()) {
        let (node, of): (_, fn(&Value, &Value) -> Vec<Edit>) = match (labelled(pair), configured(pair)) {
            (Some(node), _) => (node, of_labels),
            (None, Some(node)) => (node, |from, to| of_taints(&taints(from), &taints(to))),
            (None, None) => continue,
        };
        let texts = before.text(&pair.place).zip(after.text(&pair.place));
        let documents = texts.and_then(|(from, to)| document(from).zip(document(to)));
        let changed = documents.map(|(from, to)| of(&from, &to)).unwrap_or_default();
        edits.extend(changed.into_iter().map(|edit| NodeEdit { node: node.clone(), edit }));
    }
    edits.sort();
    edits
}

fn of_labels(from: &Value, to: &Value) -> Vec<Edit> {
    let kept = labels(to);
    labels(from).into_iter().filter(|key| !kept.contains(key)).map(Edit::Unlabel).collect()
}

/// The node whose labels a file has.
fn labelled(pair: &Pair<'_>) -> Option<String> {
    let name = pair.place.path.as_str().strip_prefix(NODE_LABELS)?.strip_suffix(".yaml")?;
    (name != "kustomization").then(|| name.to_owned())
}

/// The node whose kubelet reads a file as its configuration.
fn configured(pair: &Pair<'_>) -> Option<String> {
    let path = path_on_machine(pair.place.path.as_str())?;
    match Site::of(&pair.place) {
        Site::Node(node) if paths::KUBELET_CONFIG.as_str().strip_prefix('/') == Some(path) => Some(node),
        _ => None,
    }
}

fn document(text: &str) -> Option<Value> {
    fields::documents(text)?.into_iter().next()
}

fn labels(node: &Value) -> BTreeSet<String> {
    let labels = node.pointer("/metadata/labels").and_then(Value::as_object);
    labels.into_iter().flatten().map(|(key, _)| key.clone()).collect()
}

/// A taint: key, effect and value. A node has one of each key and effect.
type Taint = (String, String, String);

fn taints(configuration: &Value) -> BTreeSet<Taint> {
    let listed = configuration.get("registerWithTaints").and_then(Value::as_array);
    let word =
        |taint: &Value, name: &str| taint.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let taint = |taint: &Value| (word(taint, "key"), word(taint, "effect"), word(taint, "value"));
    listed.into_iter().flatten().map(taint).collect()
}

fn of_taints(from: &BTreeSet<Taint>, to: &BTreeSet<Taint>) -> Vec<Edit> {
    let is_kept = |(key, effect, _): &&Taint| to.iter().any(|(k, e, _)| (k, e) == (key, effect));
    let gone = from.iter().filter(|taint| !is_kept(taint));
    let gone = gone.map(|(key, effect, _)| Edit::Untaint(format!("{key}:{effect}")));
    let comes = to.difference(from).map(|(key, effect, value)| {
        let value = if value.is_empty() { String::new() } else { format!("={value}") };
        Edit::Taint(format!("{key}{value}:{effect}"))
    });
    gone.chain(comes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taint_is_one_of_its_key_and_effect() {
        let taint =
            |key: &str, effect: &str, value: &str| (key.to_owned(), effect.to_owned(), value.to_owned());
        let from = BTreeSet::from([taint("a", "NoSchedule", ""), taint("b", "NoExecute", "1")]);
        let to = BTreeSet::from([taint("a", "NoExecute", ""), taint("b", "NoExecute", "2")]);
        assert_eq!(
            of_taints(&from, &to),
            [
                Edit::Untaint("a:NoSchedule".to_owned()),
                Edit::Taint("a:NoExecute".to_owned()),
                Edit::Taint("b=2:NoExecute".to_owned()),
            ]
        );
    }
}
