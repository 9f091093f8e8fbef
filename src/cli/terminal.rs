//! Words for a terminal: those that come from files and paths, so that it shows them and obeys none, and numbers with their nouns.

use serde_json::Value;

use crate::model::turns_direction;

/// A text on one line; control characters, and those that change the direction of text, are escaped.
pub fn plain(text: &str) -> String {
    escaped(text, is_hostile)
}

/// The same for a text of several lines, which are kept.
pub fn plain_lines(text: &str) -> String {
    escaped(text, |c| c != '\n' && is_hostile(c))
}

/// A JSON document for printing, indented and with a line feed at the end. JSON allows unescaped control characters
/// from U+007F to U+009F in strings (RFC 8259 section 7), and a terminal obeys some of them.
pub fn json_document(value: &Value) -> String {
    let text = format!("{value:#}\n");
    if !text.chars().any(|c| c != '\n' && is_hostile(c)) {
        return text;
    }
    text.chars().fold(String::with_capacity(text.len()), |mut safe, c| {
        match u32::from(c) {
            code if c != '\n' && is_hostile(c) => safe.push_str(&format!("\\u{code:04x}")),
            _ => safe.push(c),
        }
        safe
    })
}

fn escaped(text: &str, hostile: impl Fn(char) -> bool) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut safe, c| {
        if hostile(c) {
            safe.extend(c.escape_default());
        } else {
            safe.push(c);
        }
        safe
    })
}

fn is_hostile(c: char) -> bool {
    c.is_control() || turns_direction(c)
}

/// How many there are, such as `1 file` or `3 files`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped_for_a_terminal() {
        assert_eq!(plain("a\u{1b}[31mb\nc\u{202e}"), "a\\u{1b}[31mb\\nc\\u{202e}");
        assert_eq!(plain_lines("a\u{7}\nb"), "a\\u{7}\nb");
        assert_eq!(plain("Köln 😀"), "Köln 😀");
    }

    #[test]
    fn a_json_document_holds_no_control_character_and_means_the_same() {
        let value = Value::from(vec!["a\u{1b}\u{7f}\u{9d}\n\u{202e}\u{2066}b", "Köln 😀"]);
        let text = json_document(&value);
        assert!(text.ends_with("]\n") && !text.chars().any(|c| c != '\n' && is_hostile(c)), "{text:?}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn one_alone_is_singular() {
        assert_eq!([0, 1, 2].map(|number| count(number, "file")), ["0 files", "1 file", "2 files"]);
    }
}
