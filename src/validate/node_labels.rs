//! The nodes' labels.

use super::tables;
use crate::{
    diagnostic::{Violation, key_path},
    model::Draft,
};

/// Labels that a kubelet sets each time it starts (`pkg/kubelet/kubelet_node_status.go`, `updateDefaultLabels`).
const OF_THE_KUBELET: [&str; 5] = [
    "kubernetes.io/hostname",
    "kubernetes.io/os",
    "kubernetes.io/arch",
    "beta.kubernetes.io/os",
    "beta.kubernetes.io/arch",
];

/// A label must not be one that the kubelet sets: the two would keep overwriting each other.
pub(super) fn of_the_kubelet(draft: &Draft) -> Vec<Violation> {
    let labels = tables::nodes(draft).flat_map(|(path, node)| {
        node.labels.keys().map(move |label| (format!("{path}.labels"), label.to_string()))
    });
    let own = labels.filter(|(_, label)| OF_THE_KUBELET.contains(&label.as_str()));
    own.map(|(path, label)| {
        let message = format!("the kubelet sets {label} itself, each time it starts");
        Violation::new("kubelet-label", key_path(&path, &label), message, "a label of your own")
            .at_key()
            .help("leave it out, or take another name")
    })
    .collect()
}
