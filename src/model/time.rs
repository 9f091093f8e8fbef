//! Points and spans of time. kubemint never reads a clock: all of them come from cluster.toml.

use time::{Date, Duration, Month, OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

use crate::diagnostic::Invalid;

/// A time in UTC, in whole seconds, in the years 1970 to 9999: RFC 5280 begins in 1950, clocks and the encoder in 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(OffsetDateTime);

impl Timestamp {
    /// Parses an RFC 3339 date and time with an offset, such as `2026-11-23T00:00:00Z`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `timestamp` if `text` has no offset, has a fraction of a second, or is outside these
    /// years.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let refuse = |message: String| {
            Invalid::new(
                "timestamp",
                message,
                "an RFC 3339 date and time with an offset and whole seconds, such as 2026-11-23T00:00:00Z",
            )
            .help("take the day on which the cluster is set up, or one before")
        };
        let moment = OffsetDateTime::parse(text, &Rfc3339)
            .map_err(|_| refuse(format!("{text} is not a date and time with an offset")))?
            // With an offset, a time in the first hours of the year 10000 UTC can be written, which `time` cannot
            // represent.
            .checked_to_offset(UtcOffset::UTC)
            .ok_or_else(|| refuse(format!("{text} is outside the years 1970 to 9999")))?;
        if moment.nanosecond() != 0 {
            return Err(refuse(format!("{text} has a fraction of a second")));
        }
        Self::from_utc(moment).ok_or_else(|| refuse(format!("{text} is outside the years 1970 to 9999")))
    }

    /// From a time in UTC; `None` outside the years, or if it has a fraction of a second.
    #[must_use]
    pub fn from_utc(moment: OffsetDateTime) -> Option<Self> {
        ((1970..=9999).contains(&moment.year()) && moment.nanosecond() == 0).then_some(Self(moment))
    }

    /// The same as the `time` crate's type, in UTC.
    #[must_use]
    pub const fn to_offset_date_time(self) -> OffsetDateTime {
        self.0
    }

    /// The end of a validity that begins here: `validity` later, minus one second, since both ends belong to a
    /// certificate's validity (RFC 5280 section 4.1.2.5). `None` after 9999-12-31T23:59:59Z, which is the end of a
    /// certificate without one ("no well-defined expiration date", same section).
    #[must_use]
    pub fn end_of(self, validity: Validity) -> Option<Self> {
        let end = match validity {
            // The time `hours` later can be in the year 10000, so the second is subtracted first.
            Validity::Hours(hours) => {
                self.0.checked_add(Duration::hours(i64::from(hours)).checked_sub(Duration::SECOND)?)
            }
            Validity::Years(years) if self.0 == midnight_of_new_year(self.0.year())? => {
                let last = self.0.year().checked_add(i32::from(years))?.checked_sub(1)?;
                let day = Date::from_calendar_date(last, Month::December, 31).ok()?;
                Some(day.with_hms(23, 59, 59).ok()?.assume_utc())
            }
            Validity::Years(_) => self.shifted(validity)?.checked_sub(Duration::SECOND),
        };
        Self::from_utc(end?)
    }

    /// The time `span` later; `None` after the year 9999.
    #[must_use]
    pub fn after(self, span: Validity) -> Option<Self> {
        self.shifted(span).and_then(Self::from_utc)
    }

    fn shifted(self, span: Validity) -> Option<OffsetDateTime> {
        match span {
            Validity::Years(years) => {
                let year = self.0.year().checked_add(i32::from(years))?;
                // 29 February does not exist in most years; the validity then ends with 28 February.
                self.0
                    .replace_year(year)
                    .or_else(|_| self.0.replace_day(28).and_then(|d| d.replace_year(year)))
                    .ok()
            }
            Validity::Hours(hours) => self.0.checked_add(Duration::hours(i64::from(hours))),
        }
    }
}

/// 1 January, 00:00:00 UTC.
fn midnight_of_new_year(year: i32) -> Option<OffsetDateTime> {
    Some(Date::from_calendar_date(year, Month::January, 1).ok()?.midnight().assume_utc())
}

/// How to correct a text that is almost a span of time.
fn advice(text: &str) -> String {
    let text = text.trim().to_ascii_lowercase();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits).unwrap_or_default();
    let Ok(number) = number.parse::<u32>() else {
        return "write a number and its unit, such as \"10y\", \"365d\" or \"8760h\"".to_owned();
    };
    match unit.trim() {
        _ if number == 0 => "write a number above 0".to_owned(),
        "" => {
            format!("add the unit: \"{number}d\" is so many days, \"{number}h\" hours, \"{number}y\" years")
        }
        "y" | "yr" | "yrs" | "year" | "years" | "a" => format!("write \"{number}y\""),
        "d" | "day" | "days" => format!("write \"{number}d\""),
        "h" | "hr" | "hrs" | "hour" | "hours" | "h0m0s" | "h0m" => format!("write \"{number}h\""),
        "w" | "week" | "weeks" => format!("write days: \"{}d\"", number.saturating_mul(7)),
        "mo" | "month" | "months" if number % 12 == 0 => format!("write years: \"{}y\"", number / 12),
        "mo" | "month" | "months" => {
            format!("write days: \"{}d\" for months of 30 days", number.saturating_mul(30))
        }
        _ => "write one unit of years (y), days (d) or hours (h), such as \"10y\"".to_owned(),
    }
}

