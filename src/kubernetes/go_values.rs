//! Values as Go's standard library parses them, in which Kubernetes and etcd are written.

use std::net::IpAddr;

/// Whether `strconv.ParseBool` accepts it.
pub(crate) fn is_boolean(text: &str) -> bool {
    matches!(text, "1" | "t" | "T" | "TRUE" | "true" | "True" | "0" | "f" | "F" | "FALSE" | "false" | "False")
}

/// Whether `strconv.ParseBool` returns true.
pub(crate) fn is_true(text: &str) -> bool {
    matches!(text, "1" | "t" | "T" | "TRUE" | "true" | "True")
}

/// The result of `strconv.ParseInt` with base 0, of any size: `0x`, `0o`, `0b` and a leading zero select the base.
pub(crate) fn signed_integer(text: &str) -> Option<i128> {
    match text.strip_prefix('-') {
        Some(rest) => unsigned_integer(rest).map(|value| -value),
        None => unsigned_integer(text.strip_prefix('+').unwrap_or(text)),
    }
}

/// The result of `strconv.ParseUint` with base 0, of any size: without a sign.
pub(crate) fn unsigned_integer(text: &str) -> Option<i128> {
    let lower = text.to_ascii_lowercase();
    let prefixes = [("0x", 16), ("0o", 8), ("0b", 2), ("0", 8)];
    let based = prefixes.into_iter().find_map(|(prefix, radix)| Some((lower.strip_prefix(prefix)?, radix)));
    let (digits, radix) = match based {
        Some(("", 8)) if lower == "0" => ("0", 10),
        // The prefix of the base counts as a digit, so `_` may follow it.
        Some((rest, radix)) => (rest.strip_prefix('_').unwrap_or(rest), radix),
        None => (lower.as_str(), 10),
    };
    // Each `_` is between two digits (`underscoreOK`).
    let is_plain = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_alphanumeric());
    let plain = digits.split('_').all(is_plain);
    i128::from_str_radix(&digits.replace('_', ""), radix).ok().filter(|_| plain)
}

/// The result of `strconv.ParseFloat` with this bit size; `None` if the number is out of range.
pub(crate) fn number(text: &str, bits: u32) -> Option<f64> {
    let (is_negative, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) => (text.starts_with('-'), digits),
        None => (false, text),
    };
    let lower = digits.to_ascii_lowercase();
    let value = match lower.as_str() {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => return (digits == text).then_some(f64::NAN),
        _ => {
            let value = match lower.strip_prefix("0x") {
                Some(rest) => hexadecimal(&without_separators(rest, true, true)?)?,
                None => decimal(&without_separators(&lower, false, false)?)?,
            };
            let most = if bits == 32 { f64::from(f32::MAX) } else { f64::MAX };
            Some(value).filter(|value| *value <= most)?
        }
    };
    Some(if is_negative { -value } else { value })
}

/// A number without its `_`, each of which must be between two digits (`strconv.underscoreOK`).
fn without_separators(number: &str, is_hexadecimal: bool, after_digit: bool) -> Option<String> {
    let is_digit = |b: u8| b.is_ascii_digit() || is_hexadecimal && b.is_ascii_hexdigit();
    let mut before = after_digit;
    for (at, byte) in number.bytes().enumerate() {
        let after = number.as_bytes().get(at + 1).is_some_and(|next| is_digit(*next));
        if byte == b'_' && !(before && after) {
            return None;
        }
        before = is_digit(byte);
    }
    Some(number.replace('_', ""))
}

/// `1.5e-3`
fn decimal(text: &str) -> Option<f64> {
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    begins.then(|| text.parse().ok())?
}

