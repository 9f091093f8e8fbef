//! The time from which `check` looks, and how far ahead.

use std::str::FromStr;

use time::{Duration, OffsetDateTime};

use crate::model::{Timestamp, Validity};

/// How far ahead to look.
#[derive(Debug, Clone, Copy)]
pub struct Within(Validity);

impl Within {
    /// The time this long after `at`.
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

/// The time to compare with. The clock is read only if the user says `now` explicitly.
#[derive(Debug, Clone, Copy)]
pub enum At {
    /// The time of the clock.
    Now,
    /// A given time.
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
    /// The time itself.
    #[expect(clippy::disallowed_methods, reason = "`--at now` asks for it")]
    pub fn moment(self) -> OffsetDateTime {
        match self {
            Self::Now => OffsetDateTime::now_utc(),
            Self::Given(moment) => moment.to_offset_date_time(),
        }
    }
}
