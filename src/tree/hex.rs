//! Digests as text.

use super::Digest;

/// Lower-case hexadecimal digits, two per byte.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or_default();
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 0xf));
    }
    text
}

/// A digest of 64 lower-case hexadecimal digits; `None` for anything else.
pub(crate) fn decode(text: &str) -> Option<Digest> {
    if text.len() != 64 || text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let mut digest = Digest::default();
    for (byte, pair) in digest.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        for digit in pair {
            let value = char::from(*digit).to_digit(16).and_then(|value| u8::try_from(value).ok())?;
            *byte = *byte << 4 | value;
        }
    }
    Some(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_what_it_writes_and_nothing_else() {
        let digest: Digest = std::array::from_fn(|i| u8::try_from(i * 8).unwrap());
        let text = encode(&digest);
        assert!(text.starts_with("000810") && text.ends_with("f0f8"));
        assert_eq!(decode(&text), Some(digest));
        for bad in [&text[1..], &text.to_uppercase(), &text.replace("0008", "0x08"), ""] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
