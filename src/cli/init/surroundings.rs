//! The clock and the system's randomness, which no other command reads.

use base16ct::lower::encode_string;
use time::{Duration, OffsetDateTime, Time};
use zeroize::Zeroizing;

use crate::{cli::CliError, model::Timestamp};

/// Bytes from the operating system's random number generator, erased from memory when dropped.
#[expect(clippy::disallowed_methods, reason = "a new cluster's seed and id")]
pub fn random_bytes<const N: usize>() -> Result<Zeroizing<[u8; N]>, CliError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice())
        .map_err(|error| CliError::system(format!("no randomness: {error}")))?;
    Ok(bytes)
}

/// 128 random bits as 32 digits: the ID of a new cluster.
pub fn random_hex() -> Result<String, CliError> {
    Ok(encode_string(random_bytes::<16>()?.as_slice()))
}

/// The last midnight in UTC: certificates are valid before they are first used, even if a machine's clock is slow.
pub fn midnight_today() -> Result<Timestamp, CliError> {
    midnight(Duration::ZERO)
}

/// The first midnight that is at least a day away: until then, the workers of a new cluster can join.
pub fn midnight_tomorrow_after_a_day() -> Result<Timestamp, CliError> {
    midnight(Duration::days(2))
}

#[expect(clippy::disallowed_methods, reason = "a new cluster's dates")]
fn midnight(from_now: Duration) -> Result<Timestamp, CliError> {
    let day = OffsetDateTime::now_utc().saturating_add(from_now).replace_time(Time::MIDNIGHT);
    Timestamp::from_utc(day).ok_or_else(|| CliError::system(format!("the clock says {day}")))
}
