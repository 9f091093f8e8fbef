//! Lists the files below a directory that a configuration names.

use std::{
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{self, CWD, Mode, OFlags, ResolveFlags},
    io::Errno,
};
use walkdir::WalkDir;

use super::Unreadable;

/// How many files and directories may be below a directory.
pub const MOST_ENTRIES: usize = 10_000;

/// A file below a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its path from the directory.
    pub path: String,
    /// Whether it is a link, or neither a file nor a link.
    pub special: Option<&'static str>,
    /// Whether its owner can execute it, which is all that Git keeps of permissions.
    pub is_executable: bool,
}

/// Every file below a directory, which is itself below `root`, sorted by path, byte by byte; `None` if it is no directory.
/// Directories are walked, links are not followed. A file is read with [`read_beneath`](super::read_beneath) only.
///
/// # Errors
///
/// [`Unreadable`] if the directory is outside `root`, has too many entries or a name that is not UTF-8, or the system
/// fails.
pub fn list_beneath(root: &Path, name: &Path) -> Result<Option<Vec<Found>>, Unreadable> {
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let directory = match resolve(root, name) {
        Ok(directory) => directory,
        Err(Unreadable::System(error)) if error.kind() == std::io::ErrorKind::NotADirectory => {
            return Ok(None);
        }
        Err(other) => return Err(other),
    };
    let mut found = Vec::new();
    for (number, entry) in WalkDir::new(&directory).min_depth(1).into_iter().enumerate() {
        if number >= MOST_ENTRIES {
            return Err(Unreadable::TooMany(MOST_ENTRIES));
        }
        let entry = entry.map_err(std::io::Error::from)?;
        let kind = entry.file_type();
        if kind.is_dir() {
            continue;
        }
        let path = entry.path().strip_prefix(&directory).ok().and_then(Path::to_str);
        let path = path.ok_or(Unreadable::Name)?.to_owned();
        let special = match kind {
            kind if kind.is_file() => None,
            kind if kind.is_symlink() => Some("a link"),
            _ => Some("a device, a pipe or a socket"),
        };
        let is_executable =
            special.is_none() && entry.metadata().map_err(std::io::Error::from)?.mode() & 0o100 != 0;
        found.push(Found { path, special, is_executable });
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(Some(found))
}

/// The path of a directory below `root`, which no link leads out of.
fn resolve(root: &Path, name: &Path) -> Result<PathBuf, Unreadable> {
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let beneath = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
    let open = fs::openat(CWD, root, flags, Mode::empty())?;
    match fs::openat2(&open, name, flags, Mode::empty(), beneath) {
        Ok(_) => Ok(root.join(name)),
        Err(Errno::XDEV) => Err(Unreadable::Outside),
        // A kernel before 5.6, or a seccomp filter that does not know the system call.
        Err(Errno::NOSYS | Errno::PERM) => {
            let (root, directory) = (root.canonicalize()?, root.join(name).canonicalize()?);
            if !directory.starts_with(&root) {
                return Err(Unreadable::Outside);
            }
            if directory.is_dir() { Ok(directory) } else { Err(Errno::NOTDIR.into()) }
        }
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn files_are_listed_in_order_and_links_are_not_followed() {
        let around = tempfile::tempdir().unwrap();
        let root = around.path().join("root");
        std::fs::create_dir_all(root.join("a/b")).unwrap();
        std::fs::create_dir_all(root.join("a/b.d")).unwrap();
        for name in ["a/z", "a/b/x", "a/b.d/y"] {
            std::fs::write(root.join(name), "").unwrap();
        }
        symlink("../..", root.join("a/link")).unwrap();
        symlink("..", root.join("outside")).unwrap();
        fs::chmod(root.join("a/z"), Mode::RUSR | Mode::WUSR | Mode::XUSR).unwrap();
        let found = list_beneath(&root, Path::new("a")).unwrap().unwrap();
        let programs: Vec<_> =
            found.iter().filter(|one| one.is_executable).map(|one| one.path.as_str()).collect();
        assert_eq!(programs, ["z"]);
        let named: Vec<_> = found.iter().map(|one| (one.path.as_str(), one.special)).collect();
        assert_eq!(named, [("b.d/y", None), ("b/x", None), ("link", Some("a link")), ("z", None)]);
        assert_eq!(list_beneath(&root, Path::new("a/z")).unwrap(), None);
        assert!(matches!(list_beneath(&root, Path::new("outside")), Err(Unreadable::Outside)));
        assert!(matches!(list_beneath(&root, Path::new("a/link")), Err(Unreadable::Outside)));
        assert!(list_beneath(&root, Path::new("none")).unwrap_err().is_input());
    }
}
