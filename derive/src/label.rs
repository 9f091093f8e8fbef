//! The name of a derived secret: its label and generation.

use std::fmt;

/// The longest label, in bytes: its length must fit the `u16` before it in the derivation's info.
const MAX_LEN: usize = u16::MAX as usize;

/// Names one secret of a cluster, for example `kubelet/worker-2`.
///
/// Labels are part of the format: another label gives another key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label(String);

impl Label {
    /// Takes any text of 1 to 65,535 bytes.
    ///
    /// # Errors
    /// If the text is empty or longer.
    pub fn new(text: impl Into<String>) -> Result<Self, LabelError> {
        let text = text.into();
        match text.len() {
            0 => Err(LabelError::Empty),
            1..=MAX_LEN => Ok(Self(text)),
            length => Err(LabelError::TooLong { length }),
        }
    }

    /// The label's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is not a valid [`Label`] or cluster id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// The text has no bytes.
    #[error("a derivation label is empty; it must name what the secret is for")]
    Empty,
    /// The text is too long.
    #[error(
        "a derivation label has {length} bytes, but at most {MAX_LEN} are allowed; shorten the name that it is made from"
    )]
    TooLong {
        /// Length found, in bytes.
        length: usize,
    },
}

/// Counts the rotations of a label's secret, starting with 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Generation(pub u32);

impl Generation {
    /// The generation in a new cluster.
    pub const FIRST: Self = Self(1);
}

impl Default for Generation {
    fn default() -> Self {
        Self::FIRST
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_has_1_to_65535_bytes() {
        assert_eq!(Label::new(""), Err(LabelError::Empty));
        assert!(Label::new("x".repeat(65_535)).is_ok());
        assert_eq!(Label::new("x".repeat(65_536)), Err(LabelError::TooLong { length: 65_536 }));
    }
}
