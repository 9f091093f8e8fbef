//! The files of a commit below a directory.

use std::collections::BTreeMap;

use super::{
    GitError,
    conversation::Conversation,
    object::{Entries, EntryKind, Kind, Object, ObjectId},
};
use crate::tree::{Lock, Place, Secrecy};

/// The files of a commit below a directory.
#[derive(Debug)]
pub(super) struct CommittedFiles {
    conversation: Conversation,
    /// The name of the commit in messages.
    revision: String,
    /// The commit's tree.
    tree: ObjectId,
    /// The path from there to the directory.
    names: Vec<String>,
    /// Trees that were already read.
    known: BTreeMap<ObjectId, Entries>,
}

impl CommittedFiles {
    pub(super) fn new(
        conversation: Conversation,
        revision: &str,
        commit: &Object,
        names: Vec<String>,
    ) -> Result<Self, GitError> {
        let tree = commit.tree().ok_or_else(|| GitError::Damaged(commit.id.to_string()))?;
        Ok(Self { conversation, revision: revision.to_owned(), tree, names, known: BTreeMap::new() })
    }

    /// The name of a file of the tree in Git.
    pub(super) fn name(&self, place: &Place) -> String {
        let folder: String = self.names.iter().map(|name| format!("{name}/")).collect();
        format!("{}:{folder}{place}", self.revision)
    }

    /// The bytes of a file; `None` if there is nothing with its name.
    pub(super) fn read(&mut self, place: &Place) -> Result<Option<Vec<u8>>, GitError> {
        let path = place.to_string();
        let names: Vec<String> =
            self.names.iter().map(String::as_str).chain(path.split('/')).map(str::to_owned).collect();
        let Some((name, folders)) = names.split_last() else { return Ok(None) };
        let Some(entries) = self.descend(folders)? else { return Ok(None) };
        match self.find(&entries, folders, name)? {
            None => Ok(None),
            Some((EntryKind::File, id)) => self.conversation.object(&id).map(|file| Some(file.bytes)),
            Some((kind, _)) => Err(self.something_else(folders, name, kind)),
        }
    }

    /// Rejects a commit that has files of the tree but no lock: otherwise whoever removes only the lock would make
    /// everything look new.
    pub(super) fn refuse_without_lock(&mut self) -> Result<(), GitError> {
        let mut names = self.names.clone();
        names.push(Secrecy::Public.folder().to_owned());
        let has_files =
            self.descend(&names)?.is_some_and(|entries| entries.keys().any(|name| !name.starts_with(b".")));
        if has_files { Err(GitError::NoLock(self.name(&Lock::place()))) } else { Ok(()) }
    }

    /// The first submodule on the path to the directory, if any.
    pub(super) fn submodule(&mut self) -> Result<bool, GitError> {
        let names = self.names.clone();
        let mut tree = self.tree.clone();
        for name in &names {
            match self.entries(&tree)?.get(name.as_bytes()) {
                Some(entry) if entry.kind == EntryKind::Submodule => return Ok(true),
                Some(entry) if entry.kind == EntryKind::Directory => tree = entry.id.clone(),
                _ => return Ok(false),
            }
        }
        Ok(false)
    }

    /// The entries of a directory in the commit; `None` if it does not exist.
    fn descend(&mut self, names: &[String]) -> Result<Option<Entries>, GitError> {
        let mut entries = self.entries(&self.tree.clone())?;
        for (depth, name) in names.iter().enumerate() {
            let around = names.get(..depth).unwrap_or_default();
            match self.find(&entries, around, name)? {
                None => return Ok(None),
                Some((EntryKind::Directory, id)) => entries = self.entries(&id)?,
                Some((kind, _)) => return Err(self.something_else(around, name, kind)),
            }
        }
        Ok(Some(entries))
    }

    /// The entry with a name in a directory. A name that differs only in letter case is an error.
    fn find(
        &self,
        entries: &Entries,
        around: &[String],
        name: &str,
    ) -> Result<Option<(EntryKind, ObjectId)>, GitError> {
        if let Some(entry) = entries.get(name.as_bytes()) {
            return Ok(Some((entry.kind, entry.id.clone())));
        }
        let lower = name.to_lowercase();
        let texts = entries.keys().filter_map(|there| std::str::from_utf8(there).ok());
        match { texts }.find(|there| there.to_lowercase() == lower) {
            None => Ok(None),
            Some(there) => {
                Err(GitError::LetterCase { name: self.path(around, name), there: there.to_owned() })
            }
        }
    }

    fn something_else(&self, around: &[String], name: &str, kind: EntryKind) -> GitError {
        GitError::SomethingElse { name: self.path(around, name), is: kind.in_words() }
    }

    fn path(&self, around: &[String], name: &str) -> String {
        let around: String = around.iter().map(|name| format!("{name}/")).collect();
        format!("{}:{around}{name}", self.revision)
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
