//! The moment that `check` looks from, and how far ahead.

use std::str::FromStr;

use time::{Duration, OffsetDateTime};

use crate::model::{Timestamp, Validity};

/// How far ahead is looked.
#[derive(Debug, Clone, Copy)]
pub struct Within(Validity);

impl Within {
    /// The moment so far after `at`.
    pub fn after(self, at: OffsetDateTime) -> OffsetDateTime {
        let hours = i64::try_from(self.0.hours()).unwrap_or(i64::MAX / 3600);
        at.saturating_add(Duration::hours(hours))
    }
}

impl FromStr for Within {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Validity::parse(text).map(Self).map_err(|invalid| format!("expected {}", invalid.expected))
    }
}

/// The moment that is counted from. The clock is read only where the user says `now` in so many words.
#[derive(Debug, Clone, Copy)]
pub enum At {
    /// The clock's.
    Now,
    /// A given one.
    Given(Timestamp),
}

impl FromStr for At {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "now" => Ok(Self::Now),
            text => Timestamp::parse(text)
                .map(Self::Given)
                .map_err(|invalid| format!("expected {}", invalid.expected)),
        }
    }
}

impl At {
    /// The moment itself.
    #[expect(clippy::disallowed_methods, reason = "`--at now` asks for it")]
    pub fn moment(self) -> OffsetDateTime {
        match self {
            Self::Now => OffsetDateTime::now_utc(),
            Self::Given(moment) => moment.to_offset_date_time(),
        }
    }
}
