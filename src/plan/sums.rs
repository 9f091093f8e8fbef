//! The sums of every node's files.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use crate::tree::{Artifact, Digest, Origin, RelPath, Secrecy, TreeBuilder, sums};

/// SHA256SUMS of every node and half, over every file so far.
pub(super) fn artifacts(tree: &TreeBuilder) -> Vec<Artifact> {
    let mut files: BTreeMap<(Secrecy, &str), Vec<(&str, &Digest)>> = BTreeMap::new();
    for (place, digest) in tree.files() {
        let in_nodes = place.path.as_str().strip_prefix("nodes/");
        if let Some((node, path)) = in_nodes.and_then(|path| path.split_once('/')) {
            let files = files.entry((place.secrecy, node)).or_default();
            files.extend(digest.map(|digest| (path, digest)));
        }
    }
    files.into_iter().map(|((secrecy, node), files)| artifact(secrecy, node, sums::text(files))).collect()
}

/// The sums of secrets are as secret as they; a tree that withholds secrets forgets them.
fn artifact(secrecy: Secrecy, node: &str, text: Zeroizing<String>) -> Artifact {
    let path = RelPath::joined(&["nodes", node, sums::NAME]);
    match secrecy {
        Secrecy::Public => Artifact::public(path, text.as_str()),
        Secrecy::Secret => Artifact::secret(path, text, Origin::Rendered),
    }
}
