//! `[pki.generations] leaf` and `[pki.renewals]` name leaf keys.

use crate::{
    diagnostic::{Violation, key_path},
    model::Draft,
    pki::leaf_labels as known_labels,
};

/// A generation of a key that no certificate has says nothing: it is a typing error.
pub(super) fn generations(draft: &Draft) -> Vec<Violation> {
    let expected = "the label of a leaf key, such as \"apiserver/NODE\", or default";
    unknown_labels(draft, "pki.generations.leaf", draft.pki.generations.leaf.keys(), expected)
}

/// So is the renewal of a certificate that there is not.
pub(super) fn renewals(draft: &Draft) -> Vec<Violation> {
    let expected = "the label of a leaf key, such as \"apiserver/NODE\"";
    unknown_labels(draft, "pki.renewals", draft.pki.renewals.keys(), expected)
}

fn unknown_labels<'a>(
    draft: &Draft,
    table: &str,
    labels: impl ExactSizeIterator<Item = &'a String>,
    expected: &'static str,
) -> Vec<Violation> {
    if labels.len() == 0 {
        return Vec::new();
    }
    let known = known_labels(draft);
    let violation = |label: &String| {
        let message = format!("no certificate of this cluster has a key {label:?}");
        Violation::new("unknown-leaf-key", key_path(table, label), message, expected)
            .at_key()
            .given(&["control_plane", "worker", "admin", "kubelet.serving", "etcd.external"])
            .help("kubemint.lock in the rendered tree has every label, such as certificate LABEL@GENERATION")
    };
    labels.filter(|label| !known.contains(label)).map(violation).collect()
}
