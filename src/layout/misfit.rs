//! Rows of a lock that no render writes.

use std::fmt;

use crate::tree::Place;

/// A row of a lock that no render writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Its place.
    pub place: Place,
    /// Why.
    pub reason: Reason,
}

/// Why no render writes a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// No render writes anything at this path.
    #[error("kubemint makes nothing at this path")]
    Path,
    /// The owner differs, or the permissions are too wide.
    #[error("kubemint never gives it this owner, group or mode: expected {expected}")]
    Ownership {
        /// `OWNER:GROUP MODE` as a render sets them.
        expected: String,
    },
    /// The file there is made from something else.
    #[error("it is not made of what kubemint makes it of")]
    Origin,
    /// A key of a label and generation must be the same in every row.
    #[error("another row names another public key for {label} of generation {generation}")]
    Key {
        /// The label of the key.
        label: String,
        /// Its generation.
        generation: u32,
    },
    /// A machine has only one audit log.
    #[error("the machine has a directory for the audit log already")]
    SecondLogDirectory,
}

/// Every such row of a lock; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfits(Vec<Misfit>);

impl Misfits {
    /// All of them, if there are any.
    pub(super) fn of(misfits: impl Iterator<Item = Misfit>) -> Result<(), Self> {
        let all: Vec<Misfit> = misfits.collect();
        if all.is_empty() { Ok(()) } else { Err(Self(all)) }
    }

    /// Each of them, sorted by place.
    pub fn iter(&self) -> impl Iterator<Item = &Misfit> {
        self.0.iter()
    }
}

impl std::error::Error for Misfits {}

impl fmt::Display for Misfits {
    /// Only the first few, since a lock may be full of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 10;
        f.write_str("it lists what no render of kubemint writes:")?;
        for Misfit { place, reason } in self.0.iter().take(SHOWN) {
            write!(f, "\n  {place}: {reason}")?;
        }
        match self.0.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            Some(more) => write!(f, "\n  and {more} more"),
            None => Ok(()),
        }
    }
}
