//! An open directory. Everything in it is opened by a single name, and symbolic links are never followed.

use std::{
    ffi::{OsStr, OsString},
    os::{fd::OwnedFd, unix::ffi::OsStrExt},
    path::{Path, PathBuf},
};

use rustix::{
    fs::{self, AtFlags, CWD, Mode, OFlags, RenameFlags, StatxAttributes, StatxFlags},
    io::{Errno, Result as SystemResult},
};
use zeroize::Zeroizing;

use super::WriteError;
use crate::input::{self, InputKind, Unreadable};

pub(super) use rustix::fs::FileType;

/// What a name refers to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Status {
    pub(super) kind: FileType,
    pub(super) permissions: u32,
    pub(super) is_mount_point: bool,
}

/// An open directory and its path, for messages.
#[derive(Debug)]
pub(super) struct Folder {
    fd: OwnedFd,
    path: PathBuf,
}

const FOLDER: OFlags = OFlags::DIRECTORY.union(OFlags::CLOEXEC).union(OFlags::RDONLY);

impl Folder {
    /// Opens a directory by its path; links in the path are followed.
    pub(super) fn open(path: &Path) -> Result<Self, WriteError> {
        let opened = fs::openat(CWD, path, FOLDER, Mode::empty());
        let fd = opened.map_err(|errno| match errno {
            Errno::NOTDIR => WriteError::NotAFolder(path.to_owned()),
            errno => system("open", path.to_owned(), errno),
        })?;
        Ok(Self { fd, path: path.to_owned() })
    }

    pub(super) const fn fd(&self) -> &OwnedFd {
        &self.fd
    }

    /// The device and inode of the directory.
    pub(super) fn identity(&self) -> Result<(u64, u64), WriteError> {
        let found = fs::fstat(&self.fd).map_err(|errno| system("look at", self.path.clone(), errno))?;
        Ok((found.st_dev, found.st_ino))
    }

    /// The mode of the directory, and its owner.
    pub(super) fn permissions_and_owner(&self) -> Result<(u32, u32), WriteError> {
        let found = fs::fstat(&self.fd).map_err(|errno| system("look at", self.path.clone(), errno))?;
        Ok((found.st_mode & 0o7777, found.st_uid))
    }

    /// The path of a name in the directory.
    pub(super) fn path_of(&self, name: impl AsRef<OsStr>) -> PathBuf {
        self.path.join(name.as_ref())
    }

    fn error(&self, action: &'static str, name: impl AsRef<OsStr>, errno: Errno) -> WriteError {
        system(action, self.path_of(name), errno)
    }

    /// The directory with this name; `None` if there is none.
    pub(super) fn child(&self, name: impl AsRef<OsStr>) -> Result<Option<Self>, WriteError> {
        let name = name.as_ref();
        match fs::openat(&self.fd, name, FOLDER | OFlags::NOFOLLOW, Mode::empty()) {
            Ok(fd) => Ok(Some(Self { fd, path: self.path_of(name) })),
            Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => Ok(None),
            Err(errno) => Err(self.error("open", name, errno)),
        }
    }

    /// Creates a directory with exactly this mode, which must let its owner enter.
    pub(super) fn make(&self, name: impl AsRef<OsStr>, permissions: u32) -> Result<Self, WriteError> {
        let name = name.as_ref();
        let make = || -> SystemResult<OwnedFd> {
            fs::mkdirat(&self.fd, name, Mode::RWXU)?;
            // The umask may have removed bits, and a set-group-ID parent may have added one.
            fs::chmodat(&self.fd, name, Mode::from_raw_mode(permissions), AtFlags::empty())?;
            fs::openat(&self.fd, name, FOLDER | OFlags::NOFOLLOW, Mode::empty())
        };
        let fd = make().map_err(|errno| self.error("create the directory", name, errno))?;
        Ok(Self { fd, path: self.path_of(name) })
    }

    /// Creates a directory that only its owner can enter, if the name is free.
    pub(super) fn make_bare(&self, name: impl AsRef<OsStr>) -> Result<(), WriteError> {
        match fs::mkdirat(&self.fd, name.as_ref(), Mode::RWXU) {
            Ok(()) | Err(Errno::EXIST) => Ok(()),
            Err(errno) => Err(self.error("create the directory", name, errno)),
        }
    }

    /// Sets the mode of this directory.
    pub(super) fn set_permissions(&self, permissions: u32) -> Result<(), WriteError> {
        let set = fs::fchmod(&self.fd, Mode::from_raw_mode(permissions));
        set.map_err(|errno| system("change the permissions of", self.path.clone(), errno))
    }

