//! A rendered tree, read back.

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

/// The tree in a folder, as its lock lists it. No link in it is followed.
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
    /// [`WriteError`] where there is none, or its lock cannot be read.
    pub fn open(out: &Path) -> Result<Self, WriteError> {
        let none = || WriteError::NoTree(out.to_owned());
        let found = match Target::open(out).and_then(|target| Generation::in_target(&target)) {
            Err(WriteError::NotOurs(path)) => return Err(WriteError::NotATree(path)),
            Err(WriteError::System { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => None,
            found => found?,
        };
        found.map_or(Ok(None), Self::of)?.ok_or_else(none)
    }

    /// What a folder has; `None` where it is empty. Its lock may have been changed by anybody, so it is held to what a
    /// tree may hold.
    pub(super) fn of(found: Generation) -> Result<Option<Self>, WriteError> {
        let Generation { folder, lock } = found;
        let Some(lock) = lock else { return Ok(None) };
        let path = || folder.path_of(Lock::place().to_string());
        layout::check(&lock).map_err(|source| WriteError::Layout { path: path(), source })?;
        Ok(Some(Self { folder, lock, read: RefCell::new(vec![Lock::place()]) }))
    }

    /// What it is made of.
    #[must_use]
    pub const fn lock(&self) -> &Lock {
        &self.lock
    }

    /// The folder that it lies in.
    pub(super) const fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// [`WriteError`] where it is not there, or cannot be read.
    pub fn read(&self, place: &Place) -> Result<Zeroizing<Vec<u8>>, WriteError> {
        let lost = || WriteError::Lost(self.folder.path_of(place.to_string()));
        self.find(place)?.ok_or_else(lost)
    }

    /// The bytes of a file; `None` where it is not there.
    ///
    /// # Errors
    /// [`WriteError`] where it cannot be read.
    pub fn find(&self, place: &Place) -> Result<Option<Zeroizing<Vec<u8>>>, WriteError> {
        self.read.borrow_mut().push(place.clone());
        survey::read(&self.folder, place)
    }

    /// Every file that was asked for, the lock first.
    #[must_use]
    pub fn places_read(&self) -> Vec<Place> {
        self.read.borrow().clone()
    }
}
