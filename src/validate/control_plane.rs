//! How many control-plane nodes there are.

use crate::{
    diagnostic::Violation,
    model::{Component, Draft},
};

/// etcd needs a majority: an even number survives no more failures than the odd one below it, and more than seven
/// members only slow each write down (etcd's FAQ, "What is maximum cluster size?"). Of API servers without an etcd beside them
/// there may be any number.
pub(super) fn count(draft: &Draft) -> Vec<Violation> {
    let count = draft.control_plane.len();
    if matches!(count, 1 | 3 | 5 | 7) || (count > 0 && !draft.runs(Component::Etcd)) {
        return Vec::new();
    }
    let (message, help) = match count {
        0 => (
            "there is no control-plane node".to_owned(),
            "add a [[control_plane]] table with name and address",
        ),
        8.. => (format!("there are {count} control-plane nodes"), "make the others workers"),
        _ => (
            format!("there are {count} control-plane nodes: no more may fail than with {}", count - 1),
            "add one or take one away",
        ),
    };
    vec![
        Violation::new("control-plane-count", "control_plane", message, "1, 3, 5 or 7 [[control_plane]]")
            .help(help),
    ]
}
