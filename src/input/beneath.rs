//! Reads a file below a directory, without leaving the directory.

use std::{
    os::fd::OwnedFd,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{self, CWD, Mode, OFlags, ResolveFlags},
    io::Errno,
};
use zeroize::Zeroizing;

use super::{InputKind, Unreadable, open_without_waiting, read_file};

/// How often to try again if something on the path is being renamed (openat2(2), EAGAIN).
const ATTEMPTS: u8 = 16;

/// Reads a regular file by its path from a directory. Links are followed as long as they stay below the directory.
///
/// # Errors
///
/// [`Unreadable`]: [`Outside`](Unreadable::Outside) if the path leaves the directory.
pub fn read_beneath(
    directory: &Path,
    name: &Path,
    kind: InputKind,
) -> Result<Zeroizing<Vec<u8>>, Unreadable> {
    let directory = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
    let file = match resolve(directory, name) {
        Err(Errno::XDEV) => return Err(Unreadable::Outside),
        // A kernel before 5.6, or a seccomp filter that does not know the system call.
        Err(Errno::NOSYS | Errno::PERM) => open_resolved(directory, name)?,
        file => file?,
    };
    read_file(file, kind)
}

fn resolve(directory: &Path, name: &Path) -> Result<OwnedFd, Errno> {
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let directory = fs::openat(CWD, directory, flags, Mode::empty())?;
    let beneath = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
    let mut attempts = 0;
    loop {
        attempts += 1;
        match fs::openat2(&directory, name, open_without_waiting(), Mode::empty(), beneath) {
            Err(Errno::AGAIN) if attempts < ATTEMPTS => {}
            opened => return opened,
        }
    }
}

/// The same by resolving the path first, then opening it without following links.
fn open_resolved(directory: &Path, name: &Path) -> Result<OwnedFd, Unreadable> {
    let root: PathBuf = directory.canonicalize()?;
    let file = directory.join(name).canonicalize()?;
    if !file.starts_with(&root) {
        return Err(Unreadable::Outside);
    }
    Ok(fs::openat(CWD, &file, open_without_waiting() | OFlags::NOFOLLOW, Mode::empty())?)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_followed_below_the_directory_and_no_further() {
        let around = tempfile::tempdir().unwrap();
        let root = around.path().join("root");
        std::fs::create_dir_all(root.join("inner")).unwrap();
        std::fs::write(around.path().join("outside"), "outside").unwrap();
        std::fs::write(root.join("inner/file"), "inside").unwrap();
        symlink("inner/file", root.join("stays")).unwrap();
        symlink("../outside", root.join("leaves")).unwrap();
        symlink(around.path().join("outside"), root.join("absolute")).unwrap();
        symlink("..", root.join("up")).unwrap();
        symlink("/proc/self/cwd", root.join("magic")).unwrap();
        type Way<'a> = &'a dyn Fn(&str) -> Result<OwnedFd, Unreadable>;
        let ways: [Way<'_>; 2] = [
            &|name| match resolve(&root, Path::new(name)) {
                Err(Errno::XDEV) => Err(Unreadable::Outside),
                opened => Ok(opened?),
            },
            &|name| open_resolved(&root, Path::new(name)),
        ];
        for way in ways {
            for name in ["inner/file", "stays", "./inner/../stays"] {
                let bytes = read_file(way(name).unwrap(), InputKind::Named).unwrap();
                assert_eq!(bytes.as_slice(), b"inside", "{name}");
            }
            for name in ["leaves", "absolute", "up/outside", "../outside", "magic/Cargo.toml"] {
                assert!(matches!(way(name), Err(Unreadable::Outside)), "{name}");
            }
        }
        assert!(read_beneath(&root, Path::new("missing"), InputKind::Named).unwrap_err().is_input());
    }
}
