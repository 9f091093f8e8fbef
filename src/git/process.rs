//! A `git cat-file --batch` that nothing around the repository can redirect, and that cannot keep a run waiting.

use std::{
    io::{BufReader, Error, ErrorKind, Read, Result, Write},
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    process::{Pid, Signal, kill_process_group},
};

/// The time limit for each response.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long to wait for the error message of a Git that has exited.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// How many bytes of its standard error are kept.
const KEPT: usize = 8 * 1024;

/// Settings that override every configuration file, including the repository's own.
const SETTINGS: &[(&str, &str)] = &[
    // With this, Git 2.38 and later never treats a directory as a bare repository by itself. An older one is started
    // where a `.git` is, which has the same effect.
    ("safe.bareRepository", "explicit"),
    // Files beside the objects that repeat their contents, and could contradict them.
    ("core.commitGraph", "false"),
    ("core.multiPackIndex", "false"),
    // Nothing is fetched and no hook or monitor is started, whatever another version of Git would do.
    ("protocol.allow", "never"),
    ("core.hooksPath", "/dev/null"),
    ("core.fsmonitor", "false"),
    ("core.useReplaceRefs", "false"),
];

/// What is set in Git's environment. Every other variable that begins with `GIT_` is removed: such variables name
/// another repository, other objects or another configuration, or make Git write files.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_GRAFT_FILE", "/dev/null"),
    // Versions of Git without the first variable (before 2.39.4, 2.45.1 and the like) are kept from fetching by the
    // second.
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", ""),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("LC_ALL", "C"),
];

/// A running Git, which is killed when this is dropped.
#[derive(Debug)]
pub(super) struct GitProcess {
    git: Child,
    questions: Option<ChildStdin>,
    /// Its responses.
    pub(super) answers: BufReader<Answers>,
    said: Receiver<String>,
}

impl GitProcess {
    /// Starts Git at the root of a work tree.
    pub(super) fn start(root: &Path) -> Result<Self> {
        let mut command = Command::new("git");
        for (name, value) in SETTINGS {
            command.args(["-c", &format!("{name}={value}")]);
        }
        command.args(["cat-file", "--batch"]).current_dir(root);
        for name in inherited() {
            command.env_remove(name);
        }
        command.envs(ENVIRONMENT.iter().copied());
        // It looks no further than where it is started.
        command.env("GIT_CEILING_DIRECTORIES", root.parent().unwrap_or(root));
        // This overrides core.worktree, without which Git would not start.
        command.env("GIT_WORK_TREE", root);
        // A process group of its own, so that whatever it starts is killed with it.
        command.process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut git = command.spawn()?;
        let ended = || Error::from(ErrorKind::BrokenPipe);
        let questions = git.stdin.take();
        let answers = BufReader::new(Answers { pipe: git.stdout.take().ok_or_else(ended)?, until: now() });
        let said = listen(git.stderr.take().ok_or_else(ended)?)?;
        Ok(Self { git, questions, answers, said })
    }

    /// Sends a request; the response has to arrive within [`PATIENCE`].
    pub(super) fn ask(&mut self, question: &str) -> Result<()> {
        self.answers.get_mut().until = now() + PATIENCE;
        let questions = self.questions.as_mut().ok_or(ErrorKind::BrokenPipe)?;
        // This is far less than a pipe holds, so it does not block.
        questions.write_all(format!("{question}\n").as_bytes())?;
        questions.flush()
    }

    /// The first line of standard error, after Git has exited.
    pub(super) fn last_words(&mut self) -> Option<String> {
        drop(self.questions.take());
        let said = self.said.recv_timeout(LAST_WORDS).ok()?;
        said.trim().lines().next().map(str::to_owned)
    }
}

impl Drop for GitProcess {
    fn drop(&mut self) {
        // Git only reads, so killing it loses nothing; if killing fails, it has already exited.
        let _ = kill_process_group(Pid::from_child(&self.git), Signal::KILL);
        let _ = self.git.wait();
    }
}

/// Git's standard output, which can be read until a deadline.
#[derive(Debug)]
pub(super) struct Answers {
    pipe: ChildStdout,
    until: Instant,
}

impl Read for Answers {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        loop {
            let left = self.until.saturating_duration_since(now());
            let wait = Timespec::try_from(left).map_err(|_| ErrorKind::InvalidInput)?;
            let mut pipe = [PollFd::new(&self.pipe, PollFlags::IN)];
            match poll(&mut pipe, Some(&wait)) {
                Ok(0) => return Err(ErrorKind::TimedOut.into()),
                Err(Errno::INTR) => {}
                ready => {
                    ready?;
                    return self.pipe.read(buffer);
                }
            }
        }
    }
}

/// Reads standard error while Git runs, since Git blocks if nobody does, and sends its beginning at the end.
fn listen(mut stderr: ChildStderr) -> Result<Receiver<String>> {
    let (sender, receiver) = channel();
    let read = move || {
        let (mut kept, mut chunk) = (Vec::new(), [0; 4096]);
        while let Ok(length @ 1..) = stderr.read(&mut chunk) {
            let room = KEPT.saturating_sub(kept.len()).min(length);
            kept.extend(chunk.iter().take(room));
        }
        // Nobody receives this any more if the run already has its responses.
        let _ = sender.send(String::from_utf8_lossy(&kept).into_owned());
    };
    thread::Builder::new().name("standard error of git".to_owned()).spawn(read)?;
    Ok(receiver)
}

/// The names of all inherited variables that redirect Git.
#[expect(clippy::disallowed_methods, reason = "they are taken away, so nothing depends on them")]
fn inherited() -> Vec<std::ffi::OsString> {
    let is_gits = |name: &std::ffi::OsString| name.as_encoded_bytes().starts_with(b"GIT_");
    std::env::vars_os().map(|(name, _)| name).filter(is_gits).collect()
}

#[expect(clippy::disallowed_methods, reason = "how long another program is waited for")]
fn now() -> Instant {
    Instant::now()
}
