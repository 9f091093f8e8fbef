//! kubemint.lock: the record of what a tree contains and what it was made from.
//!
//! A header (format, schema, cluster id, seed id, the accounts' UIDs and GIDs) and one row per artifact, sorted by place:
//!
//! ```text
//! public|secret PATH OWNER:GROUP MODE CONTENT
//! ```
//!
//! Owner, group and mode are those on the machine. CONTENT is `folder` for a directory, the SHA-256 of a public file's bytes and
//! its origin, or a secret file's origin. What comes from the seed is identified by label, generation, algorithm, public key,
//! issuer and request digest. The lock never contains a digest of a secret's bytes.

mod identity;
mod origin_text;
mod parse;
mod row;
#[cfg(test)]
mod tests;
mod word;
mod write;

use std::{collections::BTreeMap, fmt};

pub use identity::Identity;
pub use parse::{LockError, LockErrorKind};
pub use row::{Recorded, Row};
pub use write::FORMAT;
pub(super) use write::Header;

use super::{
    Binding, Digest, Place, RelPath,
    binding::{Unbound, part_of},
};
use crate::model::Users;

/// The content of kubemint.lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    identity: Identity,
    users: Users,
    rows: BTreeMap<Place, Row>,
}

impl Lock {
    pub(super) const fn new(identity: Identity, users: Users, rows: BTreeMap<Place, Row>) -> Self {
        Self { identity, users, rows }
    }

    /// The path of the lock in the public output.
    #[must_use]
    pub fn path() -> RelPath {
        RelPath::joined(&["kubemint.lock"])
    }

    /// The place of the lock in the tree.
    #[must_use]
    pub fn place() -> Place {
        Place::public(Self::path())
    }

    /// Parses a lock.
    ///
    /// # Errors
    /// [`LockError`] with the line that is not valid.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let (identity, users, rows) = parse::parse(text)?;
        Ok(Self { identity, users, rows })
    }

    /// The cluster and seed of the tree.
    #[must_use]
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The accounts' UIDs and GIDs.
    #[must_use]
    pub const fn users(&self) -> &Users {
        &self.users
    }

    /// Every row, in the order of places.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values()
    }

    /// The row of a place.
    #[must_use]
    pub fn row(&self, place: &Place) -> Option<&Row> {
        self.rows.get(place)
    }

    /// A digest over what it says of the secrets, keys and certificates of a part, `cluster` or `nodes/NAME`; `recipients.txt` is a
    /// part, too.
    #[must_use]
    pub fn binding_of(&self, part: &str) -> Digest {
        Binding::of_part(&self.identity, &self.users, part, self.rows.values())
    }

    /// Holds a part, and its SHA256SUMS in the secret output where it has one, to the binding that lies there.
    ///
    /// # Errors
    /// [`Unbound`] if they were not rendered together.
    pub fn hold_binding(&self, binding: &[u8], part: &str, sums: Option<&[u8]>) -> Result<(), Unbound> {
        let has_part = self.rows().any(|row| part_of(&row.place.path) == Some(part));
        Binding::hold(binding, part, has_part.then(|| self.binding_of(part)), sums)
    }

    /// The place of every file that the tree has on disk, the lock's own first.
    pub fn files(&self) -> impl Iterator<Item = Place> {
        let files = self.rows.values().filter(|row| row.recorded != Recorded::Folder);
        std::iter::once(Self::place()).chain(files.map(|row| row.place.clone()))
    }

    /// Whether a file at this place belongs to the tree.
    #[must_use]
    pub fn lists_file(&self, place: &Place) -> bool {
        *place == Self::place() || self.row(place).is_some_and(|row| row.recorded != Recorded::Folder)
    }
}

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write::write(f, &Header { identity: &self.identity, users: &self.users }, self.rows.values())
    }
}
