//! Arguments in, text out, exit code: the only place that prints.

use std::{
    fs::File,
    io::{Error, IsTerminal, Result, Write, stderr, stdout},
    os::fd::AsFd,
    process::ExitCode,
};

use kubemint::cli::{Exit, Outcome, Surroundings, forbid_core_dumps, run_command_line};
use kubemint_streams::{Stream, was_closed};

fn main() -> ExitCode {
    if let Err(error) = forbid_core_dumps() {
        let refused = format!("error: cannot switch core dumps off, and one would hold secrets: {error}\n");
        return deliver(&Outcome::failed(Exit::System, refused)).into();
    }
    let surroundings = Surroundings {
        stdout_is_terminal: stdout().is_terminal(),
        stderr_is_terminal: stderr().is_terminal(),
        no_color: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
    };
    deliver(&run_command_line(surroundings)).into()
}

/// Writes the output of a run; the exit code says whether that succeeded.
fn deliver(outcome: &Outcome) -> Exit {
    let exit = match write(Stream::Error, outcome.stderr.as_bytes()) {
        Ok(()) => outcome.exit,
        // If standard error itself fails, only the exit code can say so.
        Err(error) => outcome.exit.undelivered(&error),
    };
    let Err(error) = write(Stream::Output, &outcome.stdout) else { return exit };
    let after = exit.undelivered(&error);
    if after == Exit::System {
        let _ = write(Stream::Error, format!("error: cannot write to standard output: {error}\n").as_bytes());
    }
    after
}

/// Writes all bytes. std's handles are not used, since they ignore a stream that is closed.
fn write(stream: Stream, bytes: &[u8]) -> Result<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    if was_closed(stream) {
        return Err(Error::other("it is closed"));
    }
    let descriptor = match stream {
        Stream::Output => stdout().as_fd().try_clone_to_owned(),
        Stream::Error => stderr().as_fd().try_clone_to_owned(),
    };
    File::from(descriptor?).write_all(bytes)
}
