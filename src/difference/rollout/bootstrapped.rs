//! Kubelets that joined by TLS bootstrap: what they wrote on their machines is in no tree.
//!
//! Such a kubelet writes kubelet.conf once, with the CA and the server of bootstrap-kubelet.conf, and reads only its
//! own file afterwards (Kubernetes' pkg/kubelet/certificate/bootstrap, `LoadClientConfig`). If the file is removed,
//! it writes it again and keeps its client certificate.

use std::collections::BTreeSet;

use crate::{
    component::paths,
    difference::{Comparison, Site, artifact_kind::path_on_machine},
    tree::{Lock, MachinePath, Origin, lock::Row},
};

/// The nodes of a tree whose kubelets join by TLS bootstrap.
pub(super) fn nodes(lock: &Lock) -> BTreeSet<String> {
    lock.rows().filter_map(|row| node_with(row, &paths::BOOTSTRAP_KUBELET_CONF)).collect()
}

/// The nodes whose kubelet.conf has to be written again, because it has the CA or the server of the tree before.
pub(super) fn stale(comparison: &Comparison<'_>) -> BTreeSet<String> {
    let joining = nodes(comparison.after());
    let mut stale = BTreeSet::new();
    for pair in comparison.pairs().iter().filter(|pair| pair.drift.is_none()) {
        let Some(old) = pair.before else { continue };
        // A rendered kubelet.conf contains a client certificate, which takes precedence over the token.
        let was_rendered = pair.after.is_none().then(|| node_with(old, &paths::KUBELET_CONF)).flatten();
        let changes = pair.after.is_some_and(|new| differs_beyond_the_token(old, new));
        let has_old_server = changes.then(|| node_with(old, &paths::BOOTSTRAP_KUBELET_CONF)).flatten();
        stale.extend(was_rendered.into_iter().chain(has_old_server).filter(|node| joining.contains(node)));
    }
    stale
}

/// The node whose file at `path` this row describes.
fn node_with(row: &Row, path: &MachinePath) -> Option<String> {
    let here = path_on_machine(row.place.path.as_str())?;
    if path.as_str().strip_prefix('/') != Some(here) {
        return None;
    }
    match Site::of(&row.place) {
        Site::Node(node) => Some(node),
        _ => None,
    }
}

/// Whether two kubeconfigs differ in more than the token: in the CA, the server or a name.
fn differs_beyond_the_token(old: &Row, new: &Row) -> bool {
    match (old.recorded.origin(), new.recorded.origin()) {
        (
            Some(Origin::Composed { template, parts }),
            Some(Origin::Composed { template: new_template, parts: new_parts }),
        ) => template != new_template || !bundles(parts).eq(bundles(new_parts)),
        _ => true,
    }
}

fn bundles(parts: &[Origin]) -> impl Iterator<Item = &Origin> {
    parts.iter().filter(|part| matches!(part, Origin::Bundle(_)))
}
