//! A tree that was committed, read from the Git repository that holds `out`: the one place that starts another program.
//!
//! One `git cat-file --batch` answers everything, so only the files that are asked for are read, byte by byte as they
//! were committed: no line end is changed, no attribute of the repository is applied.

mod conversation;
mod error;
mod files;
mod object;
mod process;
mod repository;
mod revision;

use std::{cell::RefCell, path::Path};

pub use error::GitError;

use crate::{
    layout,
    tree::{Lock, Place},
};
use conversation::Conversation;
use files::CommittedFiles;
use repository::Location;

/// The public half of a tree as it was committed.
#[derive(Debug)]
pub struct CommittedTree {
    files: RefCell<CommittedFiles>,
    lock: Lock,
}

impl CommittedTree {
    /// The tree at `out` in the commit that `revision` names; `None` where that commit has none.
    ///
    /// # Errors
    /// [`GitError`] where there is no repository or no such commit, or what lies there is no tree's lock.
    pub fn open(out: &Path, revision: &str) -> Result<Option<Self>, GitError> {
        let location = Location::of(out)?;
        refuse_submodule(&location)?;
        let Location { root, names, .. } = location;
        let mut conversation = Conversation::start(&root)?;
        revision::refuse_ambiguous(&mut conversation, revision)?;
        let none = || GitError::NoCommit { revision: revision.to_owned(), folder: root.clone() };
        let commit = conversation.commit(revision)?.ok_or_else(none)?;
        let mut files = CommittedFiles::new(conversation, revision, &commit, names)?;
        let place = Lock::place();
        let Some(bytes) = files.read(&place)? else {
            return files.refuse_without_lock().map(|()| None);
        };
        let text = String::from_utf8_lossy(&bytes);
        let name = || files.name(&place);
        let lock = Lock::parse(&text).map_err(|source| GitError::Lock { name: name(), source })?;
        layout::check(&lock).map_err(|source| GitError::Layout { name: name(), source })?;
        Ok(Some(Self { files: RefCell::new(files), lock }))
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
        self.files.borrow_mut().read(place)
    }
}

/// Refuses a work tree that another repository has as a submodule: its commits are not those of the repository that a reviewer
/// looks at, and whoever puts a submodule there chooses them.
fn refuse_submodule(location: &Location) -> Result<(), GitError> {
    const CHECKED_OUT: &str = "HEAD";
    for (root, names) in &location.around {
        let mut conversation = Conversation::start(root)?;
        let Some(commit) = conversation.commit(CHECKED_OUT)? else { continue };
        if CommittedFiles::new(conversation, CHECKED_OUT, &commit, names.clone())?.submodule()? {
            return Err(GitError::Submodule { folder: location.root.clone(), around: root.clone() });
        }
    }
    Ok(())
}
