//! kubemint.lock: the tree's own memory.
//!
//! A header (format, schema, cluster id, seed id, the accounts' numeric ids) and a line an artifact, sorted by place:
//!
//! ```text
//! HALF PATH OWNER:GROUP MODE WHAT
//! ```
//!
//! Owner, group and mode are those on the machine. WHAT is `folder`, or the SHA-256 of a public file's bytes and its
//! origin, or a secret file's origin. What comes from the seed is told by label, generation, algorithm, public key,
//! issuer and request; no digest of a secret's bytes is ever in it.

mod identity;
mod origin_text;
mod parse;
mod row;
#[cfg(test)]
mod tests;
mod word;
mod write;

use std::collections::BTreeMap;

pub use identity::Identity;
pub use parse::{LockError, LockFault};
pub use row::{Recorded, Row};
pub(super) use write::Header;

use super::{Binding, Digest, Place, RelPath};
use crate::model::Users;

/// The version of the lock's own format.
pub const FORMAT: u32 = 1;

/// What kubemint.lock says.
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

    /// Where the lock lies in the public half.
    #[must_use]
    pub fn path() -> RelPath {
        RelPath::joined(&["kubemint.lock"])
    }

    /// Where the lock lies in the tree.
    #[must_use]
    pub fn place() -> Place {
        Place::public(Self::path())
    }

    /// Reads a lock.
    ///
    /// # Errors
    /// [`LockError`] with the line that is no line of a lock.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        parse::parse(text)
    }

    /// Whose tree it is.
    #[must_use]
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The accounts' numeric ids.
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

    /// What a secret output must have been rendered with to go with this lock.
    #[must_use]
    pub fn binding(&self) -> Binding {
        Binding::of(&self.identity, &self.users, self.rows.values())
    }

    /// The same for one part, `cluster` or `nodes/NAME`.
    #[must_use]
    pub fn binding_of(&self, part: &str) -> Digest {
        Binding::of_part(&self.identity, &self.users, part, self.rows.values())
    }

    /// The place of every file that the tree holds on disk, the lock's own first.
    pub fn files(&self) -> impl Iterator<Item = Place> {
        let files = self.rows.values().filter(|row| row.recorded != Recorded::Folder);
        std::iter::once(Self::place()).chain(files.map(|row| row.place.clone()))
    }

    /// Whether a file at this place is the tree's own.
    #[must_use]
    pub fn lists_file(&self, place: &Place) -> bool {
        *place == Self::place() || self.row(place).is_some_and(|row| row.recorded != Recorded::Folder)
    }
}
