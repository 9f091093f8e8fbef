//! Values as Go's standard library reads them, which is what Kubernetes and etcd are written in.

use std::net::IpAddr;

/// Whether `strconv.ParseBool` reads it.
pub(crate) fn is_boolean(text: &str) -> bool {
    matches!(text, "1" | "t" | "T" | "TRUE" | "true" | "True" | "0" | "f" | "F" | "FALSE" | "false" | "False")
}

/// Whether `strconv.ParseBool` reads it as true.
pub(crate) fn is_true(text: &str) -> bool {
    matches!(text, "1" | "t" | "T" | "TRUE" | "true" | "True")
}

/// What `strconv.ParseInt` with base 0 reads, of whatever size: `0x`, `0o`, `0b` and a leading zero choose the base.
pub(crate) fn signed_integer(text: &str) -> Option<i128> {
    match text.strip_prefix('-') {
        Some(rest) => unsigned_integer(rest).map(|value| -value),
        None => unsigned_integer(text.strip_prefix('+').unwrap_or(text)),
    }
}

/// What `strconv.ParseUint` with base 0 reads, of whatever size: no sign.
pub(crate) fn unsigned_integer(text: &str) -> Option<i128> {
    let lower = text.to_ascii_lowercase();
    let prefixes = [("0x", 16), ("0o", 8), ("0b", 2), ("0", 8)];
    let based = prefixes.into_iter().find_map(|(prefix, radix)| Some((lower.strip_prefix(prefix)?, radix)));
    let (digits, radix) = match based {
        Some(("", 8)) if lower == "0" => ("0", 10),
        // The base's mark counts as a digit: `_` may stand after it.
        Some((rest, radix)) => (rest.strip_prefix('_').unwrap_or(rest), radix),
        None => (lower.as_str(), 10),
    };
    // Each `_` between two digits (`underscoreOK`).
    let is_plain = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_alphanumeric());
    let plain = digits.split('_').all(is_plain);
    i128::from_str_radix(&digits.replace('_', ""), radix).ok().filter(|_| plain)
}

/// What `strconv.ParseFloat` reads for a number of so many bits, hexadecimal numbers left out; nothing where the number
/// is out of their range.
pub(crate) fn number(text: &str, bits: u32) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let value: f64 = text.parse().ok()?;
    if digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        let most = if bits == 32 { f64::from(f32::MAX) } else { f64::MAX };
        return (value.abs() <= most).then_some(value);
    }
    // `inf`, `infinity` and `nan`, of which the last has no sign.
    (!value.is_nan() || digits == text).then_some(value)
}

/// Whether `net.ParseIP` reads it.
pub(crate) fn is_address(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}

/// What `time.ParseDuration` reads, in nanoseconds: `0`, or numbers each with its unit, as `1h30m`, `1.5s`, `-10ms`; at
/// most some 292 years.
pub(crate) fn duration(text: &str) -> Option<i64> {
    let (is_negative, mut rest) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total = 0_u64;
    while !rest.is_empty() {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let number = rest.strip_suffix(after)?;
        let ends = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let (unit, next) = after.split_at_checked(ends)?;
        total = total.checked_add(part(number, nanoseconds(unit)?)?).filter(|total| *total <= 1 << 63)?;
        rest = next;
    }
    if is_negative { 0_i64.checked_sub_unsigned(total) } else { i64::try_from(total).ok() }
}

/// The nanoseconds of a unit of `time.ParseDuration`.
fn nanoseconds(unit: &str) -> Option<u64> {
    Some(match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    })
}

