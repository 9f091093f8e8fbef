//! The files that make it safe to keep a tree in Git.

use zeroize::Zeroizing;

use super::{Artifact, Origin, Place, RelPath};

/// The name of the file that hides the directory around it.
pub const IGNORE: &str = ".gitignore";

/// Its content: nothing in the directory may be committed, including this file.
pub const IGNORE_ALL: &str = "*\n";

/// The name of the file that says how Git treats other files.
pub const ATTRIBUTES: &str = ".gitattributes";

/// Git must not convert line endings, since every byte is signed or has its digest in the sums and the lock.
const NO_CONVERSION: &str = "* -text\n";

/// The place of the file that hides the secret output of a tree.
#[must_use]
pub fn ignore_place() -> Place {
    Place::secret(RelPath::joined(&[IGNORE]))
}

/// The files in the root directories of both outputs.
#[must_use]
pub fn artifacts() -> [Artifact; 2] {
    let ignore = Zeroizing::new(IGNORE_ALL.to_owned());
    [
        Artifact::public(RelPath::joined(&[ATTRIBUTES]), NO_CONVERSION),
        Artifact::secret(ignore_place().path, ignore, Origin::Rendered),
    ]
}
