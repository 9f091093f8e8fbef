//! Reads a tree while other runs may change it.

use std::{os::fd::OwnedFd, path::Path};

use rustix::fs::{self, AtFlags, CWD, Mode, OFlags};

use super::{
    WriteError, sealed,
    target::Target,
    workspace::{Workspace, is_writer_active, wait_for_writer},
};
use crate::{seal::Index, tree::Lock};

/// How often to read a tree that is changing, before taking its lock.
const ATTEMPTS: u8 = 5;

/// Reads `out` as it was at one time: `read` is repeated if another run changed it meanwhile, so it must only read.
/// Waits for a run that is writing.
///
/// # Errors
///
/// As `read`; [`WriteError::Busy`] if others keep changing it and cannot be kept from it.
pub fn undisturbed<T, E: From<WriteError>>(
    out: &Path,
    mut read: impl FnMut() -> Result<T, E>,
) -> Result<T, E> {
    let Ok(target) = Target::open(out) else { return read() };
    for _ in 0..ATTEMPTS {
        wait_for_writer(&target);
        let before = Sighting::of(out);
        let done = read();
        if Sighting::of(out) == before && !is_writer_active(&target) {
            return done;
        }
    }
    let Ok(workspace) = Workspace::enter(&target) else {
        return Err(WriteError::Busy(out.to_owned()).into());
    };
    let done = read();
    workspace.leave()?;
    done
}

/// What every change of a tree changes: the directory if trees are exchanged, or its last file if files are.
#[derive(Debug)]
struct Sighting {
    files: Vec<Option<(u64, u64, i64, u64)>>,
    /// As long as it is open, no other directory gets its inode.
    _folder: Option<OwnedFd>,
}

impl Sighting {
    fn of(out: &Path) -> Self {
        let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let folder = fs::openat(CWD, out, flags, Mode::empty()).ok();
        let lock = Lock::place().path_in(out);
        let index = out.join(sealed::FOLDER).join(Index::NAME);
        let files = [out, &out.join(sealed::FOLDER), &lock, &index].map(|path| {
            let found = fs::statat(CWD, path, AtFlags::SYMLINK_NOFOLLOW).ok()?;
            // A directory's times change when others create files in it.
            let is_folder = fs::FileType::from_raw_mode(found.st_mode) == fs::FileType::Directory;
            let changed = if is_folder { (0, 0) } else { (found.st_ctime, found.st_ctime_nsec) };
            Some((found.st_dev, found.st_ino, changed.0, changed.1))
        });
        Self { files: files.into(), _folder: folder }
    }
}

impl PartialEq for Sighting {
    fn eq(&self, other: &Self) -> bool {
        self.files == other.files
    }
}
