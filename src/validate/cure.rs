//! Corrections for values that a component refuses: units of other programs, OpenSSL's names, spaces.

use std::fmt::Write as _;

/// The first correction of `value` that `accepts` returns true for, if there is one.
pub(super) fn meant(name: &str, value: &str, accepts: impl Fn(&str) -> bool) -> Option<String> {
    let spelled = spellings(name, value).into_iter().find(|other| other != value && accepts(other));
    spelled.or_else(|| {
        let items: Vec<&str> = value.split(',').map(str::trim).filter(|item| !item.is_empty()).collect();
        let each = |item: &&str| tls_name(item).unwrap_or_else(|| (*item).to_owned());
        let joined = items.iter().map(each).collect::<Vec<_>>().join(",");
        (joined != value && accepts(&joined)).then_some(joined)
    })
}

/// The help that suggests it.
pub(super) fn help(meant: Option<String>, otherwise: &str) -> String {
    meant.map_or_else(|| otherwise.to_owned(), |meant| format!("write {meant:?}"))
}

fn spellings(name: &str, value: &str) -> Vec<String> {
    let plain: String = value.chars().filter(|c| !c.is_whitespace() && *c != '_').collect();
    let lower = plain.to_ascii_lowercase();
    let word = match lower.as_str() {
        "yes" | "on" | "enabled" => Some("true".to_owned()),
        "no" | "off" | "disabled" => Some("false".to_owned()),
        _ => None,
    };
    let all = [
        word,
        Some(plain.clone()),
        tls_name(&plain),
        duration(&lower),
        quantity(&plain),
        bare_number(name, &lower),
    ];
    all.into_iter().flatten().collect()
}

/// Go's name for a TLS version or cipher suite, from OpenSSL's or etcd's name.
fn tls_name(value: &str) -> Option<String> {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let letters: String = value.chars().filter(char::is_ascii_alphabetic).collect();
    if matches!(digits.as_str(), "10" | "11" | "12" | "13")
        && ["", "tls", "tlsv"].contains(&letters.to_ascii_lowercase().as_str())
    {
        return Some(format!("VersionTLS{digits}"));
    }
    let (exchange, rest) = value.split_once('-')?;
    let (signature, cipher) = rest.split_once('-')?;
    let is_suite = exchange == "ECDHE" && ["RSA", "ECDSA"].contains(&signature);
    let cipher = match cipher {
        "CHACHA20-POLY1305" => "CHACHA20_POLY1305_SHA256".to_owned(),
        cipher => cipher.replace('-', "_").replace("AES128", "AES_128").replace("AES256", "AES_256"),
    };
    is_suite.then(|| format!("TLS_ECDHE_{signature}_WITH_{cipher}"))
}

/// A duration in Go's syntax, from days, words and a last number without its unit.
fn duration(value: &str) -> Option<String> {
    const UNITS: [(&[&str], &str, u64); 6] = [
        (&["ms", "millis", "milliseconds"], "ms", 1),
        (&["s", "sec", "secs", "second", "seconds"], "s", 1),
        (&["m", "min", "mins", "minute", "minutes"], "m", 1),
        (&["h", "hr", "hrs", "hour", "hours"], "h", 1),
        (&["d", "day", "days"], "h", 24),
        (&["w", "week", "weeks"], "h", 168),
    ];
    let mut text = String::new();
    let mut rest = value;
    let mut next = "s";
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, after) = rest.split_at_checked(digits)?;
        let word = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (word, after) = after.split_at_checked(word)?;
        let number: u64 = number.parse().ok()?;
        let (unit, times) = match UNITS.iter().find(|(words, ..)| words.contains(&word)) {
            Some((_, unit, times)) => (*unit, *times),
            None if word.is_empty() => (next, 1),
            None => return None,
        };
        let _ = write!(text, "{}{unit}", number.checked_mul(times)?);
        next = if unit == "h" { "m" } else { "s" };
        rest = after;
    }
    Some(text)
}

/// A Kubernetes quantity, which has no `B` for bytes, and `k` for a thousand.
fn quantity(value: &str) -> Option<String> {
    let digits = value.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = value.split_at_checked(digits)?;
    let unit = match unit.trim_end_matches(['B', 'b']) {
        "" => "",
        "k" | "K" => "k",
        "m" | "M" => "M",
        "g" | "G" => "G",
        "t" | "T" => "T",
        "ki" | "Ki" | "KI" | "kI" => "Ki",
        "mi" | "Mi" | "MI" => "Mi",
        "gi" | "Gi" | "GI" => "Gi",
        "ti" | "Ti" | "TI" => "Ti",
        _ => return None,
    };
    Some(format!("{number}{unit}"))
}

