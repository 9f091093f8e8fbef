//! A line of the lock.

use super::super::{Digest, Mode, Origin, Place};
use crate::model::Account;

/// What the lock remembers of an artifact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it lies.
    pub place: Place,
    /// Its owner on the machine.
    pub owner: Account,
    /// Its group on the machine.
    pub group: Account,
    /// Its mode on the machine.
    pub mode: Mode,
    /// What it is and what it was made of.
    pub recorded: Recorded,
}

/// What an artifact is and what it was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// A folder of a machine that kubemint owns. It lies in the lock only: Git keeps no empty folder.
    Folder,
    /// A public file.
    Public {
        /// SHA-256 of its bytes.
        bytes: Digest,
        /// What it was made of.
        origin: Origin,
    },
    /// A secret file, whose bytes leave no trace here.
    Secret {
        /// What it was made of.
        origin: Origin,
    },
}

impl Recorded {
    /// What it was made of; a folder is made of nothing.
    #[must_use]
    pub const fn origin(&self) -> Option<&Origin> {
        match self {
            Self::Folder => None,
            Self::Public { origin, .. } | Self::Secret { origin } => Some(origin),
        }
    }

    /// The same of a secret file that `part` was left out of and that does not say so.
    #[must_use]
    pub fn without(mut self, part: &Origin) -> Self {
        if let Self::Secret { origin: Origin::Composed { parts, .. } } = &mut self {
            parts.retain(|other| other != part);
        }
        self
    }
}
