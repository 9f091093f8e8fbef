//! Which certificates end too soon.

use std::str::FromStr;

use time::{Duration, OffsetDateTime};

use crate::{
    model::{Timestamp, Validity},
    pki::Expiry,
};

/// How far ahead is looked.
#[derive(Debug, Clone, Copy)]
pub struct Within(Validity);

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

/// Those of `certificates` that end before `at` and `within` after it, the first to end first.
pub fn expiring(certificates: Vec<Expiry>, at: OffsetDateTime, within: Within) -> Vec<Expiry> {
    let hours = i64::try_from(within.0.hours()).unwrap_or(i64::MAX / 3600);
    let end = at.saturating_add(Duration::hours(hours));
    certificates.into_iter().filter(|certificate| certificate.not_after.to_offset_date_time() < end).collect()
}
