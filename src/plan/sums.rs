//! SHA256SUMS: one a node and half, as `sha256sum -c` reads it in the node's folder.

use std::{collections::BTreeMap, fmt::Write};

use zeroize::Zeroizing;

use crate::tree::{Artifact, Origin, RelPath, Secrecy, TreeBuilder, hex, pack};

/// The sums of every file of every node so far.
pub(super) fn artifacts(tree: &TreeBuilder) -> Vec<Artifact> {
    let mut texts: BTreeMap<(Secrecy, &str), Zeroizing<String>> = BTreeMap::new();
    for (place, _, digest) in tree.files() {
        let in_nodes = place.path.as_str().strip_prefix("nodes/");
        if let Some((node, path)) = in_nodes.and_then(|path| path.split_once('/')) {
            let text = texts.entry((place.secrecy, node)).or_default();
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}  {path}", hex::encode(digest));
        }
    }
    texts.into_iter().map(|((secrecy, node), text)| artifact(secrecy, node, &text)).collect()
}

/// The sums of secrets are as secret as a short secret whose sum they could be.
fn artifact(secrecy: Secrecy, node: &str, text: &str) -> Artifact {
    let path = RelPath::joined(&["nodes", node, pack::SUMS]);
    match secrecy {
        Secrecy::Public => Artifact::public(path, text),
        Secrecy::Secret => Artifact::secret(path, Zeroizing::new(text.as_bytes().to_vec()), Origin::Rendered),
    }
}