    /// The directory with this name, which is created if it does not exist.
    pub(super) fn ensure(&self, name: impl AsRef<OsStr>, permissions: u32) -> Result<Self, WriteError> {
        match self.make(name.as_ref(), permissions) {
            Err(WriteError::System { source, .. }) if source.kind() == std::io::ErrorKind::AlreadyExists => {
                self.child(name.as_ref())?
                    .ok_or_else(|| self.error("create the directory", name, Errno::EXIST))
            }
            made => made,
        }
    }

    /// What a name refers to.
    pub(super) fn status(&self, name: impl AsRef<OsStr>) -> Result<Option<Status>, WriteError> {
        let name = name.as_ref();
        let asked = StatxFlags::BASIC_STATS;
        match fs::statx(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW, asked) {
            Ok(found) => Ok(Some(Status {
                kind: FileType::from_raw_mode(found.stx_mode.into()),
                permissions: u32::from(found.stx_mode) & 0o7777,
                is_mount_point: found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT),
            })),
            Err(Errno::NOENT) => Ok(None),
            Err(errno) => Err(self.error("look at", name, errno)),
        }
    }

    /// The device, inode, size and times of the file with this name, to recognise another file.
    pub(super) fn look_of(&self, name: impl AsRef<OsStr>) -> Result<Vec<i128>, WriteError> {
        let found = fs::statat(&self.fd, name.as_ref(), AtFlags::SYMLINK_NOFOLLOW);
        let found = found.map_err(|errno| self.error("look at", name, errno))?;
        let times = [
            found.st_mtime.into(),
            found.st_mtime_nsec.into(),
            found.st_ctime.into(),
            found.st_ctime_nsec.into(),
        ];
        Ok([found.st_dev.into(), found.st_ino.into(), found.st_size.into()]
            .into_iter()
            .chain(times)
            .collect())
    }

    /// Whether there is a regular file with this name.
    pub(super) fn has_file(&self, name: impl AsRef<OsStr>) -> Result<bool, WriteError> {
        Ok(self.status(name)?.is_some_and(|status| status.kind == FileType::RegularFile))
    }

    /// Whether an open file from this directory still has this name.
    pub(super) fn is_named(&self, file: &OwnedFd, name: impl AsRef<OsStr>) -> SystemResult<bool> {
        let open = fs::fstat(file)?;
        match fs::statat(&self.fd, name.as_ref(), AtFlags::SYMLINK_NOFOLLOW) {
            Ok(named) => Ok((open.st_dev, open.st_ino) == (named.st_dev, named.st_ino)),
            Err(Errno::NOENT) => Ok(false),
            Err(errno) => Err(errno),
        }
    }

    /// Opens a file for reading; this does not block on a pipe.
    pub(super) fn open_file(&self, name: impl AsRef<OsStr>) -> SystemResult<OwnedFd> {
        let flags = input::open_without_waiting() | OFlags::NOFOLLOW;
        fs::openat(&self.fd, name.as_ref(), flags, Mode::empty())
    }

    /// The bytes of a regular file; `None` if there is none.
    pub(super) fn read(&self, name: impl AsRef<OsStr>) -> Result<Option<Zeroizing<Vec<u8>>>, WriteError> {
        let name = name.as_ref();
        let file = match self.open_file(name) {
            Ok(file) => file,
            Err(Errno::NOENT | Errno::LOOP | Errno::NXIO) => return Ok(None),
            Err(errno) => return Err(self.error("read", name, errno)),
        };
        match input::read_file(file, InputKind::TreeFile) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(Unreadable::NotRegular(_)) => Ok(None),
            Err(Unreadable::System(source)) => {
                Err(WriteError::System { action: "read", path: self.path_of(name), source })
            }
            Err(source) => Err(WriteError::Unreadable { path: self.path_of(name), source }),
        }
    }

    /// Writes a new file. Only its owner can open it until its mode is set.
    pub(super) fn write(
        &self,
        name: impl AsRef<OsStr>,
        bytes: &[u8],
        permissions: u32,
    ) -> Result<(), WriteError> {
        let name = name.as_ref();
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let write = || -> SystemResult<()> {
            let fd = fs::openat(&self.fd, name, flags, Mode::RUSR | Mode::WUSR)?;
            let mut rest = bytes;
            while !rest.is_empty() {
                let written = rustix::io::retry_on_intr(|| rustix::io::write(&fd, rest))?;
                rest = rest.get(written..).unwrap_or_default();
            }
            fs::fchmod(&fd, Mode::from_raw_mode(permissions))
        };
        write().map_err(|errno| self.error("write", name, errno))
    }

    /// Replaces the file with this name, atomically.
    pub(super) fn replace(&self, name: &str, bytes: &[u8], permissions: u32) -> Result<(), WriteError> {
        let beside = format!(".{name}.new");
        self.remove_file(&beside)?;
        let replace = || {
            self.write(&beside, bytes, permissions)?;
            let renamed = self.rename(&beside, self, name, RenameFlags::empty());
            renamed.map_err(|errno| self.rename_error(name, errno))
        };
        replace().inspect_err(|_| {
            // The file is useless; if removing it fails, the next run does so.
            let _ = self.remove_file(&beside);
        })
    }

    /// Links the file with this name into another directory; `false` if the file system refuses.
    pub(super) fn link(&self, name: impl AsRef<OsStr>, to: &Self) -> Result<bool, WriteError> {
        let name = name.as_ref();
        match fs::linkat(&self.fd, name, &to.fd, name, AtFlags::empty()) {
            Ok(()) => Ok(true),
            Err(errno @ (Errno::NOSPC | Errno::DQUOT | Errno::IO | Errno::ROFS | Errno::ACCESS)) => {
                Err(to.error("link", name, errno))
            }
            Err(_) => Ok(false),
        }
    }

    /// Renames; the caller handles expected errors.
    pub(super) fn rename(
        &self,
        name: impl AsRef<OsStr>,
        to: &Self,
        new: impl AsRef<OsStr>,
        flags: RenameFlags,
    ) -> SystemResult<()> {
        if flags.is_empty() {
            // A system call that every kernel and every seccomp filter knows.
            return fs::renameat(&self.fd, name.as_ref(), &to.fd, new.as_ref());
        }
        fs::renameat_with(&self.fd, name.as_ref(), &to.fd, new.as_ref(), flags)
    }

    /// An error of [`rename`](Self::rename).
    pub(super) fn rename_error(&self, name: impl AsRef<OsStr>, errno: Errno) -> WriteError {
        self.error("rename", name, errno)
    }

    /// An error of [`remove_folder`](Self::remove_folder).
    pub(super) fn remove_error(&self, name: impl AsRef<OsStr>, errno: Errno) -> WriteError {
        self.error("remove", name, errno)
    }

    /// Removes anything except a directory; `false` if it is one. A missing file counts as removed.
    pub(super) fn remove_file(&self, name: impl AsRef<OsStr>) -> Result<bool, WriteError> {
        let name = name.as_ref();
        match fs::unlinkat(&self.fd, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(true),
            Err(Errno::ISDIR) => Ok(false),
            Err(errno) => Err(self.error("remove", name, errno)),
        }
    }

    /// Removes an empty directory; `false` if it is not empty. A missing directory counts as removed.
    pub(super) fn remove_folder(&self, name: impl AsRef<OsStr>) -> Result<bool, WriteError> {
        let name = name.as_ref();
        match fs::unlinkat(&self.fd, name, AtFlags::REMOVEDIR) {
            Ok(()) | Err(Errno::NOENT) => Ok(true),
            Err(Errno::NOTEMPTY | Errno::EXIST) => Ok(false),
            Err(errno) => Err(self.error("remove", name, errno)),
        }
    }

    /// The sorted names in the directory.
    pub(super) fn names(&self) -> Result<Vec<OsString>, WriteError> {
        let list = || -> SystemResult<Vec<OsString>> {
            let mut names = Vec::new();
            for entry in fs::Dir::read_from(&self.fd)? {
                let entry = entry?;
                let name = OsStr::from_bytes(entry.file_name().to_bytes());
                if name != "." && name != ".." {
                    names.push(name.to_owned());
                }
            }
            names.sort_unstable();
            Ok(names)
        };
        list().map_err(|errno| system("list", self.path.clone(), errno))
    }

    /// Syncs everything that was written to the directory's file system to disk.
    pub(super) fn sync(&self) -> Result<(), WriteError> {
        fs::syncfs(&self.fd).map_err(|errno| system("synchronise", self.path.clone(), errno))
    }
}

/// Whether a [`rename`](Folder::rename) of a directory failed because the file system cannot do it in one step,
/// although files can be renamed one by one (renameat2(2)): the system call does not exist (ENOSYS, from a kernel or
/// a filter), the file system lacks the flag (EINVAL; for some EOPNOTSUPP), or the directory would have to be copied
/// (EXDEV, from the lower layer of an overlay file system).
///
/// EBUSY, for a mount point, is not among them: it is another file system, into which files cannot be renamed either
/// (EXDEV; tested, also for a bind mount). Only files that are written there, beside their final place, can be put in
/// place.
pub(super) const fn is_impossible_whole(errno: Errno) -> bool {
    matches!(errno, Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP | Errno::XDEV)
}

/// The system failed to do `action`.
pub(super) fn system(action: &'static str, path: PathBuf, errno: Errno) -> WriteError {
    WriteError::System { action, path, source: errno.into() }
}
