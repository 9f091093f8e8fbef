//! The file that hides the directory around it from Git.

use super::{Place, RelPath};

/// The name of the file.
pub const NAME: &str = ".gitignore";

/// Its content: nothing in the directory may be committed, including this file.
pub const TEXT: &str = "*\n";

/// The place of the file that hides the secret output of a tree.
#[must_use]
pub fn place() -> Place {
    Place::secret(RelPath::joined(&[NAME]))
}
