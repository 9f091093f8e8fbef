//! What a command returns: text for both outputs, and the exit code. Only `main` prints it.

use std::{
    io::{Error, ErrorKind},
    process::ExitCode,
};

use zeroize::Zeroizing;

/// How a run ended. The exit codes are part of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done, or everything is up to date.
    Done,
    /// 1: `check`, `diff`, `verify` or `lint` found something.
    Found,
    /// 2: the input or the arguments are wrong; nothing was written.
    Input,
    /// 3: the system failed.
    System,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Found => 1,
            Exit::Input => 2,
            Exit::System => 3,
        })
    }
}

/// The output of a run.
#[derive(Debug)]
pub struct Outcome {
    /// For standard output: a report or an archive. Erased from memory after it is printed.
    pub stdout: Zeroizing<Vec<u8>>,
    /// For standard error: what was done, warnings, errors.
    pub stderr: String,
    /// The exit code.
    pub exit: Exit,
}

impl Outcome {
    /// A successful run with this text on standard error.
    #[must_use]
    pub fn done(stderr: impl Into<String>) -> Self {
        Self { stdout: Zeroizing::default(), stderr: stderr.into(), exit: Exit::Done }
    }

    /// A run that failed.
    #[must_use]
    pub fn failed(exit: Exit, stderr: impl Into<String>) -> Self {
        Self { stdout: Zeroizing::default(), stderr: stderr.into(), exit }
    }

    /// The same with this on standard output.
    #[must_use]
    pub fn with_stdout(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdout = Zeroizing::new(bytes.into());
        self
    }

    /// The same with these lines before what is already on standard error.
    #[must_use]
    pub fn with_warning(mut self, warning: &str) -> Self {
        self.stderr.insert_str(0, warning);
        self
    }
}

impl Exit {
    /// The exit code of a run that ended like this, if one of its texts could not be written.
    ///
    /// A reader that closes a pipe early has read what it wanted. That hides no finding and no wrong input, but a
    /// successful run has not delivered its result. Any other failure, such as a full disk or a closed stream, is a
    /// failure of the system: the findings did not arrive.
    #[must_use]
    pub fn undelivered(self, error: &Error) -> Self {
        match (error.kind(), self) {
            (ErrorKind::BrokenPipe, Self::Found | Self::Input) => self,
            _ => Self::System,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_hides_no_finding_and_nothing_else_passes_for_delivered() {
        use Exit::{Done, Found, Input, System};
        let after = |kind: ErrorKind| [Done, Found, Input, System].map(|exit| exit.undelivered(&kind.into()));
        assert_eq!(after(ErrorKind::BrokenPipe), [System, Found, Input, System]);
        assert_eq!(after(ErrorKind::StorageFull), [System; 4]);
        assert_eq!(after(ErrorKind::Other), [System; 4]);
    }
}
