//! Why a committed tree cannot be read.

use std::path::PathBuf;

use crate::{layout::Misfits, tree::lock::LockError};

/// Why a committed tree cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// Git cannot be started, or does not respond.
    #[error("cannot run git: {0}")]
    Start(std::io::Error),
    /// Git does not respond in time.
    #[error("git in {} gave no answer in time", .0.display())]
    Silent(PathBuf),
    /// The response does not come from a `git cat-file --batch`.
    #[error("git in {} did not answer as `git cat-file --batch` does", .0.display())]
    Garbled(PathBuf),
    /// No directory around the tree is a repository's work tree.
    #[error("{} does not lie in a git repository", .0.display())]
    NoRepository(PathBuf),
    /// An object's digest is not its ID.
    #[error("object {0} of the repository is damaged, or another was put in its place")]
    Damaged(String),
    /// An object is missing.
    #[error("the repository does not have object {0}")]
    Missing(String),
    /// An object is larger than any file of a tree.
    #[error("{name} has more than {limit} bytes, the most that a file of a tree may have")]
    TooLarge {
        /// What was requested.
        name: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// Git reports an error.
    #[error("git in {}: {said}", folder.display())]
    Refused {
        /// Where it ran.
        folder: PathBuf,
        /// Its message.
        said: String,
    },
    /// The revision does not name a commit.
    #[error("{revision} is no commit of the repository that holds {}", folder.display())]
    NoCommit {
        /// What was requested.
        revision: String,
        /// Where Git ran.
        folder: PathBuf,
    },
    /// The name at the beginning of a revision is ambiguous.
    #[error("{name} is ambiguous: it names {}", meanings.join(" and "))]
    Ambiguous {
        /// The name.
        name: String,
        /// What it may mean.
        meanings: Vec<String>,
    },
    /// A directory on the way to the tree is a symbolic link in a work tree.
    #[error("{} is a link, so that the tree lies elsewhere than --out says", .0.display())]
    Link(PathBuf),
    /// The tree is in a submodule.
    #[error("{} is a submodule of the repository in {}", folder.display(), around.display())]
    Submodule {
        /// The submodule's work tree.
        folder: PathBuf,
        /// The root of the work tree around it.
        around: PathBuf,
    },
    /// A commit has something other than a file or a directory in the tree.
    #[error("{name} is {is} in that commit, where a tree has another thing")]
    SomethingElse {
        /// Its name in Git.
        name: String,
        /// What it is.
        is: &'static str,
    },
    /// A commit has a name with different letter case.
    #[error("{name} is not in that commit, which has {there} instead")]
    LetterCase {
        /// Its name in Git.
        name: String,
        /// The name in the commit.
        there: String,
    },
    /// A commit has a tree without its lock.
    #[error("{0} is not in that commit, which has other files of the tree")]
    NoLock(String),
    /// The lock in the commit is not valid.
    #[error("{name}: {source}")]
    Lock {
        /// Its name in Git.
        name: String,
        /// Where and why.
        source: LockError,
    },
    /// The lock in the commit lists files that no render writes.
    #[error("{name}: {source}")]
    Layout {
        /// Its name in Git.
        name: String,
        /// What it lists.
        source: Misfits,
    },
    /// A path that cannot be passed to Git.
    #[error("{0:?} cannot be asked for: it is not UTF-8, or has a line end in it")]
    Path(PathBuf),
}

impl GitError {
    /// Whether the input is wrong (exit 2) rather than the system (exit 3).
    #[must_use]
    pub const fn is_input(&self) -> bool {
        !matches!(self, Self::Start(_) | Self::Silent(_) | Self::Garbled(_))
    }

    /// How to fix it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Start(_) => "--against needs git",
            Self::Silent(_) => "look at what git does there: `git cat-file --batch` should answer at once",
            Self::Garbled(_) => "look at which git the PATH finds",
            Self::NoRepository(_) => {
                "--against reads the repository that holds --out: run `git init`, or name another --out"
            }
            Self::Damaged(_) => "look at it with `git fsck`, and fetch the repository again",
            Self::Missing(_) => "fetch it: a partial clone lacks objects, and kubemint fetches none",
            Self::Refused { .. } => "--against reads the repository that holds --out",
            Self::NoCommit { .. } => {
                "name a branch, a tag or a commit that was fetched; in CI a shallow clone lacks the base's commits"
            }
            Self::Ambiguous { .. } => {
                "say the whole name, such as refs/remotes/origin/main, or the commit's whole id"
            }
            Self::Link(_) => {
                "name the tree by the path that it has in the repository: whoever can commit a link chooses what is read"
            }
            Self::Submodule { .. } => {
                "its commits are those of another repository, which whoever changes the submodule chooses: clone that repository by \
                 itself, and run kubemint there"
            }
            Self::SomethingElse { .. } | Self::LetterCase { .. } | Self::NoLock(_) => {
                "a comparison with it would show everything as new: name a revision that has the tree as it was rendered"
            }
            Self::TooLarge { .. } | Self::Lock { .. } => {
                "name a revision whose tree a kubemint like this one wrote"
            }
            Self::Layout { .. } => {
                "somebody changed the lock of that revision, or a newer kubemint wrote it: name another revision"
            }
            Self::Path(_) => "name the tree with another --out",
        }
    }
}
