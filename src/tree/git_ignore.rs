//! The file that hides the folder around it from Git.

use super::{Place, RelPath};

/// Its name.
pub const NAME: &str = ".gitignore";

/// What it holds: nothing in the folder may be committed, this file included.
pub const TEXT: &str = "*\n";

/// Where it hides the secret half of a tree.
#[must_use]
pub fn place() -> Place {
    Place::secret(RelPath::joined(&[NAME]))
}
