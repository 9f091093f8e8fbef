//! The supported minors.

use std::fmt;

/// A supported minor of Kubernetes 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Minor {
    /// 1.34
    V1_34,
    /// 1.35
    V1_35,
    /// 1.36
    V1_36,
    /// 1.37
    V1_37,
}

impl Minor {
    /// Every supported minor, in ascending order.
    pub const ALL: [Self; 4] = [Self::V1_34, Self::V1_35, Self::V1_36, Self::V1_37];

    /// The supported minor with these numbers.
    #[must_use]
    pub fn from_numbers(major: u64, minor: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|known| major == 1 && known.number() == minor)
    }

    /// The number after `1.`.
    #[must_use]
    pub const fn number(self) -> u64 {
        match self {
            Self::V1_34 => 34,
            Self::V1_35 => 35,
            Self::V1_36 => 36,
            Self::V1_37 => 37,
        }
    }
}

impl fmt::Display for Minor {
    /// Formats `1.37`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.number())
    }
}
