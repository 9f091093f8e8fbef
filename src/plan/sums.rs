//! The sums of every node's files, and of the cluster's secrets.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use crate::tree::{Artifact, Digest, Origin, Place, RelPath, Secrecy, TreeBuilder, sums};

/// SHA256SUMS of every node and output, and of the cluster's secrets, over every file so far.
pub(super) fn artifacts(tree: &TreeBuilder) -> Vec<Artifact> {
    let mut files: BTreeMap<(Secrecy, &str), Vec<(&str, &Digest)>> = BTreeMap::new();
    for (place, digest) in tree.files() {
        if let Some((folder, path)) = split(place) {
            let files = files.entry((place.secrecy, folder)).or_default();
            files.extend(digest.map(|digest| (path, digest)));
        }
    }
    files.into_iter().map(|((secrecy, folder), files)| artifact(secrecy, folder, sums::text(files))).collect()
}

/// The directory with the sums of a file, and the file's path below it.
fn split(place: &Place) -> Option<(&str, &str)> {
    let path = place.path.as_str();
    let (first, rest) = path.split_once('/')?;
    match (first, place.secrecy) {
        (sums::CLUSTER, Secrecy::Secret) => Some((first, rest)),
        ("nodes", _) => {
            let (node, rest) = rest.split_once('/')?;
            Some((path.get(..first.len() + 1 + node.len())?, rest))
        }
        _ => None,
    }
}

/// The sums of secrets are as secret as they are; a tree that withholds secrets drops them.
fn artifact(secrecy: Secrecy, folder: &str, text: Zeroizing<String>) -> Artifact {
    let path = RelPath::joined(&[folder, sums::NAME]);
    match secrecy {
        Secrecy::Public => Artifact::public(path, text.as_str()),
        Secrecy::Secret => Artifact::secret(path, text, Origin::Rendered),
    }
}
