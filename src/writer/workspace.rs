//! The folder beside `out` in which the next tree is prepared; who holds its lock may write.

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
use crate::tree::git_ignore;

const LOCK: &str = "lock";

/// The folder's own files, and what one that is being replaced leaves beside it. Everything else in it is content.
const OWN: [&str; 5] = [LOCK, git_ignore::NAME, "..gitignore.new", stamp::NAME, ".made-here.new"];

/// `.out.kubemint`, entered by its owner alone, with a .gitignore that hides all of it, and the lock held. It is gone when
/// the run ends.
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
    ///
    /// What an interrupted run left in it is acted upon, so a workspace with content has to be one that was made here.
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

    /// The folder.
    pub(super) const fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Removes the workspace, unless an interrupted run's content is still in it. Who waits for the lock finds it gone and
    /// makes another.
    pub(super) fn leave(self) -> Result<(), WriteError> {
        if has_content(&self.folder)? {
            return Ok(());
        }
        self.folder.remove_file(git_ignore::NAME)?;
        self.folder.remove_file(stamp::NAME)?;
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

fn foreign(target: &Target) -> WriteError {
    WriteError::Workspace(target.parent().path_of(name(target)))
}

/// Whether there is more in the folder than its own files.
fn has_content(folder: &Folder) -> Result<bool, WriteError> {
    Ok(folder.names()?.iter().any(|name| !OWN.iter().any(|own| name == own)))
}

/// The folder, made where there is none; `None` where another run has just removed it.
fn open_folder(target: &Target) -> Result<Option<Folder>, WriteError> {
    let (parent, name) = (target.parent(), name(target));
    parent.make_bare(&name)?;
    let Some(folder) = parent.child(&name)? else {
        return if parent.status(&name)?.is_none() { Ok(None) } else { Err(foreign(target)) };
    };
    // Names first: a run that has just made the folder marks it before it puts anything into it.
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

/// Waits for the lock; `None` where it was removed meanwhile, with the run that held it.
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

/// Waits until nobody holds the lock. There is nothing to wait for where there is no workspace, or one that this user cannot
/// enter.
pub(super) fn wait_for_writer(target: &Target) {
    if let Some(lock) = existing_lock(target) {
        // Where it cannot be waited for, the reader finds out by what changes.
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
