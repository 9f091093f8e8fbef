//! Requests to a `git cat-file --batch`, and its responses.

use std::{
    io::{BufRead, Error, ErrorKind, Read, Result},
    path::{Path, PathBuf},
};

use super::{
    GitError,
    object::{Kind, Object, ObjectId},
    process::GitProcess,
};
use crate::input::InputKind;

/// The longest line in a response: the request repeated, and a few words.
const LINE: u64 = 8 * 1024;

/// The longest revision that is requested.
const REVISION: usize = 4 * 1024;

/// The size limit of an object, in bytes: that of a file in a tree.
const OBJECT: u64 = InputKind::TreeFile.limit();

/// A connection to a Git that runs at the root of a work tree.
#[derive(Debug)]
pub(super) struct Conversation {
    git: GitProcess,
    root: PathBuf,
}

/// A response.
enum Answer {
    Object(Object),
    Missing,
    TooLarge,
}

impl Conversation {
    /// Starts Git.
    pub(super) fn start(root: &Path) -> std::result::Result<Self, GitError> {
        let git = GitProcess::start(root).map_err(GitError::Start)?;
        Ok(Self { git, root: root.to_owned() })
    }

    /// The commit that a revision names.
    pub(super) fn commit(&mut self, revision: &str) -> std::result::Result<Option<Object>, GitError> {
        if revision.is_empty() || revision.len() > REVISION || revision.contains(['\n', '\0', ' ']) {
            return Ok(None);
        }
        let found = self.ask(&format!("{revision}^{{commit}}"))?;
        Ok(found.filter(|object| object.kind == Kind::Commit))
    }

    /// The object with this id.
    pub(super) fn object(&mut self, id: &ObjectId) -> std::result::Result<Object, GitError> {
        match self.ask(id.as_str())? {
            Some(object) if object.id == *id => Ok(object),
            Some(_) => Err(GitError::Damaged(id.to_string())),
            None => Err(GitError::Missing(id.to_string())),
        }
    }

    /// Requests an object, and verifies it with the ID that Git returns.
    fn ask(&mut self, name: &str) -> std::result::Result<Option<Object>, GitError> {
        match self.exchange(name) {
            Ok(Answer::Object(object)) if object.is_what_its_id_says() => Ok(Some(object)),
            Ok(Answer::Object(object)) => Err(GitError::Damaged(object.id.to_string())),
            Ok(Answer::Missing) => Ok(None),
            Ok(Answer::TooLarge) => Err(GitError::TooLarge { name: name.to_owned(), limit: OBJECT }),
            Err(error) => Err(self.failure(error)),
        }
    }

    /// A request and its response: `ID TYPE SIZE`, the bytes and a line feed; or the request and ` missing`.
    fn exchange(&mut self, name: &str) -> Result<Answer> {
        self.git.ask(name)?;
        let mut header = Vec::new();
        (&mut self.git.answers).take(LINE).read_until(b'\n', &mut header)?;
        if header.last() != Some(&b'\n') {
            let is_cut_off = u64::try_from(header.len()).is_ok_and(|length| length < LINE);
            return Err(if is_cut_off { ErrorKind::UnexpectedEof } else { ErrorKind::InvalidData }.into());
        }
        let header = String::from_utf8_lossy(&header).trim_end().to_owned();
        let words: Vec<&str> = header.split(' ').collect();
        let [id, kind, size] = words.as_slice() else { return Ok(Answer::Missing) };
        // Git repeats a name that it does not know, possibly with spaces; its last word is not a number.
        let Ok(size) = size.parse::<u64>() else { return Ok(Answer::Missing) };
        let (Some(id), Some(kind)) = (ObjectId::parse(id), Kind::parse(kind)) else {
            return Ok(Answer::Missing);
        };
        if size > OBJECT {
            return Ok(Answer::TooLarge);
        }
        let bytes = self.bytes(size)?;
        Ok(Answer::Object(Object { id, kind, bytes }))
    }

    /// The bytes of an object, and the line feed after them.
    #[expect(clippy::disallowed_methods, reason = "the size is bounded, and so is the time")]
    fn bytes(&mut self, size: u64) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = (&mut self.git.answers).take(size).read_to_end(&mut bytes)?;
        let mut line_end = [0];
        self.git.answers.read_exact(&mut line_end)?;
        if u64::try_from(read).ok() != Some(size) {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(bytes)
    }

    /// What Git wrote to standard error, if it has exited, rather than that a pipe broke.
    fn failure(&mut self, error: Error) -> GitError {
        let root = || self.root.clone();
        match error.kind() {
            ErrorKind::TimedOut => return GitError::Silent(root()),
            ErrorKind::InvalidData => return GitError::Garbled(root()),
            _ => {}
        }
        match self.git.last_words() {
            Some(said) => GitError::Refused { folder: root(), said },
            None => GitError::Start(error),
        }
    }
}
