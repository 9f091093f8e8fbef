//! Files that make it safe to keep the tree in Git.

use zeroize::Zeroizing;

use crate::tree::{Artifact, Origin, RelPath, git_ignore};

/// Git must not convert line endings, since every byte is signed or has its digest in the sums and the lock.
const GITATTRIBUTES: &str = "* -text\n";

/// The files in the root directories of both outputs.
pub(super) fn artifacts() -> [Artifact; 2] {
    let ignore = Zeroizing::new(git_ignore::TEXT.to_owned());
    [
        Artifact::public(RelPath::joined(&[".gitattributes"]), GITATTRIBUTES),
        Artifact::secret(git_ignore::place().path, ignore, Origin::Rendered),
    ]
}
