//! The folder beside `out` in which the next tree is prepared; who holds its lock may write.

use std::{ffi::OsString, os::fd::OwnedFd};

use rustix::{
    fs::{self, FlockOperation, Mode, OFlags},
    io::{Errno, retry_on_intr},
};

use super::{
    WriteError,
    folder::{FileType, Folder, system},
    target::Target,
};
use crate::tree::git_ignore;

const LOCK: &str = "lock";

/// `.out.kubemint`, 0700, with a .gitignore that hides all of it, and the lock held. It is gone when the run ends.
#[derive(Debug)]
pub(super) struct Workspace<'a> {
    target: &'a Target,
    folder: Folder,
    _lock: OwnedFd,
}

impl<'a> Workspace<'a> {
    /// The name of the next tree in the workspace, and of the old one once they are exchanged.
    pub(super) const TREE: &'static str = "tree";

    /// Whether a run is under way, or was interrupted.
    pub(super) fn is_there(target: &Target) -> Result<bool, WriteError> {
        Ok(target.parent().status(name(target))?.is_some())
    }

    /// Makes the workspace, or enters one that was left over, and waits for its lock.
    pub(super) fn enter(target: &'a Target) -> Result<Self, WriteError> {
        loop {
            let folder = open_folder(target)?;
            if let Some(lock) = take_lock(&folder)? {
                hide(&folder)?;
                return Ok(Self { target, folder, _lock: lock });
            }
        }
    }

    /// The folder.
    pub(super) const fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Removes the workspace. Who waits for the lock finds it gone and makes another.
    pub(super) fn leave(self) -> Result<(), WriteError> {
        self.folder.remove_file(git_ignore::NAME)?;
        self.folder.remove_file(LOCK)?;
        // Not empty where another run has come in already: it is that run's now.
        self.target.parent().remove_folder(name(self.target))?;
        Ok(())
    }
}

/// Has Git take no notice of the folder. A run that was killed may have left less than the whole text.
fn hide(folder: &Folder) -> Result<(), WriteError> {
    let text = git_ignore::TEXT.as_bytes();
    match folder.read(git_ignore::NAME)? {
        Some(found) if *found == text => Ok(()),
        _ => folder.replace(git_ignore::NAME, text, 0o600),
    }
}

fn name(target: &Target) -> OsString {
    let mut name = OsString::from(".");
    name.push(target.name());
    name.push(".kubemint");
    name
}

fn open_folder(target: &Target) -> Result<Folder, WriteError> {
    let (parent, name) = (target.parent(), name(target));
    match parent.make(&name, 0o700) {
        Err(WriteError::System { source, .. }) if source.kind() == std::io::ErrorKind::AlreadyExists => {}
        made => {
            made?;
        }
    }
    let Some(status) = parent.status(&name)? else { return open_folder(target) };
    let is_ours = status.kind == FileType::Directory && status.owner == rustix::process::geteuid().as_raw();
    if !is_ours {
        return Err(WriteError::Workspace(parent.path_of(&name)));
    }
    if status.permissions & 0o077 != 0 {
        return Err(WriteError::Open(parent.path_of(&name)));
    }
    match parent.child(&name)? {
        Some(folder) => Ok(folder),
        None => open_folder(target),
    }
}

/// Waits for the lock; `None` where it was removed meanwhile, with the run that held it.
fn take_lock(folder: &Folder) -> Result<Option<OwnedFd>, WriteError> {
    let error = |errno| system("lock", folder.path_of(LOCK), errno);
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let lock = match fs::openat(folder.fd(), LOCK, flags, Mode::RUSR | Mode::WUSR) {
        Ok(lock) => lock,
        Err(Errno::NOENT) => return Ok(None),
        Err(errno) => return Err(error(errno)),
    };
    // Whatever the umask: the next run must be able to open it.
    fs::fchmod(&lock, Mode::RUSR | Mode::WUSR).map_err(error)?;
    retry_on_intr(|| fs::flock(&lock, FlockOperation::LockExclusive)).map_err(error)?;
    Ok(folder.is_named(&lock, LOCK).map_err(error)?.then_some(lock))
}
