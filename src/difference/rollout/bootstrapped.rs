//! Kubelets that joined by TLS bootstrap: what they keep on their machines is in no tree.
//!
//! Such a kubelet writes kubelet.conf once, with the authorities and the server of bootstrap-kubelet.conf, and reads its own
//! from then on (Kubernetes' pkg/kubelet/certificate/bootstrap, `LoadClientConfig`). Where the file is gone it writes it
//! anew, and keeps the client certificate that it has.

use std::collections::BTreeSet;

use crate::{
    component::paths,
    difference::{Question, Site, artifact_kind::path_on_machine},
    tree::{Lock, MachinePath, Origin, lock::Row},
};

/// The nodes of a tree whose kubelets join by TLS bootstrap.
pub(super) fn nodes(lock: &Lock) -> BTreeSet<String> {
    lock.rows().filter_map(|row| node_with(row, &paths::BOOTSTRAP_KUBELET_CONF)).collect()
}

/// The nodes whose kubelet.conf must be written anew: it says what the tree before said.
pub(super) fn stale(question: &Question<'_>) -> BTreeSet<String> {
    let joining = nodes(question.after());
    let mut stale = BTreeSet::new();
    for pair in question.pairs().iter().filter(|pair| pair.drift.is_none()) {
        let Some(old) = pair.before else { continue };
        // One that was rendered has a client certificate, which outranks the token.
        let was_rendered = pair.after.is_none().then(|| node_with(old, &paths::KUBELET_CONF)).flatten();
        let is_another = pair.after.is_some_and(|new| says_another(old, new));
        let told = is_another.then(|| node_with(old, &paths::BOOTSTRAP_KUBELET_CONF)).flatten();
        stale.extend(was_rendered.into_iter().chain(told).filter(|node| joining.contains(node)));
    }
    stale
}

/// The node that has a row's file at a path.
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

/// Whether two kubeconfigs differ in more than the token: in the authorities, the server or a name.
fn says_another(old: &Row, new: &Row) -> bool {
    match (old.recorded.origin(), new.recorded.origin()) {
        (
            Some(Origin::Composed { frame, parts }),
            Some(Origin::Composed { frame: new_frame, parts: new_parts }),
        ) => frame != new_frame || !bundles(parts).eq(bundles(new_parts)),
        _ => true,
    }
}

fn bundles(parts: &[Origin]) -> impl Iterator<Item = &Origin> {
    parts.iter().filter(|part| matches!(part, Origin::Bundle(_)))
}
