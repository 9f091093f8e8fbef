//! A `git cat-file --batch` that nothing around the repository leads elsewhere, and that cannot keep a run waiting.

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

/// How long Git may take for one answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long Git, once it has ended, may take to say why.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// How much of its standard error is kept.
const KEPT: usize = 8 * 1024;

/// Settings that stand above every file of configuration, the repository's own included.
const SETTINGS: &[(&str, &str)] = &[
    // A Git from 2.38 on then takes no folder for a bare repository by itself; an older one is held to it by being
    // started where a `.git` is.
    ("safe.bareRepository", "explicit"),
    // Files beside the objects that say again what is in them, and could say something else.
    ("core.commitGraph", "false"),
    ("core.multiPackIndex", "false"),
    // Nothing is fetched and no hook or monitor is started, whatever a Git of another version would do.
    ("protocol.allow", "never"),
    ("core.hooksPath", "/dev/null"),
    ("core.fsmonitor", "false"),
    ("core.useReplaceRefs", "false"),
];

/// What is set in Git's environment. Everything else that begins with `GIT_` is taken out of it: such variables name
/// another repository, other objects or other configuration, or have Git write files.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_GRAFT_FILE", "/dev/null"),
    // A Git that does not know the first (before 2.39.4, 2.45.1 and their like) is kept from fetching by the second.
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", ""),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("LC_ALL", "C"),
];

/// A running Git, ended when it is dropped.
#[derive(Debug)]
pub(super) struct GitProcess {
    git: Child,
    questions: Option<ChildStdin>,
    /// What it answers.
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
        // This stands above the configuration's core.worktree, without which Git would not start.
        command.env("GIT_WORK_TREE", root);
        // A group of its own, so that whatever it starts is ended with it.
        command.process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut git = command.spawn()?;
        let ended = || Error::from(ErrorKind::BrokenPipe);
        let questions = git.stdin.take();
        let answers = BufReader::new(Answers { pipe: git.stdout.take().ok_or_else(ended)?, until: now() });
        let said = listen(git.stderr.take().ok_or_else(ended)?)?;
        Ok(Self { git, questions, answers, said })
    }

    /// Asks; the answer has to come within [`PATIENCE`].
    pub(super) fn ask(&mut self, question: &str) -> Result<()> {
        self.answers.get_mut().until = now() + PATIENCE;
        let questions = self.questions.as_mut().ok_or(ErrorKind::BrokenPipe)?;
        // Far less than a pipe holds, so this does not wait.
        questions.write_all(format!("{question}\n").as_bytes())?;
        questions.flush()
    }

    /// The first line that Git, which has ended, said on standard error.
    pub(super) fn last_words(&mut self) -> Option<String> {
        drop(self.questions.take());
        let said = self.said.recv_timeout(LAST_WORDS).ok()?;
        said.trim().lines().next().map(str::to_owned)
    }
}

impl Drop for GitProcess {
    fn drop(&mut self) {
        // It only reads, so nothing is lost where it is killed; and where that fails, it has ended.
        let _ = kill_process_group(Pid::from_child(&self.git), Signal::KILL);
        let _ = self.git.wait();
    }
}

/// Git's standard output, read until a moment and no longer.
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

/// Reads standard error as it comes, since Git waits where nobody does; hands over the beginning of it at its end.
fn listen(mut stderr: ChildStderr) -> Result<Receiver<String>> {
    let (sender, receiver) = channel();
    let read = move || {
        let (mut kept, mut chunk) = (Vec::new(), [0; 4096]);
        while let Ok(length @ 1..) = stderr.read(&mut chunk) {
            let room = KEPT.saturating_sub(kept.len()).min(length);
            kept.extend(chunk.iter().take(room));
        }
        // Nobody listens any more where the run has its answers.
        let _ = sender.send(String::from_utf8_lossy(&kept).into_owned());
    };
    thread::Builder::new().name("standard error of git".to_owned()).spawn(read)?;
    Ok(receiver)
}

/// The names of all variables that lead Git elsewhere.
#[expect(clippy::disallowed_methods, reason = "they are taken away, so nothing depends on them")]
fn inherited() -> Vec<std::ffi::OsString> {
    let is_gits = |name: &std::ffi::OsString| name.as_encoded_bytes().starts_with(b"GIT_");
    std::env::vars_os().map(|(name, _)| name).filter(is_gits).collect()
}

#[expect(clippy::disallowed_methods, reason = "how long another program is waited for")]
fn now() -> Instant {
    Instant::now()
}
