//! A tree that was committed, read from the Git repository that holds `out`: the one place that starts another program.
//!
//! One `git cat-file --batch` answers everything, so only the files that are asked for are read, byte by byte as they
//! were committed: no line end is changed, no attribute of the repository is applied.

mod conversation;
mod error;
mod object;
mod process;
mod repository;

use std::{cell::RefCell, collections::BTreeMap, path::Path};

pub use error::GitError;

use crate::{
    layout,
    tree::{Lock, Place},
};
use conversation::Conversation;
use object::{Entries, Kind, ObjectId};
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
        let Location { root, names } = Location::of(out)?;
        let mut conversation = Conversation::start(&root)?;
        let none = || GitError::NoCommit { revision: revision.to_owned(), folder: root.clone() };
        let commit = conversation.commit(revision)?.ok_or_else(none)?;
        let tree = commit.tree().ok_or_else(|| GitError::Damaged(commit.id.to_string()))?;
        let mut files = CommittedFiles { conversation, tree, names, known: BTreeMap::new() };
        let place = Lock::place();
        let Some(bytes) = files.read(&place)? else { return Ok(None) };
        let text = String::from_utf8_lossy(&bytes);
        let name = || {
            let folder: String = files.names.iter().map(|name| format!("{name}/")).collect();
            format!("{revision}:{folder}{place}")
        };
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

/// The files of a commit below a folder.
#[derive(Debug)]
struct CommittedFiles {
    conversation: Conversation,
    /// The commit's tree.
    tree: ObjectId,
    /// The way from there to the folder.
    names: Vec<String>,
    /// Trees that were read.
    known: BTreeMap<ObjectId, Entries>,
}

impl CommittedFiles {
    fn read(&mut self, place: &Place) -> Result<Option<Vec<u8>>, GitError> {
        let path = place.to_string();
        let names = self.names.clone();
        let mut names = names.iter().map(String::as_str).chain(path.split('/')).peekable();
        let mut tree = self.tree.clone();
        while let Some(name) = names.next() {
            let Some(entry) = self.entries(&tree)?.get(name.as_bytes()).cloned() else { return Ok(None) };
            match names.peek() {
                Some(_) if entry.is_tree => tree = entry.id,
                None if entry.is_file => {
                    return self.conversation.object(&entry.id).map(|file| Some(file.bytes));
                }
                _ => return Ok(None),
            }
        }
        Ok(None)
    }

    fn entries(&mut self, tree: &ObjectId) -> Result<Entries, GitError> {
        if let Some(known) = self.known.get(tree) {
            return Ok(Entries::clone(known));
        }
        let object = self.conversation.object(tree)?;
        let entries = (object.kind == Kind::Tree).then(|| object.entries()).flatten();
        let entries = entries.ok_or_else(|| GitError::Damaged(tree.to_string()))?;
        self.known.insert(tree.clone(), Entries::clone(&entries));
        Ok(entries)
    }
}
