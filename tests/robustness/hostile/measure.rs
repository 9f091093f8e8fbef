//! A run of the program, and what it took.

use std::{
    io::Read,
    path::Path,
    process::{Command, Stdio},
    thread,
};

use wait4::Wait4;

/// What a run said and took.
pub struct Run {
    /// `None` where it was killed.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    /// Processor time.
    pub seconds: f64,
    /// The most memory at a time.
    pub megabytes: u64,
}

/// Runs the program; what takes a minute is killed.
pub fn measured(folder: &Path, line: &str) -> Run {
    let mut command = Command::new("timeout");
    command.args(["-s", "KILL", "60", env!("CARGO_BIN_EXE_kubemint")]).args(line.split(' '));
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let (stdout, stderr) = (text(child.stdout.take().unwrap()), text(child.stderr.take().unwrap()));
    let used = child.wait4().unwrap();
    let time = used.rusage.utime + used.rusage.stime;
    Run {
        code: used.status.code().filter(|code| *code < 128),
        stdout: stdout.join().unwrap(),
        stderr: stderr.join().unwrap(),
        seconds: time.as_secs_f64(),
        megabytes: used.rusage.maxrss / 1_000_000,
    }
}

fn text(mut stream: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