/// A number of units in nanoseconds; what is smaller than one is cut off.
fn part(number: &str, unit: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !is_digits(fraction) {
        return None;
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let mut nanoseconds = whole.checked_mul(unit)?;
    let mut place = unit;
    for digit in fraction.bytes() {
        place /= 10;
        nanoseconds = nanoseconds.checked_add(u64::from(digit - b'0').checked_mul(place)?)?;
    }
    Some(nanoseconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_need_a_unit() {
        for good in ["0", "10s", "1h30m", "1.5h", ".5s", "-10ms", "+1us", "1µs", "24h0m0s", "1.s"] {
            assert!(duration(good).is_some(), "{good}");
        }
        for bad in ["", "10", "10 s", "1d", "s", ".s", "1..5s", "1h30", "--1s", "1S"] {
            assert_eq!(duration(bad), None, "{bad}");
        }
    }

    /// What Go 1.26's `time.ParseDuration` says of each.
    #[test]
    fn durations_have_a_range() {
        assert_eq!(duration("1h30m"), Some(5_400_000_000_000));
        assert_eq!(duration("-1.5s"), Some(-1_500_000_000));
        assert_eq!(duration("2562047h47m16.854775807s"), Some(i64::MAX));
        assert_eq!(duration("-2562047h47m16.854775808s"), Some(i64::MIN));
        for bad in ["2562047h47m16.854775808s", "3000000h", "99999999999999999999s", "-9999999h"] {
            assert_eq!(duration(bad), None, "{bad}");
        }
    }

    /// What Go 1.26's `strconv.ParseFloat` says of each.
    #[test]
    fn numbers_have_the_range_of_their_bits() {
        assert_eq!(number("1e39", 64), Some(1e39));
        assert_eq!(number("+.5", 32), Some(0.5));
        assert_eq!(number("inf", 32), Some(f64::INFINITY));
        for (bad, bits) in [("1e39", 32), ("1e400", 64), ("-nan", 64), ("", 64), ("1,5", 64), ("0.1 ", 64)] {
            assert_eq!(number(bad, bits), None, "{bad}");
        }
    }

    /// What Go 1.26's `strconv.ParseInt(text, 0, 64)` says of each.
    #[test]
    fn integers_may_be_written_in_any_base_with_underscores_between_digits() {
        for (text, value) in [
            ("0", 0),
            ("42", 42),
            ("+42", 42),
            ("-42", -42),
            ("-0x1f", -31),
            ("0X1F", 31),
            ("0o17", 15),
            ("0O17", 15),
            ("017", 15),
            ("0b1_0", 2),
            ("0B10", 2),
            ("1_000", 1000),
            ("10_00_0", 10_000),
            ("0x_1f", 31),
            ("0_17", 15),
            ("0o_17", 15),
            ("0b_1", 1),
            ("-1_000", -1000),
            ("+1_000", 1000),
            ("00", 0),
            ("007", 7),
            ("0_0", 0),
            ("9223372036854775807", i128::from(i64::MAX)),
            ("-9223372036854775808", i128::from(i64::MIN)),
        ] {
            assert_eq!(signed_integer(text), Some(value), "{text}");
        }
        for bad in [
            "", "-", "+", "_", "_1", "1_", "1__0", "0x1__0", "0x1_", "0x_", "0x", "0o", "0b", "0_", "0__1",
            "0_8", "08", "0b2", "0o8", "1.5", "ten", "1 ", " 1", "--1", "+-1", "-+1", "- 1", "0x-1", "0x+1",
            "_0x1", "0_x1", "1e3", "\u{ff10}", "0x1_g",
        ] {
            assert_eq!(signed_integer(bad), None, "{bad}");
        }
    }

    /// What Go 1.26's `strconv.ParseUint(text, 0, 64)` says of each.
    #[test]
    fn unsigned_integers_have_no_sign() {
        assert_eq!(["0", "1_000", "0x_f"].map(unsigned_integer), [Some(0), Some(1000), Some(15)]);
        assert_eq!(["+1", "-0", "-1", ""].map(unsigned_integer), [None; 4]);
    }

    #[test]
    fn truth_values_are_not_yes_and_no() {
        assert!(is_boolean("true") && is_boolean("F"));
        assert!(!is_boolean("yes") && !is_boolean("tRUE") && !is_boolean(""));
    }
}
