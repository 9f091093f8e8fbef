//! What makes the tree safe to keep in Git.

use zeroize::Zeroizing;

use crate::tree::{Artifact, Origin, RelPath, git_ignore};

/// Git must not change line ends: every byte is what was signed, summed and locked.
const GITATTRIBUTES: &str = "* -text\n";

/// The files at the roots of both halves.
pub(super) fn artifacts() -> [Artifact; 2] {
    let ignore = Zeroizing::new(git_ignore::TEXT.to_owned());
    [
        Artifact::public(RelPath::joined(&[".gitattributes"]), GITATTRIBUTES),
        Artifact::secret(git_ignore::place().path, ignore, Origin::Rendered),
    ]
}
