//! Why a committed tree cannot be read.

use std::path::PathBuf;

use crate::tree::lock::LockError;

/// Why a committed tree cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// Git cannot be started, or does not answer.
    #[error("cannot run git: {0}")]
    Start(std::io::Error),
    /// Git has something to say.
    #[error("git in {}: {said}", folder.display())]
    Refused {
        /// Where it ran.
        folder: PathBuf,
        /// What it said.
        said: String,
    },
    /// The revision names no commit.
    #[error("{revision} is no commit of the repository that holds {}", folder.display())]
    NoCommit {
        /// What was asked for.
        revision: String,
        /// Where Git ran.
        folder: PathBuf,
    },
    /// What lies in the commit is no lock.
    #[error("{name}: {source}")]
    Lock {
        /// What Git calls it.
        name: String,
        /// Where and why.
        source: LockError,
    },
    /// A path that Git cannot be asked for.
    #[error("{0:?} cannot be asked for: it is not UTF-8, or has a line end in it")]
    Path(PathBuf),
}

impl GitError {
    /// Whether what was asked is at fault (exit 2) rather than the system (exit 3).
    #[must_use]
    pub const fn is_input(&self) -> bool {
        !matches!(self, Self::Start(_))
    }

    /// What to do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Start(_) => "--against needs git",
            Self::Refused { .. } => "--against reads the repository that holds --out",
            Self::NoCommit { .. } => {
                "name a branch, a tag or a commit that was fetched; in CI a shallow clone lacks the base's commits"
            }
            Self::Lock { .. } => "name a revision whose tree a kubemint like this one wrote",
            Self::Path(_) => "name the tree with another --out",
        }
    }
}
