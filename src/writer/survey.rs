//! Collects facts about a directory, to compare it with a tree.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    os::fd::OwnedFd,
    path::{Path, PathBuf},
};

use rustix::{fs, io::Errno};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{
    WriteError,
    folder::{FileType, Folder, system},
    outputs, sealed,
};
use crate::input::InputKind;
use crate::tree::{
    Place, RelPath, Secrecy,
    compare::{Facts, Found, Known},
    sums,
};

/// Bytes read at a time.
const CHUNK: usize = 16 * 1024;

/// Examines everything in `root` that is `known`, and lists the rest without examining it.
pub(super) fn survey(root: &Folder, known: &Known) -> Result<Facts, WriteError> {
    let mut around = Survey::new(known);
    let mut found = BTreeSet::new();
    for name in root.names()? {
        match [Secrecy::Public, Secrecy::Secret].into_iter().find(|output| name == output.folder()) {
            Some(output) => {
                found.insert(output);
            }
            None if sealed::is_at(root, &name)? => {}
            None => around.look_at_name(root, "", &name)?,
        }
    }
    let (public, secret) = outputs::both(known.files.len(), |output| {
        let mut survey = Survey::new(known);
        if found.contains(&output) {
            survey.look_at_name(root, "", output.folder().as_ref())?;
        }
        Ok(survey.facts)
    })?;
    Ok(around.facts.and(public).and(secret))
}

struct Survey<'a> {
    known: &'a Known,
    facts: Facts,
    chunk: Zeroizing<Vec<u8>>,
}

impl<'a> Survey<'a> {
    fn new(known: &'a Known) -> Self {
        Self { known, facts: Facts::default(), chunk: Zeroizing::new(vec![0; CHUNK]) }
    }

    fn look_into(&mut self, folder: &Folder, path: &str) -> Result<(), WriteError> {
        folder.names()?.iter().try_for_each(|name| self.look_at_name(folder, path, name))
    }

    /// Examines what has this name in the directory with this path.
    fn look_at_name(&mut self, folder: &Folder, path: &str, name: &OsStr) -> Result<(), WriteError> {
        let Some(inner) = name.to_str().map(|name| join(path, name)) else {
            self.facts.foreign.insert(Path::new(path).join(name));
            return Ok(());
        };
        // Directories first: the tree may have a file where the old one had a directory.
        if self.look_into_known_folder(folder, name, &inner)? {
            return Ok(());
        }
        let last = name.to_str().unwrap_or_default();
        if let Some(place) = self.known.files.get(&inner) {
            let found = self.look_at(folder, name)?;
            if let (Secrecy::Secret, sums::NAME, Found::File { bytes, .. }) = (place.secrecy, last, &found) {
                self.facts.secret_sums.insert(place.clone(), *bytes);
                self.take_sums(folder, place)?;
            }
            self.facts.known.insert(place.clone(), found);
        } else {
            self.facts.foreign.insert(PathBuf::from(inner));
        }
        Ok(())
    }

    /// Records what the SHA256SUMS in a directory of the secret output says.
    fn take_sums(&mut self, folder: &Folder, place: &Place) -> Result<(), WriteError> {
        let Some(bytes) = folder.read(sums::NAME)? else { return Ok(()) };
        let around = place.path.parent();
        let around = around.as_ref().map_or("", RelPath::as_str);
        let listed = std::str::from_utf8(&bytes).ok().and_then(sums::parse).unwrap_or_default();
        for (path, digest) in listed {
            if let Ok(path) = RelPath::parse(&join(around, path)) {
                self.facts.secret_sums.insert(Place::secret(path), digest);
            }
        }
        Ok(())
    }

    /// Examines a directory that leads to known files; `false` if it is not one.
    fn look_into_known_folder(
        &mut self,
        around: &Folder,
        name: &OsStr,
        path: &str,
    ) -> Result<bool, WriteError> {
        if !self.known.folders.contains(path) {
            return Ok(false);
        }
        let Some(folder) = around.child(name)? else { return Ok(false) };
        let status = around.status(name)?;
        if status.is_some_and(|status| status.is_mount_point) {
            return Err(WriteError::MountPoint(around.path_of(name)));
        }
        if path.split('/').next() == Some(Secrecy::Secret.folder()) {
            let permissions = status.map_or(0, |status| status.permissions);
            self.facts.secret_folders.insert(path.to_owned(), permissions);
        }
        self.look_into(&folder, path)?;
        Ok(true)
    }

    fn look_at(&mut self, folder: &Folder, name: &OsStr) -> Result<Found, WriteError> {
        let error = |errno| system("read", folder.path_of(name), errno);
        match folder.open_file(name) {
            Ok(file) => self.measure(&file).map_err(error),
            Err(Errno::LOOP) => Ok(Found::Symlink),
            Err(Errno::NXIO) => Ok(Found::Other),
            Err(errno) => Err(error(errno)),
        }
    }

    fn measure(&mut self, file: &OwnedFd) -> rustix::io::Result<Found> {
        let status = fs::fstat(file)?;
        if FileType::from_raw_mode(status.st_mode) != FileType::RegularFile {
            return Ok(Found::Other);
        }
        let (mut hash, mut rest) = (Sha256::new(), InputKind::TreeFile.limit());
        if u64::try_from(status.st_size).is_ok_and(|size| size > rest) {
            return Ok(Found::TooLarge);
        }
        loop {
            let length = rustix::io::retry_on_intr(|| rustix::io::read(file, self.chunk.as_mut_slice()))?;
            match self.chunk.get(..length) {
                Some(read) if !read.is_empty() => {
                    match rest.checked_sub(read.len() as u64) {
                        Some(left) => rest = left,
                        None => return Ok(Found::TooLarge),
                    }
                    hash.update(read);
                }
                _ => break,
            }
        }
        Ok(Found::File { permissions: status.st_mode & 0o7777, bytes: hash.finalize().into() })
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The bytes of a file of the tree in `root`; `None` if it does not exist.
pub(super) fn read(root: &Folder, place: &Place) -> Result<Option<Zeroizing<Vec<u8>>>, WriteError> {
    let mut descent = super::descent::Descent::new(root, super::descent::Missing::Leave);
    match descent.to(place)? {
        Some((folder, name)) => folder.read(name),
        None => Ok(None),
    }
}
