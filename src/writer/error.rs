//! Why a tree could not be written or read back.

use std::path::{Path, PathBuf};

use crate::{input::Unreadable, layout::Misfits, tree::lock::LockError};

/// Why a tree could not be written or read back.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The system failed.
    #[error("cannot {action} {}: {source}", path.display())]
    System {
        /// What was being done.
        action: &'static str,
        /// The path.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// A file that the tree should have cannot be read.
    #[error("{} is not read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Unreadable,
    },
    /// Something else is where a sealed file or its directory should be.
    #[error("{} is a link or a special file", .0.display())]
    Other(PathBuf),
    /// The path has no last name, such as `.` or `/`.
    #[error("{} has no name that a new tree could take", .0.display())]
    NoName(PathBuf),
    /// There is a file or a special file.
    #[error("{} is not a directory", .0.display())]
    NotAFolder(PathBuf),
    /// The path is inside a directory of another tree.
    #[error("{} would lie in {}, a part of another tree", path.display(), part.display())]
    InsideTree {
        /// The path.
        path: PathBuf,
        /// The part: public, secret or sealed.
        part: PathBuf,
    },
    /// There is a symbolic link.
    #[error("{} is a symlink, and links are not followed", .0.display())]
    Symlink(PathBuf),
    /// A file system is mounted there.
    #[error("{} is a mount point, which cannot be exchanged for a new tree", .0.display())]
    MountPoint(PathBuf),
    /// A directory that is not empty and has no lock.
    #[error("{} is not empty and has no public/kubemint.lock, so it is not kubemint's", .0.display())]
    NotOurs(PathBuf),
    /// A directory to be read that is none of a tree.
    #[error("{} is not the directory of a tree: it has no public/kubemint.lock", .0.display())]
    NotATree(PathBuf),
    /// There is no tree to read.
    #[error("there is no tree in {}", .0.display())]
    NoTree(PathBuf),
    /// A file that the lock lists is missing.
    #[error("{} is in kubemint.lock, but not there", .0.display())]
    Lost(PathBuf),
    /// The lock cannot be read.
    #[error("{}: {source}", path.display())]
    Lock {
        /// The lock.
        path: PathBuf,
        /// Where and why.
        source: LockError,
    },
    /// The lock lists files that no render writes.
    #[error("{}: {source}", path.display())]
    Layout {
        /// The lock.
        path: PathBuf,
        /// What it lists.
        source: Misfits,
    },
    /// The tree belongs to another cluster or seed.
    #[error("{}: the tree is of {what} {found}, not {asked}", lock.display())]
    Identity {
        /// The lock.
        lock: PathBuf,
        /// `schema`, `cluster` or `seed`.
        what: &'static str,
        /// The value in the lock.
        found: String,
        /// The value of the new tree.
        asked: String,
    },
    /// Foreign files are where kubemint would write.
    #[error("kubemint did not make {}, but the tree needs {}", list(.0), those(.0))]
    InTheWay(Vec<PathBuf>),
    /// Something else is where the next tree is prepared.
    #[error("{} is where the next tree is prepared, and kubemint did not make it on this machine", .0.display())]
    Workspace(PathBuf),
    /// Other runs change the tree faster than it can be read.
    #[error("other runs keep changing {}", .0.display())]
    Busy(PathBuf),
    /// The file system cannot keep a secret, or somebody opened the workspace.
    #[error("others than its owner can enter {}, so the secrets in it would be no secrets", .0.display())]
    Open(PathBuf),
    /// A foreign file had to be moved from the old tree to the new one, where there is something else now.
    #[error("cannot move {} to {}, which exists", kept.display(), there.display())]
    SetAside {
        /// Where it lies.
        kept: PathBuf,
        /// Where it belongs.
        there: PathBuf,
    },
    /// The system failed to move a foreign file from the old tree to the new one.
    #[error("cannot move {} to {}: {source}", kept.display(), there.display())]
    Stuck {
        /// Where it lies.
        kept: PathBuf,
        /// Where it belongs.
        there: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The new files are in place, but what follows failed.
    #[error("the new {} is in its place, but not all is done: {source}", new.display())]
    NotAllDone {
        /// The new directory.
        new: PathBuf,
        /// What failed.
        source: Box<WriteError>,
    },
    /// Replacing the files one by one failed.
    #[error("{} may be a mixture of old and new files: {source}", folder.display())]
    Mixture {
        /// Their directory.
        folder: PathBuf,
        /// What failed.
        source: Box<WriteError>,
    },
}