impl std::fmt::Display for Timestamp {
    /// Formats `2026-11-23T00:00:00Z`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (date, time) = (self.0.date(), self.0.time());
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            date.year(),
            u8::from(date.month()),
            date.day(),
            time.hour(),
            time.minute(),
            time.second()
        )
    }
}

/// How long a certificate is valid; never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Validity {
    /// Calendar years, written `10y`.
    Years(u16),
    /// Hours, written `8760h`, or `365d` as days of 24 hours.
    Hours(u32),
}

impl Validity {
    /// Parses a number and its unit: `10y`, `365d` or `8760h`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `validity` if `text` is not such a span, or an empty one.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let refuse = || {
            Invalid::new(
                "validity",
                format!("{text:?} is not a validity"),
                "a whole number above 0 and its unit: y, d or h, such as \"10y\"",
            )
            .help(advice(text))
        };
        let split = text.len().checked_sub(1).and_then(|at| text.split_at_checked(at));
        let (number, unit) = split.ok_or_else(refuse)?;
        if !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(refuse());
        }
        let number: u32 = number.parse().map_err(|_| refuse())?;
        match unit {
            _ if number == 0 => Err(refuse()),
            "y" => u16::try_from(number).map(Self::Years).map_err(|_| refuse()),
            "d" => number.checked_mul(24).map(Self::Hours).ok_or_else(refuse),
            "h" => Ok(Self::Hours(number)),
            _ => Err(refuse()),
        }
    }

    /// The longest time that Go's `time.Duration` can represent, in whole hours: it counts nanoseconds in an int64,
    /// some 292 years, and `time.ParseDuration` refuses more (Go 1.25, src/time/format.go and time.go).
    pub const LONGEST_GO_DURATION_HOURS: u64 = i64::MAX.unsigned_abs() / 3_600_000_000_000;

    /// The span in hours, with 365 days a year, as `--cluster-signing-duration` takes it.
    #[must_use]
    pub fn hours(self) -> u64 {
        match self {
            Self::Years(years) => u64::from(years) * 365 * 24,
            Self::Hours(hours) => u64::from(hours),
        }
    }
}

impl std::fmt::Display for Validity {
    /// Formats `10y` or `8760h`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Years(years) => write!(f, "{years}y"),
            Self::Hours(hours) => write!(f, "{hours}h"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(from: &str, validity: &str) -> Option<String> {
        Timestamp::parse(from).unwrap().end_of(Validity::parse(validity).unwrap()).map(|t| t.to_string())
    }

    #[test]
    fn a_validity_includes_its_last_second() {
        assert_eq!(end("2026-11-23T00:00:00Z", "1y").unwrap(), "2027-11-22T23:59:59Z");
        assert_eq!(end("2024-02-29T00:00:00Z", "1y").unwrap(), "2025-02-27T23:59:59Z");
        assert_eq!(end("2026-11-23T00:00:00Z", "90d").unwrap(), "2027-02-20T23:59:59Z");
        assert_eq!(end("2026-11-23T00:00:00Z", "7974y"), None);
        assert_eq!(end("2026-01-01T00:00:00Z", "1y").unwrap(), "2026-12-31T23:59:59Z");
    }

    #[test]
    fn the_last_second_of_the_year_9999_is_an_end_and_the_next_is_none() {
        for (from, validity) in [
            ("2026-01-01T00:00:00Z", "7974y"),
            ("9999-12-31T00:00:00Z", "1d"),
            ("9999-12-31T23:00:00Z", "1h"),
            ("9999-01-01T00:00:00Z", "1y"),
            ("9600-01-01T00:00:00Z", "146097d"),
        ] {
            assert_eq!(end(from, validity).as_deref(), Some("9999-12-31T23:59:59Z"), "{from} {validity}");
        }
        for (from, validity) in [
            ("2026-01-01T00:00:01Z", "7974y"),
            ("2026-01-01T00:00:00Z", "7975y"),
            ("9999-12-31T23:00:01Z", "1h"),
            ("9999-12-31T23:59:59Z", "65535y"),
            ("9999-12-31T23:59:59Z", "4294967295h"),
        ] {
            assert_eq!(end(from, validity), None, "{from} {validity}");
        }
    }

    #[test]
    fn reads_only_whole_seconds_with_an_offset() {
        assert_eq!(
            Timestamp::parse("2026-11-23T02:00:00+02:00").unwrap().to_string(),
            "2026-11-23T00:00:00Z"
        );
        for bad in [
            "2026-11-23",
            "2026-11-23T00:00:00",
            "2026-11-23T00:00:00.5Z",
            "1969-12-31T23:59:59Z",
            "9999-12-31T23:59:59-01:00",
        ] {
            assert!(Timestamp::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn refuses_spans_without_number_or_unit() {
        for bad in ["", "y", "0y", "1", "1w", "-1y", "+1y", "1.5y", "65536y", "1yy", "1ä"] {
            assert!(Validity::parse(bad).is_err(), "{bad}");
        }
    }
}
