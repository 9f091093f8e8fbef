//! Opens the directories of a tree's files, each directory once.

use super::{WriteError, folder::Folder};
use crate::tree::{Place, Secrecy};

/// Whether to create a missing directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// It is created.
    Make,
    /// It stays missing.
    Leave,
}

/// The open directories between a root and the last file. In the order of places, no directory is opened twice.
#[derive(Debug)]
pub(super) struct Descent<'a> {
    root: &'a Folder,
    missing: Missing,
    open: Vec<(String, Folder)>,
}

impl<'a> Descent<'a> {
    pub(super) const fn new(root: &'a Folder, missing: Missing) -> Self {
        Self { root, missing, open: Vec::new() }
    }

    /// The directory of the file, and the file's name in it; `None` if the directory is missing.
    pub(super) fn to<'p>(&mut self, place: &'p Place) -> Result<Option<(&Folder, &'p str)>, WriteError> {
        let path = place.path.as_str();
        let (folders, name) = path.rsplit_once('/').map_or(("", path), |(folders, name)| (folders, name));
        let inner = folders.split('/').filter(|name| !name.is_empty());
        let wanted: Vec<&str> = std::iter::once(place.secrecy.folder()).chain(inner).collect();
        let shared = self.open.iter().zip(&wanted).take_while(|((open, _), wanted)| open == *wanted).count();
        self.open.truncate(shared);
        for folder in wanted.into_iter().skip(shared) {
            let Some(opened) = self.step(place.secrecy, folder)? else { return Ok(None) };
            self.open.push((folder.to_owned(), opened));
        }
        Ok(Some((self.innermost(), name)))
    }

    fn step(&self, secrecy: Secrecy, name: &str) -> Result<Option<Folder>, WriteError> {
        match self.missing {
            Missing::Make => self.innermost().ensure(name, folder_permissions(secrecy)).map(Some),
            Missing::Leave => self.innermost().child(name),
        }
    }

    fn innermost(&self) -> &Folder {
        self.open.last().map_or(self.root, |(_, folder)| folder)
    }
}

/// The mode of a directory in `out`, whatever the umask.
pub(super) const fn folder_permissions(secrecy: Secrecy) -> u32 {
    match secrecy {
        Secrecy::Public => 0o755,
        Secrecy::Secret => 0o700,
    }
}

/// The mode of a file in `out`, whatever the umask and its mode on the machine.
pub(super) const fn file_permissions(secrecy: Secrecy) -> u32 {
    match secrecy {
        Secrecy::Public => 0o644,
        Secrecy::Secret => 0o600,
    }
}
