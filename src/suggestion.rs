//! Suggests the known name that somebody probably meant.

/// The longest name, in bytes, for which to look for a suggestion.
const LONGEST: usize = 200;

/// Prefixes that change a word into its opposite or counterpart.
const PREFIXES: [&str; 12] =
    ["in", "un", "non", "no", "dis", "de", "pre", "post", "re", "sub", "over", "under"];

/// The known name of which `name` is probably a misspelling; `None` if the two could mean different things. Of
/// equally similar names, the first.
///
/// A wrong suggestion is worse than none: `insecure-port` is not `secure-port`, `basic-auth-file` is not
/// `token-auth-file`, and `max-x` is not `min-x`. So names with the same number of words are compared word by word.
pub(crate) fn suggestion<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    // Comparing long texts is slow, and no known name is that long.
    if name.len() > LONGEST {
        return None;
    }
    known
        .filter_map(|candidate| Some((distance(name, candidate)?, candidate)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The number of insertions, deletions, replacements and swaps between two names; `None` where they are too far apart.
fn distance(name: &str, candidate: &str) -> Option<usize> {
    let (name, candidate) = (words(name), words(candidate));
    if name.is_empty() {
        return None;
    }
    if name.concat() == candidate.concat() {
        return Some(0);
    }
    if name.len() == candidate.len() {
        let each = name.iter().zip(&candidate).map(|(a, b)| between_words(a, b));
        let total: usize = each.sum::<Option<usize>>()?;
        let most = name.concat().chars().count().div_ceil(4).min(4);
        return Some(total).filter(|total| *total <= most);
    }
    // One word too many or too few, or a missing separator.
    let whole = strsim::damerau_levenshtein(&name.concat(), &candidate.concat());
    let most = if name.concat().chars().count() >= 8 { 2 } else { 1 };
    Some(whole).filter(|whole| *whole <= most && !differ_in_digits(&name.concat(), &candidate.concat()))
}

/// The words of a name in lower case, whatever separates them: `secure-port`, `secure_port`, `securePort`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_small = false;
    for c in name.chars() {
        let begins = after_small && c.is_ascii_uppercase();
        if (begins || !c.is_alphanumeric()) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        after_small = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

fn between_words(a: &str, b: &str) -> Option<usize> {
    let is_opposite =
        |long: &str, short: &str| long.strip_suffix(short).is_some_and(|prefix| PREFIXES.contains(&prefix));
    if is_opposite(a, b) || is_opposite(b, a) || differ_in_digits(a, b) {
        return None;
    }
    // `avail` for `available`.
    if a.len() >= 4 && b.starts_with(a) {
        return Some(usize::from(a != b));
    }
    let distance = strsim::damerau_levenshtein(a, b);
    let most = match a.chars().count().min(b.chars().count()) {
        0..=2 => 0,
        3..=5 => 1,
        6..=8 => 2,
        _ => 3,
    };
    Some(distance).filter(|distance| *distance <= most)
}

/// `ipv4` and `ipv6`, `rsa-2048` and `rsa-4096` are different things.
fn differ_in_digits(a: &str, b: &str) -> bool {
    // Sorted, since two swapped digits are a misspelling.
    let digits = |text: &str| {
        let mut digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
        digits.sort_unstable();
        digits
    };
    digits(a) != digits(b) && !digits(a).is_empty() && !digits(b).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_fingers_is_answered_with_what_was_meant() {
        for (name, known) in [
            ("secure_port", "secure-port"),
            ("securePort", "secure-port"),
            ("tls-cert-fiel", "tls-cert-file"),
            ("serivce_cidr", "service_cidr"),
            ("nmae", "name"),
            ("endpiont", "endpoint"),
            ("extra_arg", "extra_args"),
            ("apiServer", "apiserver"),
            ("api_server", "apiserver"),
            ("workers", "worker"),
            ("enable-admission-plugin", "enable-admission-plugins"),
            ("maxpods", "maxPods"),
            ("memory.avail", "memory.available"),
            ("TLS_AES_128_GCM_SHA265", "TLS_AES_128_GCM_SHA256"),
        ] {
            assert_eq!(suggestion(name, [known].into_iter()), Some(known), "{name}");
        }
    }

    #[test]
    fn what_may_mean_something_else_is_answered_with_nothing() {
        for (name, known) in [
            ("insecure-port", "secure-port"),
            ("basic-auth-file", "token-auth-file"),
            ("min-request-timeout", "max-request-timeout"),
            ("node_mask_ipv6", "node_mask_ipv4"),
            ("not_after", "not_before"),
            ("rsa-1024", "rsa-2048"),
            ("disable-admission-plugins", "enable-admission-plugins"),
            ("pod_cidr", "service_cidr"),
            ("ip", "id"),
            ("", "a"),
        ] {
            assert_eq!(suggestion(name, [known].into_iter()), None, "{name}");
        }
    }
}
