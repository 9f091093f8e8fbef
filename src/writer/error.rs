//! Why a tree could not be written.

use std::path::PathBuf;

use crate::tree::lock::LockError;

/// Why a tree could not be written. `out` is then as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The system failed.
    #[error("cannot {action} {}: {source}", path.display())]
    System {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The path has no last name, such as `.` or `/`.
    #[error("{} cannot be exchanged for a new tree; name a folder below it, such as `out`", .0.display())]
    NoName(PathBuf),
    /// A file or a special file stands there.
    #[error("{} is not a folder; name one that does not exist, is empty, or holds a tree", .0.display())]
    NotAFolder(PathBuf),
    /// A symlink stands there.
    #[error("{} is a symlink, and links are not followed; name the folder it leads to", .0.display())]
    Symlink(PathBuf),
    /// A file system is mounted there.
    #[error("{} is a mount point, which cannot be exchanged; name a folder below it", .0.display())]
    MountPoint(PathBuf),
    /// A folder with something in it, but no lock.
    #[error(
        "{} is not empty and has no public/kubemint.lock, so it is not kubemint's; name another folder, or empty it",
        .0.display()
    )]
    NotOurs(PathBuf),
    /// The lock there cannot be read.
    #[error("{}: {source}", path.display())]
    Lock {
        /// The lock.
        path: PathBuf,
        /// Where and why.
        source: LockError,
    },
    /// The tree there is another cluster's or another seed's.
    #[error(
        "{}: the tree is of {what} {found}, not {asked}: every key in it would be replaced; \
         look for the right one, or say --replace-identity",
        lock.display()
    )]
    Identity {
        /// The lock.
        lock: PathBuf,
        /// `schema`, `cluster` or `seed`.
        what: &'static str,
        /// What the lock says.
        found: String,
        /// What the new tree is made for.
        asked: String,
    },
    /// Files that kubemint did not make stand where it would write.
    #[error("kubemint did not make {}, and the tree has something there; move it away", list(.0))]
    InTheWay(Vec<PathBuf>),
    /// Something else stands where the next tree is prepared.
    #[error("{} is not a folder that only you can enter; remove it: the next tree is prepared there", .0.display())]
    Workspace(PathBuf),
    /// The file system cannot keep a secret.
    #[error("the file system of {} keeps no modes, so anyone could read the secrets; use another", .0.display())]
    NoModes(PathBuf),
    /// A file that was to be moved back, where there is another now.
    #[error("{} was set aside by an interrupted run, but {} exists; keep one of them, then render again", kept.display(), there.display())]
    SetAside {
        /// Where it lies.
        kept: PathBuf,
        /// Where it belongs.
        there: PathBuf,
    },
}

impl WriteError {
    /// Whether what was asked is at fault (exit 2) rather than the system (exit 3).
    #[must_use]
    pub const fn is_input(&self) -> bool {
        !matches!(self, Self::System { .. } | Self::NoModes(_) | Self::SetAside { .. })
    }
}

fn list(paths: &[PathBuf]) -> String {
    const SHOWN: usize = 5;
    let mut text: Vec<String> = paths.iter().take(SHOWN).map(|path| path.display().to_string()).collect();
    if let Some(more) = paths.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        text.push(format!("{more} more"));
    }
    text.join(", ")
}
