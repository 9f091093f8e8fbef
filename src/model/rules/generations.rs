//! `[pki.generations]`

use crate::{
    model::{Draft, Violation, key_path},
    pki::leaf_labels as known_labels,
};

/// A generation of a key that no certificate has says nothing: it is a typing error.
pub(super) fn leaf_labels(draft: &Draft) -> Vec<Violation> {
    if draft.pki.generations.leaf.is_empty() {
        return Vec::new();
    }
    let known = known_labels(draft);
    let unknown = draft.pki.generations.leaf.keys().filter(|label| !known.contains(label));
    let violation = |label: &String| {
        let path = key_path("pki.generations.leaf", label);
        let expected = "the label of a leaf key, such as \"apiserver/NODE\", or default";
        let message = format!("no certificate of this cluster has a key {label:?}");
        Violation::new("unknown-leaf-key", path, message, expected)
            .at_key()
            .given(&["control_plane", "worker", "admin", "kubelet.serving", "etcd.external"])
            .help("certificates.txt in the rendered tree lists every label")
    };
    unknown.map(violation).collect()
}
