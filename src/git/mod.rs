//! A committed tree, read from the Git repository that contains `out`. Only this module starts another program.
//!
//! A single `git cat-file --batch` answers all requests, so only the files that are needed are read, byte by byte as
//! they were committed, without changed line endings and without the repository's attributes.

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

/// The public output of a tree, as it was committed.
#[derive(Debug)]
pub struct CommittedTree {
    files: RefCell<CommittedFiles>,
    lock: Lock,
}

impl CommittedTree {
    /// The tree at `out` in the commit that `revision` names; `None` if that commit has none.
    ///
    /// # Errors
    ///
    /// [`GitError`] if there is no repository or no such commit, or what is there is not a tree's lock.
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

    /// The committed lock.
    #[must_use]
    pub const fn lock(&self) -> &Lock {
        &self.lock
    }

    /// The bytes of a file; `None` if it is not in the commit.
    ///
    /// # Errors
    ///
    /// [`GitError`] if Git does not respond.
    pub fn read(&self, place: &Place) -> Result<Option<Vec<u8>>, GitError> {
        self.files.borrow_mut().read(place)
    }
}

/// Rejects a work tree that is a submodule of another repository: its commits are not those that a reviewer of that
/// repository sees, and whoever adds a submodule chooses them.
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
