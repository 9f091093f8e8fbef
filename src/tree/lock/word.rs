//! Text in a line of words: `%` escapes what would end a word or a line.

use std::fmt::Write;

/// Characters that must be escaped in a word of the lock; `@` ends a label.
fn is_special(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '%' || c == '@'
}

/// The text as one word: a special character becomes `%` and two hexadecimal digits for each byte of its UTF-8 form.
pub(super) fn escape(text: &str) -> String {
    let mut word = String::with_capacity(text.len());
    for c in text.chars() {
        if is_special(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a String cannot fail.
                let _ = write!(word, "%{byte:02x}");
            }
        } else {
            word.push(c);
        }
    }
    word
}

/// The text of a word; `None` if [`escape`] would not have written it.
pub(super) fn unescape(word: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(word.len());
    let mut rest = word.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    (!text.is_empty() && escape(&text) == word).then_some(text)
}

/// A number as a render writes it: without a sign and without leading zeros.
pub(super) fn read_number(text: &str) -> Option<u32> {
    text.parse::<u32>().ok().filter(|number| number.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn any_text_is_one_word_and_reads_back(text in ".+") {
            let word = escape(&text);
            proptest::prop_assert!(!word.contains(|c: char| c.is_whitespace() || c.is_control()));
            proptest::prop_assert_eq!(unescape(&word), Some(text));
        }
    }

    #[test]
    fn refuses_what_it_would_not_write() {
        for bad in ["", "%", "%4", "%zz", "%41", "%ff", "a b", "%+1"] {
            assert_eq!(unescape(bad), None, "{bad}");
        }
    }
}
