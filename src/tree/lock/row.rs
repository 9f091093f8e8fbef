//! A row of the lock.

use super::super::{Digest, Mode, Origin, Place};
use crate::model::Account;

/// What the lock records about an artifact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its path.
    pub place: Place,
    /// Its owner on the machine.
    pub owner: Account,
    /// Its group on the machine.
    pub group: Account,
    /// Its mode on the machine.
    pub mode: Mode,
    /// What it is and what it was made from.
    pub recorded: Recorded,
}

/// What an artifact is and what it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// A directory of a machine that kubemint owns. It exists only in the lock, since Git does not keep empty directories.
    Folder,
    /// A public file.
    Public {
        /// SHA-256 of its bytes.
        bytes: Digest,
        /// What it was made from.
        origin: Origin,
    },
    /// A secret file, without anything about its bytes.
    Secret {
        /// What it was made from.
        origin: Origin,
    },
}

impl Recorded {
    /// What it was made from; `None` for a directory.
    #[must_use]
    pub const fn origin(&self) -> Option<&Origin> {
        match self {
            Self::Folder => None,
            Self::Public { origin, .. } | Self::Secret { origin } => Some(origin),
        }
    }

    /// The same for a secret file without `part`.
    #[must_use]
    pub fn without(mut self, part: &Origin) -> Self {
        if let Self::Secret { origin: Origin::Composed { parts, .. } } = &mut self {
            parts.retain(|other| other != part);
        }
        self
    }
}
