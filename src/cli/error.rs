//! Why a verb stopped.

use std::path::PathBuf;

use super::{Exit, Outcome};

/// A run that stopped, with all it has to say.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// cluster.toml has faults; the text is their picture, or JSON.
    #[error("{0}")]
    Faults(String),
    /// The input or an argument is wrong.
    #[error("error: {message}\n  help: {help}\n")]
    Input {
        /// What is wrong.
        message: String,
        /// How to mend it.
        help: String,
    },
    /// A file could not be read.
    #[error("error: cannot read {}: {source}\n", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The system failed at something else.
    #[error("error: {0}\n")]
    System(String),
}

impl CliError {
    /// A wrong input with advice.
    #[must_use]
    pub fn input(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Input { message: message.into(), help: help.into() }
    }

    /// The exit code. A file that is not there is a wrong argument; one that cannot be read is the system's failure.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::Faults(_) | Self::Input { .. } => Exit::Input,
            Self::Read { source, .. } if source.kind() == std::io::ErrorKind::NotFound => Exit::Input,
            Self::Read { .. } | Self::System(_) => Exit::System,
        }
    }
}

impl From<CliError> for Outcome {
    fn from(error: CliError) -> Self {
        Self::failed(error.exit(), error.to_string())
    }
}
