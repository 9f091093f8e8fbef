//! Questions to one `git cat-file --batch`, and its answers.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use super::GitError;

/// Variables that tell Git of another repository than the one around the tree: a hook of another has them set.
const ELSEWHERE: [&str; 5] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"];

/// A running `git cat-file --batch`, ended when it is dropped.
#[derive(Debug)]
pub(super) struct Conversation {
    git: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    folder: PathBuf,
}

/// An object that Git has.
struct Object {
    id: String,
    kind: String,
    bytes: Vec<u8>,
}

impl Conversation {
    /// Starts Git in a folder.
    pub(super) fn start(folder: &Path) -> Result<Self, GitError> {
        let mut command = Command::new("git");
        command.args(["cat-file", "--batch"]).current_dir(folder);
        for name in ELSEWHERE {
            command.env_remove(name);
        }
        // No object is fetched: nothing here uses the network.
        command.env("GIT_NO_LAZY_FETCH", "1").env("LC_ALL", "C");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut git = command.spawn().map_err(GitError::Start)?;
        let questions = git.stdin.take();
        let closed = || GitError::Start(std::io::ErrorKind::BrokenPipe.into());
        let answers = git.stdout.take().map(BufReader::new).ok_or_else(closed)?;
        Ok(Self { git, questions, answers, folder: folder.to_owned() })
    }

    /// The id of the commit that a revision names.
    pub(super) fn commit(&mut self, revision: &str) -> Result<Option<String>, GitError> {
        if revision.is_empty() || revision.contains(['\n', '\0', ' ']) {
            return Ok(None);
        }
        let commit = self.ask(&format!("{revision}^{{commit}}"))?;
        Ok(commit.filter(|object| object.kind == "commit").map(|object| object.id))
    }

    /// The bytes of a file by the name that Git has for it.
    pub(super) fn file(&mut self, name: &str) -> Result<Option<Vec<u8>>, GitError> {
        Ok(self.ask(name)?.filter(|object| object.kind == "blob").map(|object| object.bytes))
    }

    fn ask(&mut self, name: &str) -> Result<Option<Object>, GitError> {
        let answer = self.exchange(name);
        answer.map_err(|error| self.failure(error))
    }

    /// A question and its answer: `ID TYPE SIZE`, the bytes and a line end; or the question and ` missing`.
    fn exchange(&mut self, name: &str) -> std::io::Result<Option<Object>> {
        let ended = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
        let questions = self.questions.as_mut().ok_or_else(ended)?;
        questions.write_all(format!("{name}\n").as_bytes())?;
        questions.flush()?;
        let mut header = Vec::new();
        if self.answers.read_until(b'\n', &mut header)? == 0 {
            return Err(ended());
        }
        let header = String::from_utf8_lossy(&header).trim_end().to_owned();
        let words: Vec<&str> = header.split(' ').collect();
        let [id, kind, size] = words.as_slice() else { return Ok(None) };
        // A name that Git does not know is said again, with spaces perhaps: its last word is no number.
        let Ok(size) = size.parse::<u64>() else { return Ok(None) };
        let mut bytes = Vec::new();
        let read = (&mut self.answers).take(size).read_to_end(&mut bytes)?;
        let mut line_end = [0];
        self.answers.read_exact(&mut line_end)?;
        if u64::try_from(read).ok() != Some(size) {
            return Err(ended());
        }
        Ok(Some(Object { id: (*id).to_owned(), kind: (*kind).to_owned(), bytes }))
    }

    /// What Git said on standard error, where it ended, rather than that a pipe broke.
    fn failure(&mut self, error: std::io::Error) -> GitError {
        drop(self.questions.take());
        let mut said = String::new();
        if let Some(stderr) = &mut self.git.stderr {
            // Where even this fails, the first error is told.
            let _ = stderr.read_to_string(&mut said);
        }
        match said.trim().lines().next() {
            Some(line) => GitError::Refused { folder: self.folder.clone(), said: line.to_owned() },
            None => GitError::Start(error),
        }
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        // Git ends when its questions do; nobody can be told where waiting fails.
        drop(self.questions.take());
        let _ = self.git.wait();
    }
}
