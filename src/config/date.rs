//! Dates, which must mean the same time everywhere.

use toml::{de::DeValue, value::Datetime};

use super::Item;
use crate::{diagnostic::Invalid, model::Timestamp};

const EXPECTED: &str = "a date and time with an offset and whole seconds, such as 2026-11-23T00:00:00Z";

/// A point in time.
pub(super) fn timestamp(item: &Item<'_>) -> Option<Timestamp> {
    match item.raw() {
        DeValue::Datetime(date) => item.accept(moment(date)),
        DeValue::String(text) if Timestamp::parse(text).is_ok() => {
            let refusal = Invalid::new("timestamp", "the date is a string", EXPECTED);
            item.refuse(refusal.help("leave out the quotes"));
            None
        }
        DeValue::String(text) => {
            let refusal = Invalid::new("timestamp", format!("{text:?} is not a TOML date"), EXPECTED);
            let is_duration = text.ends_with(['h', 'm', 's', 'd', 'y'])
                && text.trim_end_matches(char::is_alphabetic).bytes().all(|byte| byte.is_ascii_digit());
            let help = if is_duration {
                "write the moment itself, such as 2026-11-23T00:00:00Z: kubemint reads no clock to count from"
            } else if text.bytes().any(|byte| byte.is_ascii_digit()) {
                "write year, month and day in this order, and no quotes: 2026-11-23T00:00:00Z"
            } else {
                "write the day on which the cluster is set up: kubemint reads no clock, so that each run gives the same"
            };
            item.refuse(refusal.help(help));
            None
        }
        DeValue::Integer(_) => {
            let refusal = Invalid::new("timestamp", "a number is not a date", EXPECTED);
            item.refuse(refusal.help("write the date itself; `date -u -d @SECONDS +%FT%TZ` says it"));
            None
        }
        _ => item.mistyped(EXPECTED),
    }
}

/// Refuses dates that mean different times on different machines, or that do not fit into a certificate.
fn moment(date: &Datetime) -> Result<Timestamp, Invalid> {
    let refuse = |what: &str, help: &str| {
        Err(Invalid::new("timestamp", format!("{date} {what}"), EXPECTED).help(help))
    };
    match (date.date, date.time, date.offset) {
        (None, ..) => refuse("is a time without a date", "write date, time and offset"),
        (_, None, _) => refuse("is a date without a time", &format!("write {date}T00:00:00Z")),
        (_, _, None) => refuse("is a local time, which is ambiguous", &format!("write {date}Z if it is UTC")),
        (_, Some(time), _) if time.second.is_none() => refuse("has no seconds", "write them: …:00Z"),
        (_, Some(time), _) if time.second == Some(60) => {
            refuse("is a leap second", "take the second before or after")
        }
        (_, Some(time), _) if time.nanosecond.is_some_and(|fraction| fraction != 0) => {
            refuse("has a fraction of a second", "certificates hold whole seconds: leave it out")
        }
        _ => Timestamp::parse(&date.to_string()),
    }
}
