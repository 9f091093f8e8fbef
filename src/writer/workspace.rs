//! The directory beside `out` in which the next tree is prepared. Whoever holds its lock may write.

use std::{ffi::OsString, os::fd::OwnedFd};

use rustix::{
    fs::{self, FlockOperation, Mode, OFlags},
    io::{Errno, retry_on_intr},
};

use super::{
    WriteError,
    folder::{Folder, system},
    stamp,
    target::Target,
};
use crate::tree::git_files;

const LOCK: &str = "lock";

/// The directory's own files, including the temporary name of one that is being replaced. Everything else in it is
/// content.
const OWN: [&str; 5] = [LOCK, git_files::IGNORE, "..gitignore.new", stamp::NAME, ".made-here.new"];

/// `.out.kubemint`, which only its owner can enter, with a .gitignore for all of it, and its lock held. It is removed
/// when the run ends.
#[derive(Debug)]
pub(super) struct Workspace<'a> {
    target: &'a Target,
    folder: Folder,
    _lock: OwnedFd,
}

impl<'a> Workspace<'a> {
    /// The name of the next tree in the workspace, and of the old one once they are exchanged.
    pub(super) const TREE: &'static str = "tree";

    /// Whether a run is active, or was interrupted.
    pub(super) fn is_there(target: &Target) -> Result<bool, WriteError> {
        Ok(target.parent().status(name(target))?.is_some())
    }

    /// Creates the workspace, or enters an existing one, and waits for its lock.
    ///
    /// Since an interrupted run's content is acted upon, a workspace with content must have been made here.
    pub(super) fn enter(target: &'a Target) -> Result<Self, WriteError> {
        loop {
            let Some(folder) = open_folder(target)? else { continue };
            let Some(lock) = take_lock(&folder)? else { continue };
            if has_content(&folder)? && !stamp::is_set(&folder)? {
                return Err(foreign(target));
            }
            stamp::set(&folder)?;
            hide(&folder)?;
            return Ok(Self { target, folder, _lock: lock });
        }
    }

    /// The directory.
    pub(super) const fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Removes the workspace, unless it still has an interrupted run's content. Whoever waits for the lock finds it
    /// removed and creates another.
    pub(super) fn leave(self) -> Result<(), WriteError> {
        if has_content(&self.folder)? {
            return Ok(());
        }
        self.folder.remove_file(git_files::IGNORE)?;
        self.folder.remove_file(stamp::NAME)?;
        self.folder.remove_file(LOCK)?;
        // It is not empty if another run has already entered it and owns it now.
        self.target.parent().remove_folder(name(self.target))?;
        Ok(())
    }
}

/// Makes Git ignore the directory. A run that was killed may have left only a part of the text.
fn hide(folder: &Folder) -> Result<(), WriteError> {
    let text = git_files::IGNORE_ALL.as_bytes();
    match folder.read(git_files::IGNORE)? {
        Some(found) if *found == text => Ok(()),
        _ => folder.replace(git_files::IGNORE, text, 0o600),
    }
}

fn name(target: &Target) -> OsString {
    let mut name = OsString::from(".");
    name.push(target.name());
    name.push(".kubemint");
    name
}

fn foreign(target: &Target) -> WriteError {
    WriteError::Workspace(target.parent().path_of(name(target)))
}

/// Whether the directory has more than its own files.
fn has_content(folder: &Folder) -> Result<bool, WriteError> {
    Ok(folder.names()?.iter().any(|name| !OWN.iter().any(|own| name == own)))
}

/// The directory, created if needed; `None` if another run has just removed it.
fn open_folder(target: &Target) -> Result<Option<Folder>, WriteError> {
    let (parent, name) = (target.parent(), name(target));
    parent.make_bare(&name)?;
    let Some(folder) = parent.child(&name)? else {
        return if parent.status(&name)?.is_none() { Ok(None) } else { Err(foreign(target)) };
    };
    // Names first: a run that has just created the directory marks it before it adds anything.
    let is_empty = folder.names()?.is_empty();
    let (permissions, owner) = folder.permissions_and_owner()?;
    let is_marked = permissions & stamp::STICKY != 0;
    if owner != rustix::process::geteuid().as_raw() || !(is_empty || is_marked) {
        return Err(foreign(target));
    }
    if permissions & 0o077 != 0 {
        return Err(WriteError::Open(parent.path_of(&name)));
    }
    if !is_marked {
        folder.set_permissions(stamp::PERMISSIONS)?;
    }
    Ok(Some(folder))
}

/// Waits for the lock; `None` if it was removed meanwhile, with the run that held it.
fn take_lock(folder: &Folder) -> Result<Option<OwnedFd>, WriteError> {
    let error = |errno| system("lock", folder.path_of(LOCK), errno);
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
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

/// Waits until nobody holds the lock. There is nothing to wait for if there is no workspace, or this user cannot
/// enter it.
pub(super) fn wait_for_writer(target: &Target) {
    if let Some(lock) = existing_lock(target) {
        // If waiting fails, the reader notices changes by itself.
        let _ = retry_on_intr(|| fs::flock(&lock, FlockOperation::LockShared));
    }
}

/// Whether another run holds the lock.
pub(super) fn is_writer_active(target: &Target) -> bool {
    existing_lock(target).is_some_and(|lock| {
        retry_on_intr(|| fs::flock(&lock, FlockOperation::NonBlockingLockShared)) == Err(Errno::WOULDBLOCK)
    })
}

fn existing_lock(target: &Target) -> Option<OwnedFd> {
    let folder = target.parent().child(name(target)).ok().flatten()?;
    folder.open_file(LOCK).ok()
}
