//! Cleans up the workspace, which contains a tree that was exchanged, or one that was never finished.
//!
//! What its own lock lists is removed. Everything else is foreign, and is moved to `out`. So it does not matter when
//! a run was interrupted.

use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use rustix::{fs::RenameFlags, io::Errno};

use super::{
    WriteError,
    descent::folder_permissions,
    folder::Folder,
    target::{Generation, Target},
    workspace::Workspace,
};
use crate::tree::{Lock, Secrecy, compare::Known, git_files};

/// How often to go through a directory while somebody adds files to it.
const ATTEMPTS: u8 = 3;

/// Empties the workspace.
pub(super) fn sweep(workspace: &Workspace<'_>, target: &Target) -> Result<(), WriteError> {
    let Some(left) = workspace.folder().child(Workspace::TREE)? else { return Ok(()) };
    // If the lock cannot be read, it was being written, and nothing else was there yet.
    let own = Generation::read_lock(&left).ok().flatten();
    let out = target.folder()?;
    let current = out.as_ref().map(Generation::read_lock).transpose()?.flatten();
    // The lock is removed last, since it describes the rest; and what hides secrets after the last of them.
    let last = [Lock::place(), git_files::ignore_place()].map(|place| place.to_string());
    let last = last.into_iter().chain([Secrecy::Public.folder().to_owned()]).collect();
    let folders = Known::of_locks(own.iter().chain(&current)).folders;
    let own = Known::of_locks(&own).files.into_keys().collect();
    let sweep = Sweep { own, folders, last, out, place: target.path().to_owned() };
    sweep.clear_and_remove(workspace.folder(), OsStr::new(Workspace::TREE), &left, "")
}

/// How to empty a directory in the workspace. Paths are relative to it.
pub(super) struct Sweep {
    /// The files that kubemint made.
    pub(super) own: BTreeSet<String>,
    /// The directories that kubemint made, here or in the successor.
    pub(super) folders: BTreeSet<String>,
    /// What is removed last.
    pub(super) last: Vec<String>,
    /// The successor, to which everything else is moved.
    pub(super) out: Option<Folder>,
    /// Its path.
    pub(super) place: PathBuf,
}

impl Sweep {
    /// Empties the directory and removes it.
    pub(super) fn clear_and_remove(
        &self,
        around: &Folder,
        name: &OsStr,
        folder: &Folder,
        path: &str,
    ) -> Result<(), WriteError> {
        for _ in 0..ATTEMPTS {
            self.clear(folder, path)?;
            if around.remove_folder(name)? {
                return Ok(());
            }
        }
        Err(around.remove_error(name, Errno::NOTEMPTY))
    }

    fn clear(&self, folder: &Folder, path: &str) -> Result<(), WriteError> {
        let mut names: Vec<(OsString, Option<String>)> = Vec::new();
        for name in folder.names()? {
            let inner = name.to_str().map(|name| Path::new(path).join(name).to_string_lossy().into_owned());
            names.push((name, inner));
        }
        names.sort_by_key(|(_, path)| path.as_ref().is_some_and(|path| self.last.contains(path)));
        names.iter().try_for_each(|(name, path)| self.clear_one(folder, name, path.as_deref()))
    }

    fn clear_one(&self, folder: &Folder, name: &OsStr, path: Option<&str>) -> Result<(), WriteError> {
        let Some(path) = path else { return self.keep(folder, name, None) };
        if self.own.contains(path) && self.may_go(folder, name, path)? && folder.remove_file(name)? {
            return Ok(());
        }
        if self.folders.contains(path)
            && let Some(inner) = folder.child(name)?
        {
            return self.clear_and_remove(folder, name, &inner, path);
        }
        self.keep(folder, name, Some(path))
    }

    /// Whether what is at a path of kubemint's may be removed. A file that differs from the lock is linked in the
    /// successor; anything else is foreign, unless the successor has something there.
    fn may_go(&self, folder: &Folder, name: &OsStr, path: &str) -> Result<bool, WriteError> {
        if folder.has_file(name)? {
            return Ok(true);
        }
        let Some(out) = &self.out else { return Ok(true) };
        let mut around = None;
        let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
        for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
            let Some(inner) = around.as_ref().unwrap_or(out).child(folder)? else { return Ok(false) };
            around = Some(inner);
        }
        Ok(around.as_ref().unwrap_or(out).status(name)?.is_some())
    }

    /// Moves a foreign file to the same path in `out`.
    fn keep(&self, from: &Folder, name: &OsStr, path: Option<&str>) -> Result<(), WriteError> {
        let path = path.unwrap_or_default();
        let kept = from.path_of(name);
        let Some(out) = &self.out else {
            return Err(stuck(kept, self.place.join(path), Errno::NOENT));
        };
        let to = folder_in(out, path)?;
        let to = to.as_ref().unwrap_or(out);
        let there = to.path_of(name);
        match from.rename(name, to, name, RenameFlags::NOREPLACE) {
            Ok(()) => Ok(()),
            // The file system lacks NOREPLACE.
            Err(Errno::INVAL | Errno::NOSYS) if to.status(name)?.is_none() => {
                from.rename(name, to, name, RenameFlags::empty()).map_err(|errno| stuck(kept, there, errno))
            }
            Err(Errno::EXIST | Errno::INVAL | Errno::NOSYS) if same_file(from, to, name)? => {
                from.remove_file(name).map(|_| ())
            }
            Err(Errno::EXIST | Errno::NOTEMPTY | Errno::INVAL | Errno::NOSYS) => {
                match (from.child(name)?, to.child(name)?) {
                    // Both have the directory: its contents are moved.
                    (Some(inner), Some(_)) => self.clear_and_remove(from, name, &inner, path),
                    _ => Err(WriteError::SetAside { kept, there }),
                }
            }
            Err(errno) => Err(stuck(kept, there, errno)),
        }
    }
}

fn stuck(kept: PathBuf, there: PathBuf, errno: Errno) -> WriteError {
    WriteError::Stuck { kept, there, source: errno.into() }
}

/// The directory of a path in `out`, created if the new tree has none; `None` for `out` itself.
fn folder_in(out: &Folder, path: &str) -> Result<Option<Folder>, WriteError> {
    let Some((folders, _)) = path.rsplit_once('/') else { return Ok(None) };
    let secret = folders.split('/').next() == Some(Secrecy::Secret.folder());
    let permissions = folder_permissions(if secret { Secrecy::Secret } else { Secrecy::Public });
    let mut innermost = None;
    for name in folders.split('/') {
        innermost = Some(innermost.as_ref().unwrap_or(out).ensure(name, permissions)?);
    }
    Ok(innermost)
}

/// Whether both directories have a regular file with the same bytes under this name, which the new tree took over.
/// Inode numbers are not compared: on an overlay file system, files of two layers may have the same.
fn same_file(from: &Folder, to: &Folder, name: &OsStr) -> Result<bool, WriteError> {
    match (from.read(name), to.read(name)) {
        // Larger than any file of a tree: one that was carried, or two.
        (Err(WriteError::Unreadable { .. }), Err(WriteError::Unreadable { .. })) => {
            Ok(from.look_of(name)? == to.look_of(name)?)
        }
        (Err(WriteError::Unreadable { .. }), _) | (_, Err(WriteError::Unreadable { .. })) => Ok(false),
        (kept, there) => Ok(matches!((kept?, there?), (Some(kept), Some(there)) if kept == there)),
    }
}
