//! SHA256SUMS: one for each node and output, and one for the cluster's secrets, in the format of coreutils' `sha256sum`. Paths are
//! relative to the node's directory.

use std::collections::BTreeMap;

use base16ct::lower::encode_string;
use zeroize::Zeroizing;

use super::{Digest, Place, RelPath, Secrecy, parse_digest};
use crate::model::NodeName;

/// The name of the file in a node's directory. It is the only file there that is not installed on the machine.
pub const NAME: &str = "SHA256SUMS";

/// The separator between a sum and a path: a space, and another for text mode.
const SEPARATOR: &str = "  ";

/// The path of a node's sums in an output.
#[must_use]
pub fn place(secrecy: Secrecy, node: &NodeName) -> Place {
    Place { secrecy, path: RelPath::joined(&["nodes", node.as_str(), NAME]) }
}

/// The path of the sums of the cluster's secrets. Its public files need none, since the lock has their digests.
#[must_use]
pub fn place_of_cluster() -> Place {
    Place::secret(RelPath::joined(&[CLUSTER, NAME]))
}

/// The directory of what belongs to no machine.
pub const CLUSTER: &str = "cluster";

/// The content for files by their paths in the node's directory. It is as secret as they are, since a short secret could be
/// guessed from its sum.
#[must_use]
pub fn text<'a>(files: impl IntoIterator<Item = (&'a str, &'a Digest)>) -> Zeroizing<String> {
    let files: Vec<(&str, &Digest)> = files.into_iter().collect();
    let digits = 2 * size_of::<Digest>();
    let length: usize = files.iter().map(|(path, _)| digits + SEPARATOR.len() + path.len() + 1).sum();
    // Reserved at once: a string that grows leaves copies behind in freed memory.
    let mut text = Zeroizing::new(String::with_capacity(length));
    for (path, digest) in files {
        let digits = Zeroizing::new(encode_string(digest));
        for part in [digits.as_str(), SEPARATOR, path, "\n"] {
            text.push_str(part);
        }
    }
    text
}

/// The sums in a text, by path; `None` if the text is not a list of sums.
#[must_use]
pub fn parse<'a>(text: &'a str) -> Option<BTreeMap<&'a str, Digest>> {
    let sum = |(digest, path): (&str, &'a str)| Some((path, parse_digest(digest)?));
    text.lines().map(|line| line.split_once(SEPARATOR).and_then(sum)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_what_it_writes() {
        let (one, two) = ([7; 32], [9; 32]);
        let text = text([("a b/c", &one), ("d", &two)]);
        assert_eq!(text.lines().next(), Some(&*format!("{}  a b/c", "07".repeat(32))));
        assert_eq!(parse(&text), Some(BTreeMap::from([("a b/c", one), ("d", two)])));
        assert_eq!(parse("0707  a\n"), None);
    }
}