/// An integer without the unit that its flag implies: bytes, or the suffix of its name.
fn bare_number(name: &str, value: &str) -> Option<String> {
    let digits = value.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = value.split_at_checked(digits)?;
    let bytes: u64 = match unit.trim_end_matches('b') {
        "ki" => 1 << 10,
        "mi" => 1 << 20,
        "gi" => 1 << 30,
        "k" => 1_000,
        "m" => 1_000_000,
        "g" => 1_000_000_000,
        _ => 1,
    };
    let counts_milliseconds = ["heartbeat-interval", "election-timeout"].contains(&name);
    let is_its_unit = match unit {
        "s" | "sec" | "seconds" => name.ends_with("seconds"),
        "ms" => counts_milliseconds,
        "%" => name.ends_with("percent"),
        _ => name.ends_with("bytes") && (bytes > 1 || unit == "b"),
    };
    let number = number.parse::<u64>().ok()?.checked_mul(if name.ends_with("bytes") { bytes } else { 1 })?;
    is_its_unit.then(|| number.to_string())
}

/// Removed admission plugins: the minor that removed them, and their replacement.
const GONE: [(&str, &str); 3] = [
    (
        "PodSecurityPolicy",
        "PodSecurityPolicy went with Kubernetes 1.25: take it out; PodSecurity, which is on by default, is in its place",
    ),
    (
        "SecurityContextDeny",
        "SecurityContextDeny went with Kubernetes 1.30: take it out; PodSecurity, which is on by default, is in its place",
    ),
    (
        "DenyEscalatingExec",
        "DenyEscalatingExec went with Kubernetes 1.21: take it out; PodSecurity, which is on by default, is in its place",
    ),
];

/// The replacement of a word that its component no longer knows.
pub(super) fn gone(value: &str) -> Option<&'static str> {
    let row = GONE.iter().find(|(name, _)| value.split(',').any(|item| item.trim() == *name));
    row.map(|(_, help)| *help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kubernetes::FlagKind;

    fn of(kind: FlagKind, name: &str, value: &str) -> Option<String> {
        meant(name, value, |other| kind.accepts(other))
    }

    #[test]
    fn other_programs_units_become_go_durations() {
        for (value, expected) in [
            ("1h30", "1h30m"),
            ("1m30", "1m30s"),
            ("2d", "48h"),
            ("1 min", "1m"),
            ("30", "30s"),
            ("1w", "168h"),
            ("5 minutes", "5m"),
        ] {
            assert_eq!(of(FlagKind::Duration, "event-ttl", value).as_deref(), Some(expected));
        }
        for value in ["", "soon", "1y", "18446744073709551615d", "2026-11-23"] {
            assert_eq!(of(FlagKind::Duration, "event-ttl", value), None, "{value}");
        }
    }

    #[test]
    fn bytes_lose_their_b_and_numbers_their_unit() {
        for (value, expected) in [("200MB", "200M"), ("200MiB", "200Mi"), ("1gb", "1G"), ("64KB", "64k")] {
            assert_eq!(of(FlagKind::Quantity, "x", value).as_deref(), Some(expected));
        }
        let whole = FlagKind::Integer { bits: 64, is_signed: true };
        assert_eq!(of(whole, "quota-backend-bytes", "8GiB").as_deref(), Some("8589934592"));
        assert_eq!(of(whole, "quota-backend-bytes", "8GB").as_deref(), Some("8000000000"));
        assert_eq!(of(whole, "heartbeat-interval", "100ms").as_deref(), Some("100"));
        assert_eq!(of(whole, "heartbeat-interval", "1s"), None, "it counts milliseconds");
        assert_eq!(of(whole, "default-not-ready-toleration-seconds", "30s").as_deref(), Some("30"));
    }

    #[test]
    fn suites_and_versions_of_tls_have_names_of_go() {
        for (value, expected) in [
            ("TLSv1.2", "VersionTLS12"),
            ("1.3", "VersionTLS13"),
            ("ECDHE-RSA-AES128-GCM-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
            (
                "ECDHE-ECDSA-CHACHA20-POLY1305, ECDHE-RSA-AES256-GCM-SHA384",
                "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            ),
        ] {
            assert_eq!(meant("x", value, |other| other == expected).as_deref(), Some(expected));
        }
    }
}
