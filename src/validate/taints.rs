//! The nodes' taints.

use super::{tables, twice::twice};
use crate::{
    diagnostic::Violation,
    model::{Draft, Node, QualifiedName, TaintEffect},
};

/// A node has one taint of a key and an effect (Kubernetes 1.37, `pkg/apis/core/validation`, `validateNodeTaints`).
pub(super) fn used_twice(draft: &Draft) -> Vec<Violation> {
    tables::nodes(draft).flat_map(|(path, node)| check(&path, node)).collect()
}

fn check(path: &str, node: &Node) -> Vec<Violation> {
    let taints = node.taints.iter().enumerate();
    let taints = taints.map(|(i, taint)| (format!("{path}.taints[{i}]"), (&taint.key, taint.effect)));
    let violation = |(path, first, (key, effect)): (String, String, (&QualifiedName, TaintEffect))| {
        let message = format!("{key} has the effect {} twice", effect.as_str());
        Violation::new("taint-used-twice", path, message, "one taint of a key and an effect")
            .also(first, "first used here")
            .help("keep one of them")
    };
    twice(taints).into_iter().map(violation).collect()
}
