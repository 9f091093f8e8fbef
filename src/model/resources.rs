//! What a process asks for and is held to: quantities of CPU and memory as Kubernetes writes them.

use serde::{Deserialize, Serialize};

use super::text::readable_text;
use crate::diagnostic::Invalid;

/// `requests` or `limits` of a component.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resources {
    /// Cores.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu: Option<CpuQuantity>,
    /// Bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<MemoryQuantity>,
}

impl Resources {
    /// Nothing is asked for.
    pub const NONE: Self = Self { cpu: None, memory: None };

    /// Whether nothing is asked for.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.cpu.is_none() && self.memory.is_none()
    }
}

/// A quantity of CPU, such as `250m` or `1.5`, of 1m or more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CpuQuantity(String);

/// A quantity of memory, such as `512Mi`, of 1Mi or more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemoryQuantity(String);

readable_text!(CpuQuantity, MemoryQuantity);

/// Thousand-millionths in one.
const NANO: i128 = 1_000_000_000;

/// The least memory with which a process can do anything, in bytes.
const LEAST_MEMORY: i128 = 1 << 20;

impl CpuQuantity {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `quantity`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let expected = "cores, such as \"250m\" or \"1.5\", of \"1m\" or more";
        let nano = nano(text).ok_or_else(|| refused(text, expected).help("m is a thousandth of a core"))?;
        // Kubernetes has none that is finer (`ValidateResourceQuantityValue` rounds, the kubelet counts thousandths).
        if nano < NANO / 1000 || nano % (NANO / 1000) != 0 || nano > i128::from(u32::MAX) * NANO {
            return Err(refused(text, expected).help("write a multiple of \"1m\", a thousandth of a core"));
        }
        Ok(Self(text.to_owned()))
    }

    /// Thousandths of a core.
    #[must_use]
    pub fn millis(&self) -> u64 {
        nano(&self.0).and_then(|nano| u64::try_from(nano / (NANO / 1000)).ok()).unwrap_or_default()
    }
}

impl MemoryQuantity {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `quantity`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let expected = "bytes, such as \"512Mi\" or \"2Gi\", of \"1Mi\" or more";
        let nano = nano(text).ok_or_else(|| {
            let help = match text.trim_end_matches(['B', 'b']) {
                bare if bare != text && nano(bare).is_some() => format!("write {bare:?}"),
                _ => "write Mi for mebibytes and Gi for gibibytes".to_owned(),
            };
            refused(text, expected).help(help)
        })?;
        if nano % NANO != 0 || nano < LEAST_MEMORY * NANO || nano > i128::from(i64::MAX) * NANO {
            let help = match text.strip_suffix('m') {
                Some(number) => format!("m is a thousandth of a byte: write \"{number}Mi\""),
                None => "write Mi for mebibytes and Gi for gibibytes".to_owned(),
            };
            return Err(refused(text, expected).help(help));
        }
        Ok(Self(text.to_owned()))
    }

    /// Bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        nano(&self.0).and_then(|nano| u64::try_from(nano / NANO).ok()).unwrap_or_default()
    }
}

fn refused(text: &str, expected: &'static str) -> Invalid {
    Invalid::new("quantity", format!("{text:?} is not a quantity of it"), expected)
}

/// A quantity in thousand-millionths, rounded up: digits with at most one decimal point, and a suffix or a decimal exponent
/// (apimachinery, `api/resource/quantity.go`, `parseQuantityString`, and `suffix.go`). `None` where it is none, negative or above
/// what any machine has.
fn nano(text: &str) -> Option<i128> {
    let rest = text.strip_prefix('+').unwrap_or(text);
    let suffix = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let digits = rest.strip_suffix(suffix)?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.len() + fraction.len() == 0 || whole.len() + fraction.len() > 18 || fraction.contains('.') {
        return None;
    }
    let number: i128 = format!("{whole}{fraction}").parse().ok()?;
    let places = u32::try_from(fraction.len()).ok()?;
    let scaled = number.checked_mul(factor(suffix)?)?;
    let divisor = 10_i128.checked_pow(places)?;
    Some(scaled / divisor + i128::from(scaled % divisor != 0))
}

/// What a suffix multiplies with, in thousand-millionths.
fn factor(suffix: &str) -> Option<i128> {
    const DECIMAL: [(&str, u32); 10] = [
        ("n", 0),
        ("u", 3),
        ("m", 6),
        ("", 9),
        ("k", 12),
        ("M", 15),
        ("G", 18),
        ("T", 21),
        ("P", 24),
        ("E", 27),
    ];
    const BINARY: [&str; 6] = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    if let Some((_, power)) = DECIMAL.iter().find(|(name, _)| *name == suffix) {
        return 10_i128.checked_pow(*power);
    }
    if let Some(index) = BINARY.iter().position(|name| *name == suffix) {
        return 1024_i128.checked_pow(u32::try_from(index).ok()? + 1)?.checked_mul(NANO);
    }
    let power: i32 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
    10_i128.checked_pow(u32::try_from(power.checked_add(9)?).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values are those of apimachinery 0.37's `resource.ParseQuantity`, `MilliValue` and `Value`.
    #[test]
    fn quantities_are_those_of_kubernetes() {
        for (text, millis) in
            [("250m", 250), ("1.5", 1500), (".5", 500), ("5.", 5000), ("+2", 2000), ("1e3", 1_000_000)]
        {
            assert_eq!(CpuQuantity::parse(text).unwrap().millis(), millis, "{text}");
        }
        for (text, bytes) in [
            ("512Mi", 512 << 20),
            ("1.5Gi", 3 << 29),
            ("2G", 2_000_000_000),
            ("134217728", 128 << 20),
            ("1e9", 1_000_000_000),
            ("12E6", 12_000_000),
            ("1E", 1_000_000_000_000_000_000),
        ] {
            assert_eq!(MemoryQuantity::parse(text).unwrap().bytes(), bytes, "{text}");
        }
    }

    #[test]
    fn others_are_refused() {
        for text in [
            "", ".", "-1", "1gi", "1 Gi", "1K", "1KI", "1.5.5", "--1", "1e", "1e3.5", "ten", "10%", "0",
            "1n", "0.0001",
        ] {
            assert!(CpuQuantity::parse(text).is_err(), "{text}");
        }
        let help = |text: &str| MemoryQuantity::parse(text).unwrap_err().help.unwrap();
        assert_eq!(help("512m"), "m is a thousandth of a byte: write \"512Mi\"");
        assert_eq!(help("512MiB"), "write \"512Mi\"");
        for text in ["512", "1Ki", "0.5", "9Ei", "99999999999999999999"] {
            assert!(MemoryQuantity::parse(text).is_err(), "{text}");
        }
    }
}
