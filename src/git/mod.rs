//! A tree that was committed, read from the Git repository that holds `out`: the one place that starts another program.
//!
//! One `git cat-file --batch` answers everything, so only the files that are asked for are read, byte by byte as they
//! were committed: no line end is changed, no attribute of the repository is applied.

mod conversation;
mod error;

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
};

pub use error::GitError;

use crate::tree::{Lock, Place};
use conversation::Conversation;

/// The public half of a tree as it was committed.
#[derive(Debug)]
pub struct CommittedTree {
    conversation: RefCell<Conversation>,
    commit: String,
    /// The tree's path from the folder that Git runs in, with `/` at its end.
    folder: String,
    lock: Lock,
}

impl CommittedTree {
    /// The tree at `out` in the commit that `revision` names; `None` where that commit has none.
    ///
    /// # Errors
    /// [`GitError`] where there is no repository or no such commit, or what lies there is no tree's lock.
    pub fn open(out: &Path, revision: &str) -> Result<Option<Self>, GitError> {
        let (base, folder) = split(out)?;
        let mut conversation = Conversation::start(&base)?;
        let commit = conversation
            .commit(revision)?
            .ok_or_else(|| GitError::NoCommit { revision: revision.to_owned(), folder: base.clone() })?;
        let place = Lock::place();
        let Some(bytes) = conversation.file(&name(&commit, &folder, &place))? else { return Ok(None) };
        let text = String::from_utf8_lossy(&bytes);
        let lock = Lock::parse(&text)
            .map_err(|source| GitError::Lock { name: format!("{revision}:{folder}{place}"), source })?;
        Ok(Some(Self { conversation: RefCell::new(conversation), commit, folder, lock }))
    }

    /// The lock that was committed.
    #[must_use]
    pub const fn lock(&self) -> &Lock {
        &self.lock
    }

    /// The bytes of a file; `None` where the commit does not have it.
    ///
    /// # Errors
    /// [`GitError`] where Git does not answer.
    pub fn read(&self, place: &Place) -> Result<Option<Vec<u8>>, GitError> {
        self.conversation.borrow_mut().file(&name(&self.commit, &self.folder, place))
    }
}

/// What Git calls a file: the `./` makes the path one from the folder that Git runs in.
fn name(commit: &str, folder: &str, place: &Place) -> String {
    format!("{commit}:./{folder}{place}")
}

/// The innermost folder around `out`, or `out` itself, that is there now, and the way from it to `out`.
fn split(out: &Path) -> Result<(PathBuf, String), GitError> {
    let whole = std::path::absolute(out).map_err(GitError::Start)?;
    let base = whole.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("/"));
    let rest = whole.strip_prefix(base).unwrap_or(Path::new(""));
    let text =
        rest.to_str().filter(|text| !text.contains('\n')).ok_or_else(|| GitError::Path(out.to_owned()))?;
    let folder = if text.is_empty() { String::new() } else { format!("{text}/") };
    Ok((base.to_owned(), folder))
}
