//! Reads a rendered tree.

use std::{cell::RefCell, path::Path};

use zeroize::Zeroizing;

use super::{
    WriteError,
    folder::Folder,
    survey,
    target::{Generation, Target},
};
use crate::{
    layout,
    tree::{Lock, Place},
};

/// The tree in a directory, according to its lock. Links in it are not followed.
#[derive(Debug)]
pub struct RenderedTree {
    folder: Folder,
    lock: Lock,
    read: RefCell<Vec<Place>>,
}

impl RenderedTree {
    /// Opens the tree in `out`.
    ///
    /// # Errors
    ///
    /// [`WriteError`] if there is none, or its lock cannot be read.
    pub fn open(out: &Path) -> Result<Self, WriteError> {
        let none = || WriteError::NoTree(out.to_owned());
        let found = match Target::open(out).and_then(|target| Generation::in_target(&target)) {
            Err(WriteError::NotOurs(path)) => return Err(WriteError::NotATree(path)),
            Err(WriteError::System { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => None,
            found => found?,
        };
        found.map_or(Ok(None), Self::of)?.ok_or_else(none)
    }

    /// The tree in a directory; `None` if the directory is empty. Anybody may have changed its lock, so the lock is
    /// checked against the layout.
    pub(super) fn of(found: Generation) -> Result<Option<Self>, WriteError> {
        let Generation { folder, lock } = found;
        let Some(lock) = lock else { return Ok(None) };
        let path = || folder.path_of(Lock::place().to_string());
        layout::check(&lock).map_err(|source| WriteError::Layout { path: path(), source })?;
        Ok(Some(Self { folder, lock, read: RefCell::new(vec![Lock::place()]) }))
    }

    /// Its lock.
    #[must_use]
    pub const fn lock(&self) -> &Lock {
        &self.lock
    }

    /// Its directory.
    pub(super) const fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The bytes of a file.
    ///
    /// # Errors
    ///
    /// [`WriteError`] if it does not exist, or cannot be read.
    pub fn read(&self, place: &Place) -> Result<Zeroizing<Vec<u8>>, WriteError> {
        let lost = || WriteError::Lost(self.folder.path_of(place.to_string()));
        self.find(place)?.ok_or_else(lost)
    }

    /// The bytes of a file; `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// [`WriteError`] if it cannot be read.
    pub fn find(&self, place: &Place) -> Result<Option<Zeroizing<Vec<u8>>>, WriteError> {
        self.read.borrow_mut().push(place.clone());
        survey::read(&self.folder, place)
    }

    /// Every file that was read, the lock first.
    #[must_use]
    pub fn places_read(&self) -> Vec<Place> {
        self.read.borrow().clone()
    }
}
