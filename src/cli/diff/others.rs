//! Public files of a tree that differ from those in its lock.

use sha2::{Digest as _, Sha256};

use super::{super::CliError, notes::first_few};
use crate::tree::{Digest, Lock, Place, lock::Recorded};

/// The files read so far that differ from those in the lock.
#[derive(Debug, Default)]
pub(super) struct Others(Vec<Place>);

impl Others {
    /// Checks a public file; `None` if it does not exist.
    pub(super) fn look_at(&mut self, lock: &Lock, place: &Place, bytes: Option<&[u8]>) {
        let listed = match lock.row(place).map(|row| &row.recorded) {
            Some(Recorded::Public { bytes, .. }) => Some(bytes),
            // The lock itself has no row.
            _ => return,
        };
        let found = bytes.map(|bytes| Digest::from(Sha256::digest(bytes)));
        if listed != found.as_ref() {
            self.0.push(place.clone());
        }
    }

    /// Rejects the tree `of` if there are any.
    ///
    /// # Errors
    ///
    /// [`CliError::Input`] with their names, if there are any.
    pub(super) fn refuse(&self, of: &str) -> Result<(), CliError> {
        if self.0.is_empty() {
            return Ok(());
        }
        let names = first_few(self.0.iter().map(ToString::to_string));
        Err(CliError::input(
            format!("{of} has files that are not those that its kubemint.lock lists: {names}"),
            "render it again, or restore it from version control",
        ))
    }
}
