//! What makes the tree safe to keep in Git.

use zeroize::Zeroizing;

use crate::tree::{Artifact, Origin, RelPath};

/// Git must not change line ends: every byte is what was signed, summed and locked.
const GITATTRIBUTES: &str = "* -text\n";

/// No file of the secret half may be committed, this one included.
const GITIGNORE: &str = "*\n";

/// The files at the roots of both halves.
pub(super) fn artifacts() -> [Artifact; 2] {
    let ignore = Zeroizing::new(GITIGNORE.as_bytes().to_vec());
    [
        Artifact::public(RelPath::joined(&[".gitattributes"]), GITATTRIBUTES),
        Artifact::secret(RelPath::joined(&[".gitignore"]), ignore, Origin::Rendered),
    ]
}
