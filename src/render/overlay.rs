//! The user's own files on machines.

use crate::{
    model::{Cluster, NodeRef},
    tree::{Artifact, MachinePath, Origin},
};

/// The files of every overlay on a node.
#[must_use]
pub fn overlay_files(cluster: &Cluster, node: NodeRef<'_>) -> Vec<Artifact> {
    let files = cluster.overlay_files(node).map(|file| {
        let path = MachinePath::of_overlay(&file.path).on(node.name());
        let (owner, group, mode) = (file.owner, file.group, file.mode.into());
        Artifact { owner, group, mode, origin: Origin::Overlay, ..Artifact::public(path, file.text.as_str()) }
    });
    files.collect()
}
