//! Files of a tree that are not those that its lock lists.

use sha2::{Digest as _, Sha256};

use super::{super::CliError, notes::first_few};
use crate::tree::{Digest, Lock, Place, lock::Recorded};

/// The files of a tree that are not those that its lock lists, as far as they were looked at.
#[derive(Debug, Default)]
pub(super) struct Others(Vec<Place>);

impl Others {
    /// Looks at a public file; `None` if it is not there.
    pub(super) fn look_at(&mut self, lock: &Lock, place: &Place, bytes: Option<&[u8]>) {
        let listed = match lock.row(place).map(|row| &row.recorded) {
            Some(Recorded::Public { bytes, .. }) => Some(bytes),
            // The lock's own file has no row.
            _ => return,
        };
        let found = bytes.map(|bytes| Digest::from(Sha256::digest(bytes)));
        if listed != found.as_ref() {
            self.0.push(place.clone());
        }
    }

    /// Refuses them, `of` a tree.
    ///
    /// # Errors
    /// [`CliError::Input`] with their names, where there is one.
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
