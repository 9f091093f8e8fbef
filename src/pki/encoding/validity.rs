//! The validity of a certificate (RFC 5280 section 4.1.2.5).

use der::{EncodeValue, FixedTag, Tag, asn1::Any};

use crate::model::Timestamp;

/// The first year that UTCTime cannot express.
const GENERALIZED_TIME_FROM: i32 = 2050;

/// The first and the last second of a certificate's validity. The crate's own type begins in 1970.
#[derive(EncodeValue)]
pub(super) struct Validity {
    not_before: Any,
    not_after: Any,
}

impl FixedTag for Validity {
    const TAG: Tag = Tag::Sequence;
}

impl Validity {
    pub(super) fn new(not_before: Timestamp, not_after: Timestamp) -> der::Result<Self> {
        Ok(Self { not_before: time(not_before)?, not_after: time(not_after)? })
    }
}

/// UTCTime, whose year has two digits, as long as it can express the year; then GeneralizedTime.
fn time(moment: Timestamp) -> der::Result<Any> {
    let moment = moment.to_offset_date_time();
    let (year, month, day) = moment.to_calendar_date();
    let (hour, minute, second) = moment.to_hms();
    let (tag, year) = if year < GENERALIZED_TIME_FROM {
        (Tag::UtcTime, format!("{:02}", year % 100))
    } else {
        (Tag::GeneralizedTime, format!("{year:04}"))
    };
    let text = format!("{year}{:02}{day:02}{hour:02}{minute:02}{second:02}Z", u8::from(month));
    Any::new(tag, text.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_digits_of_the_year_to_2049_and_four_from_2050() {
        for (moment, tag, text) in [
            ("1950-01-01T00:00:00Z", Tag::UtcTime, "500101000000Z"),
            ("1969-12-31T23:59:59Z", Tag::UtcTime, "691231235959Z"),
            ("2009-08-07T06:05:04Z", Tag::UtcTime, "090807060504Z"),
            ("2049-12-31T23:59:59Z", Tag::UtcTime, "491231235959Z"),
            ("2050-01-01T00:00:00Z", Tag::GeneralizedTime, "20500101000000Z"),
            ("9999-12-31T23:59:59Z", Tag::GeneralizedTime, "99991231235959Z"),
        ] {
            let expected = Any::new(tag, text.as_bytes()).unwrap();
            assert_eq!(time(Timestamp::parse(moment).unwrap()).unwrap(), expected);
        }
    }
}
