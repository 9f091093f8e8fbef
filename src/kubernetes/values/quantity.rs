//! Quantities of Kubernetes, such as `500m` or `1.5Gi`.

/// The sign of a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sign {
    Negative,
    Zero,
    Positive,
}

/// Suffixes of decimal and binary multiples (apimachinery, `api/resource/suffix.go`).
const SUFFIXES: [&str; 16] =
    ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/// The sign of a quantity that `resource.ParseQuantity` accepts; `None` if it does not. A quantity has digits,
/// optionally with a decimal point, and a suffix or a decimal exponent (apimachinery, `api/resource/quantity.go`,
/// `parseQuantityString`).
pub(crate) fn quantity(text: &str) -> Option<Sign> {
    let (is_negative, rest) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    let suffix = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let digits = rest.strip_suffix(suffix)?;
    let has_form = digits.matches('.').count() < 2 && digits.bytes().any(|b| b.is_ascii_digit());
    if !has_form || !(SUFFIXES.contains(&suffix) || is_exponent(suffix)) {
        return None;
    }
    if digits.bytes().all(|b| matches!(b, b'0' | b'.')) {
        return Some(Sign::Zero);
    }
    Some(if is_negative { Sign::Negative } else { Sign::Positive })
}

/// `e3`, `E-6`
fn is_exponent(text: &str) -> bool {
    let digits = text.strip_prefix(['e', 'E']).map(|rest| rest.strip_prefix(['-', '+']).unwrap_or(rest));
    digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()) && digits.parse::<i32>().is_ok())
}

/// Whether it is a quantity.
pub(crate) fn is_quantity(text: &str) -> bool {
    quantity(text).is_some()
}

/// Whether it is a quantity that is not negative.
pub(crate) fn is_not_negative_quantity(text: &str) -> bool {
    quantity(text).is_some_and(|sign| sign >= Sign::Zero)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The verdicts of apimachinery 0.37's `resource.ParseQuantity`.
    #[test]
    fn quantities_have_digits_and_a_suffix_or_an_exponent() {
        for good in ["1", "100m", "1.5Gi", ".5", "5.", "+2k", "1e3", "1E3", "2E", "12e-1", "0.1u", "3n"] {
            assert_eq!(quantity(good), Some(Sign::Positive), "{good}");
        }
        assert_eq!(quantity("-1Mi"), Some(Sign::Negative));
        assert_eq!(["0", "0.0Gi", "-0"].map(quantity), [Some(Sign::Zero); 3]);
        for bad in
            ["", ".", "Gi", "1gi", "1GB", "1 Gi", "1KI", "1K", "1.5.5", "--1", "1e", "1e3.5", "ten", "10%"]
        {
            assert_eq!(quantity(bad), None, "{bad}");
        }
    }
}