/// The number after the `0x` of `0x1.8p-3`.
fn hexadecimal(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.split_once('p')?;
    let is_number = !exponent.trim_start_matches(['+', '-']).is_empty();
    let is_plain = exponent.strip_prefix(['+', '-']).unwrap_or(exponent).bytes().all(|b| b.is_ascii_digit());
    (is_number && is_plain).then_some(())?;
    // An exponent that is too large for Go saturates, in both directions.
    let exponent: i64 =
        exponent.parse().unwrap_or(if exponent.starts_with('-') { -100_000 } else { 100_000 });
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    (!whole.is_empty() || !fraction.is_empty()).then_some(())?;
    let mut value = 0_f64;
    for digit in whole.chars().chain(fraction.chars()) {
        value = value.mul_add(16.0, f64::from(digit.to_digit(16)?));
    }
    let exponent = exponent.clamp(-100_000, 100_000) - 4 * i64::try_from(fraction.len()).ok()?;
    Some(scaled(value, exponent))
}

/// The value times a power of two, in steps if the power itself is out of range.
fn scaled(mut value: f64, mut exponent: i64) -> f64 {
    while exponent != 0 && value != 0.0 && value.is_finite() {
        let step = exponent.clamp(-1000, 1000);
        value *= 2_f64.powi(i32::try_from(step).unwrap_or_default());
        exponent -= step;
    }
    value
}

/// Whether `net.ParseIP` accepts it.
pub(crate) fn is_address(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}

/// The result of `time.ParseDuration`, in nanoseconds: `0`, or numbers with units, such as `1h30m`, `1.5s`, `-10ms`;
/// at most some 292 years.
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

/// The nanoseconds in a unit of `time.ParseDuration`.
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

/// A number of units in nanoseconds; fractions of a nanosecond are dropped.
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

    /// The verdicts of Go 1.26's `time.ParseDuration`.
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

    /// The verdicts of Go 1.26's `strconv.ParseFloat`.
    #[test]
    fn numbers_have_the_range_of_their_bits() {
        assert_eq!(number("1e39", 64), Some(1e39));
        assert_eq!(number("+.5", 32), Some(0.5));
        assert_eq!(number("inf", 32), Some(f64::INFINITY));
        for (bad, bits) in [("1e39", 32), ("1e400", 64), ("-nan", 64), ("", 64), ("1,5", 64), ("0.1 ", 64)] {
            assert_eq!(number(bad, bits), None, "{bad}");
        }
    }

    /// The verdicts of Go 1.26's `strconv.ParseInt(text, 0, 64)`.
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

    /// The verdicts of Go 1.26's `strconv.ParseUint(text, 0, 64)`.
    #[test]
    fn unsigned_integers_have_no_sign() {
        assert_eq!(["0", "1_000", "0x_f"].map(unsigned_integer), [Some(0), Some(1000), Some(15)]);
        assert_eq!(["+1", "-0", "-1", ""].map(unsigned_integer), [None; 4]);
    }

    /// Thousands of texts with Go's verdicts, from tests/conformance/verdicts.
    #[test]
    fn go_and_these_readers_agree() {
        use crate::kubernetes::go_verdicts::hold as verdicts;
        let fits = |value: i128| i64::try_from(value).is_ok();
        verdicts(include_str!("../../tests/conformance/verdicts/floats"), |text| number(text, 64).is_some());
        verdicts(include_str!("../../tests/conformance/verdicts/integers"), |text| {
            signed_integer(text).is_some_and(fits)
        });
        verdicts(include_str!("../../tests/conformance/verdicts/durations"), |text| duration(text).is_some());
    }

    #[test]
    fn hexadecimal_numbers_have_their_value() {
        for (text, value) in
            [("0x1p-2", 0.25), ("-0X1.8p1", -3.0), ("0x_fp0", 15.0), ("1_000.5", 1000.5), ("0x.8p1", 1.0)]
        {
            assert_eq!(number(text, 64), Some(value), "{text}");
        }
    }

    #[test]
    fn truth_values_are_not_yes_and_no() {
        assert!(is_boolean("true") && is_boolean("F"));
        assert!(!is_boolean("yes") && !is_boolean("tRUE") && !is_boolean(""));
    }
}