impl WriteError {
    /// Whether the input is wrong (exit 2) rather than the system (exit 3).
    #[must_use]
    pub const fn is_input(&self) -> bool {
        !matches!(
            self,
            Self::System { .. }
                | Self::Busy(_)
                | Self::Stuck { .. }
                | Self::NotAllDone { .. }
                | Self::Mixture { .. }
        )
    }

    /// The error, if it happened after the new files were in place.
    pub(super) fn once_placed(self, new: &Path) -> Self {
        match self {
            // Then not all of them are in place yet.
            Self::Mixture { .. } => self,
            failed => Self::NotAllDone { new: new.to_owned(), source: Box::new(failed) },
        }
    }

    /// The error, if it happened while files were replaced one by one.
    pub(super) fn while_placing(self, folder: &Path) -> Self {
        Self::Mixture { folder: folder.to_owned(), source: Box::new(self) }
    }

    /// How to fix it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::System { .. }
            | Self::Busy(_)
            | Self::Stuck { .. }
            | Self::NotAllDone { .. }
            | Self::Mixture { .. } => self.help_after_failure(),
            Self::Other(_) => "remove it: `kubemint seal` writes regular files and directories alone",
            Self::Unreadable { .. } => "restore the file from version control, or move it away",
            Self::NoName(_) | Self::MountPoint(_) => "name a directory below it, such as `out`",
            Self::NotAFolder(_) => "name a folder that is empty or holds a tree, or one that does not exist",
            Self::InsideTree { .. } => {
                "name a folder beside the tree: secrets of one would lie in what may be committed of the other"
            }
            Self::Symlink(_) => "name the folder that it leads to",
            Self::NotOurs(_) => "name another folder, or empty this one",
            Self::NotATree(_) => "name the directory that `kubemint render` wrote, such as --out out",
            Self::NoTree(_) => "render it, or name it with --out",
            Self::Lost(_) => "render the tree again, or restore the file",
            Self::Layout { .. } => {
                "somebody changed the lock, or a newer kubemint wrote it: restore it from version control, or render again \
                 with the seed and review what changes"
            }
            Self::Lock { .. } => {
                "restore the file from version control, or remove the folder and render again"
            }
            Self::Identity { .. } => {
                "use the seed and cluster.toml of this tree; \
                 `kubemint render --replace-identity` replaces it, and with it every key of the cluster"
            }
            Self::InTheWay(_) => "move it away, or remove it",
            Self::Workspace(_) => {
                "look at what is in it, move away what you need, and remove it, from version control too; \
                 nothing in it was touched"
            }
            Self::Open(_) => "remove it; where that does not help, use a file system that keeps modes",
            Self::SetAside { .. } => "remove one of the two, then run it again",
        }
    }

    /// What to do after the system failed: how far the run came, and who finishes it.
    const fn help_after_failure(&self) -> &'static str {
        match self {
            Self::Busy(_) => "run it again when they are done",
            Self::Stuck { .. } => {
                "an earlier run left it; fix what the system reports, or move it away, then run it again"
            }
            Self::NotAllDone { .. } => {
                "fix the cause, or move away what cannot be moved; the next run clears up the rest"
            }
            Self::Mixture { .. } => "fix the cause, then run it again: it finishes what was begun",
            _ => "fix what the system reports, then run it again; the tree is as it was",
        }
    }
}

const fn those(paths: &[PathBuf]) -> &'static str {
    if paths.len() == 1 { "that path" } else { "those paths" }
}

fn list(paths: &[PathBuf]) -> String {
    const SHOWN: usize = 5;
    let mut text: Vec<String> = paths.iter().take(SHOWN).map(|path| path.display().to_string()).collect();
    if let Some(more) = paths.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        text.push(format!("{more} more"));
    }
    text.join(", ")
}
