//! Values as Go's standard library reads them, which is what Kubernetes and etcd are written in.

use std::net::IpAddr;

/// Whether `strconv.ParseBool` reads it.
pub(super) fn is_boolean(text: &str) -> bool {
    matches!(text, "1" | "t" | "T" | "TRUE" | "true" | "True" | "0" | "f" | "F" | "FALSE" | "false" | "False")
}

/// Whether `strconv.ParseInt` with base 0 reads it: `0x`, `0o`, `0b` and a leading zero choose the base, and with
/// those `_` may stand between digits.
pub(super) fn integer(text: &str) -> Option<i128> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let lower = digits.to_ascii_lowercase();
    let prefixes = [("0x", 16), ("0o", 8), ("0b", 2), ("0", 8)];
    let based = prefixes.into_iter().find_map(|(prefix, radix)| {
        let rest = lower.strip_prefix(prefix).filter(|rest| !rest.is_empty())?;
        Some((rest.replace('_', ""), radix))
    });
    let (digits, radix) = based.unwrap_or((lower, 10));
    let plain = digits.bytes().all(|b| b.is_ascii_alphanumeric());
    let value = i128::from_str_radix(&digits, radix).ok().filter(|_| plain)?;
    Some(if is_negative { -value } else { value })
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

    #[test]
    fn integers_may_be_written_in_any_base() {
        for (text, value) in [("0", 0), ("42", 42), ("-0x1f", -31), ("0o17", 15), ("017", 15), ("0b1_0", 2)] {
            assert_eq!(integer(text), Some(value), "{text}");
        }
        for bad in ["", "-", "1.5", "1_000", "ten", "0x", "1 ", "--1", "+-1", "08"] {
            assert_eq!(integer(bad), None, "{bad}");
        }
    }

    #[test]
    fn truth_values_are_not_yes_and_no() {
        assert!(is_boolean("true") && is_boolean("F"));
        assert!(!is_boolean("yes") && !is_boolean("tRUE") && !is_boolean(""));
    }
}
