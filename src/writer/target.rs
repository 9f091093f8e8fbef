//! The directory that a tree is written to, and the tree in it.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use super::{
    WriteError,
    folder::{FileType, Folder},
    sealed, survey,
};
use crate::tree::{Lock, Secrecy};

/// Where a tree is written: a name in an open directory, so that no path is resolved twice.
#[derive(Debug)]
pub(super) struct Target {
    parent: Folder,
    name: OsString,
    path: PathBuf,
}

impl Target {
    /// Opens the parent directory of `out`.
    pub(super) fn open(out: &Path) -> Result<Self, WriteError> {
        let (parent, name) = split(out)?;
        let name = name.to_owned();
        Ok(Self { parent: Folder::open(parent)?, name, path: out.to_owned() })
    }

    /// Creates missing parent directories of `out`, then opens the innermost.
    pub(super) fn make(out: &Path) -> Result<Self, WriteError> {
        refuse_inside_tree(out)?;
        match Self::open(out) {
            Err(WriteError::System { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {}
            opened => return opened,
        }
        let (parent, _) = split(out)?;
        std::fs::create_dir_all(parent).map_err(|source| WriteError::System {
            action: "create the directory",
            path: parent.to_owned(),
            source,
        })?;
        Self::open(out)
    }

    /// Its parent directory.
    pub(super) const fn parent(&self) -> &Folder {
        &self.parent
    }

    /// Its name there.
    pub(super) fn name(&self) -> &OsStr {
        &self.name
    }

    /// Its path, as given.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The directory itself, if it exists; anything else there is an error.
    pub(super) fn folder(&self) -> Result<Option<Folder>, WriteError> {
        let Some(status) = self.parent.status(&self.name)? else { return Ok(None) };
        match status.kind {
            FileType::Symlink => Err(WriteError::Symlink(self.path.clone())),
            FileType::Directory => self.parent.child(&self.name),
            _ => Err(WriteError::NotAFolder(self.path.clone())),
        }
    }

    /// Rejects a directory that cannot be exchanged for another; reading it does no harm.
    pub(super) fn refuse_mount_point(&self) -> Result<(), WriteError> {
        match self.parent.status(&self.name)? {
            Some(status) if status.is_mount_point => Err(WriteError::MountPoint(self.path.clone())),
            _ => Ok(()),
        }
    }

    /// Its mode, if it exists.
    pub(super) fn permissions(&self) -> Result<Option<u32>, WriteError> {
        Ok(self.parent.status(&self.name)?.map(|status| status.permissions))
    }
}

/// Rejects a path inside another tree, even if its last directories do not exist.
fn refuse_inside_tree(out: &Path) -> Result<(), WriteError> {
    let or_here = |folder| if folder == Path::new("") { Path::new(".") } else { folder };
    let around = out.ancestors().skip(1).map(or_here);
    let Some(there) = around.map(Path::canonicalize).find_map(Result::ok) else { return Ok(()) };
    let parts = [Secrecy::Public.folder(), Secrecy::Secret.folder(), sealed::FOLDER];
    let is_part = |folder: &&Path| {
        let is_named = parts.iter().any(|part| folder.ends_with(part));
        let lock = folder.parent().map(|tree| tree.join(Lock::place().to_string()));
        is_named && lock.is_some_and(|lock| lock.is_file())
    };
    match there.ancestors().find(is_part) {
        Some(part) => Err(WriteError::InsideTree { path: out.to_owned(), part: part.to_owned() }),
        None => Ok(()),
    }
}

/// The parent directory and the name of a path.
fn split(out: &Path) -> Result<(&Path, &OsStr), WriteError> {
    let name = out.file_name().ok_or_else(|| WriteError::NoName(out.to_owned()))?;
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty());
    Ok((parent.unwrap_or(Path::new(".")), name))
}

/// A directory with the tree in it, according to its lock.
#[derive(Debug)]
pub(super) struct Generation {
    pub(super) folder: Folder,
    /// `None` for an empty directory.
    pub(super) lock: Option<Lock>,
}

impl Generation {
    /// The tree in the target directory; a directory that is neither empty nor a tree is an error.
    pub(super) fn in_target(target: &Target) -> Result<Option<Self>, WriteError> {
        let Some(folder) = target.folder()? else { return Ok(None) };
        let lock = Self::read_lock(&folder)?;
        if lock.is_none() && !folder.names()?.is_empty() {
            return Err(WriteError::NotOurs(target.path().to_owned()));
        }
        Ok(Some(Self { folder, lock }))
    }

    /// The lock in a directory, if there is one.
    pub(super) fn read_lock(folder: &Folder) -> Result<Option<Lock>, WriteError> {
        let Some(bytes) = survey::read(folder, &Lock::place())? else { return Ok(None) };
        let path = || folder.path_of(Lock::place().to_string());
        let text = String::from_utf8_lossy(&bytes);
        Lock::parse(&text).map(Some).map_err(|source| WriteError::Lock { path: path(), source })
    }
}
