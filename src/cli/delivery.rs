//! What the exit code is where a run's words do not reach their reader.

use std::io::{Error, ErrorKind};

use super::Exit;

impl Exit {
    /// The exit code of a run that ended so, where one of its texts could not be written.
    ///
    /// A reader that closes a pipe early has read what it wanted: that hides no finding and no wrong input, but a run
    /// that went well has not delivered its result. Any other failure, such as a full disk or a closed stream, is
    /// the system's: what was found did not arrive.
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
