//! Why a file cannot be read.

use std::io::{Error, ErrorKind};

use rustix::{fs::FileType, io::Errno};

use super::InputKind;

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is not a regular file, but this.
    #[error("it is {0} and not a regular file")]
    NotRegular(&'static str),
    /// It is larger than such a file can be.
    #[error("it has more than {} bytes, the most that {} may have", .0.limit(), .0.name())]
    TooLarge(InputKind),
    /// It is a pipe that nobody has opened for writing.
    #[error("it is a pipe that no program writes to")]
    NoWriter,
    /// A link on its path leads out of the directory that must contain it.
    #[error("a link on its path leads out of the directory")]
    Outside,
    /// A directory has more files and directories below it than can be walked.
    #[error("more than {0} files and directories are below it")]
    TooMany(usize),
    /// The name of a file is not UTF-8.
    #[error("the name of a file below it is not UTF-8")]
    Name,
    /// The system reported an error.
    #[error(transparent)]
    System(#[from] Error),
}

impl Unreadable {
    /// What a file is, if it is not a regular one.
    pub(super) const fn not_regular(kind: FileType) -> Self {
        Self::NotRegular(match kind {
            FileType::Directory => "a directory",
            FileType::Fifo => "a pipe",
            FileType::Socket => "a socket",
            FileType::CharacterDevice | FileType::BlockDevice => "a device",
            _ => "a special file",
        })
    }

    /// Whether the file is wrong (exit 2) rather than the system (exit 3).
    #[must_use]
    pub fn is_input(&self) -> bool {
        match self {
            Self::NotRegular(_)
            | Self::TooLarge(_)
            | Self::NoWriter
            | Self::Outside
            | Self::TooMany(_)
            | Self::Name => true,
            Self::System(error) => error.kind() == ErrorKind::NotFound,
        }
    }
}

impl From<Errno> for Unreadable {
    fn from(errno: Errno) -> Self {
        Self::System(errno.into())
    }
}

impl From<Unreadable> for Error {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::System(error) => error,
            other => Self::new(ErrorKind::InvalidInput, other),
        }
    }
}
