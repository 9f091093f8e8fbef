//! Values as Go's standard library reads them, which is what Kubernetes and etcd are written in.

use std::net::IpAddr;

/// Whether `strconv.ParseBool` reads it.
pub(super) fn is_boolean(text: &str) -> bool {
    matches!(text, "1" | "t" | "T" | "TRUE" | "true" | "True" | "0" | "f" | "F" | "FALSE" | "false" | "False")
}

/// What `strconv.ParseInt` with base 0 reads, of whatever size: `0x`, `0o`, `0b` and a leading zero choose the base.
pub(super) fn signed_integer(text: &str) -> Option<i128> {
    match text.strip_prefix('-') {
        Some(rest) => unsigned_integer(rest).map(|value| -value),
        None => unsigned_integer(text.strip_prefix('+').unwrap_or(text)),
    }
}

/// What `strconv.ParseUint` with base 0 reads, of whatever size: no sign.
pub(super) fn unsigned_integer(text: &str) -> Option<i128> {
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

/// Whether `strconv.ParseFloat` reads it, hexadecimal numbers left out.
pub(super) fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok()
}

/// Whether `net.ParseIP` reads it.
pub(super) fn is_address(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}

/// Whether `time.ParseDuration` reads it: `0`, or numbers each with its unit, as `1h30m`, `1.5s`, `-10ms`.
pub(super) fn is_duration(text: &str) -> bool {
    const UNITS: [&str; 8] = ["ns", "us", "µs", "μs", "ms", "s", "m", "h"];
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    let mut parts = 0;
    while !rest.is_empty() {
        let unit_and_on = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let number = rest.strip_suffix(unit_and_on).unwrap_or_default();
        let unit_ends = unit_and_on.find(|c: char| c.is_ascii_digit() || c == '.');
        let (unit, next) =
            unit_and_on.split_at_checked(unit_ends.unwrap_or(unit_and_on.len())).unwrap_or_default();
        let is_number = number.bytes().any(|b| b.is_ascii_digit()) && number.matches('.').count() < 2;
        if !is_number || !UNITS.contains(&unit) {
            return false;
        }
        (rest, parts) = (next, parts + 1);
    }
    parts > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_need_a_unit() {
        for good in ["0", "10s", "1h30m", "1.5h", ".5s", "-10ms", "+1us", "1µs", "24h0m0s", "1.s"] {
            assert!(is_duration(good), "{good}");
        }
        for bad in ["", "10", "10 s", "1d", "s", ".s", "1..5s", "1h30", "--1s", "1S"] {
            assert!(!is_duration(bad), "{bad}");
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
