//! Words that come from files and paths, written so that a terminal shows them and obeys none.

use crate::model::turns_direction;

/// A text on one line: a control character, or one that turns the direction of text, is written as an escape.
pub fn plain(text: &str) -> String {
    escaped(text, is_hostile)
}

/// The same of a text of several lines, which stay.
pub fn plain_lines(text: &str) -> String {
    escaped(text, |c| c != '\n' && is_hostile(c))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_told_nothing() {
        assert_eq!(plain("a\u{1b}[31mb\nc\u{202e}"), "a\\u{1b}[31mb\\nc\\u{202e}");
        assert_eq!(plain_lines("a\u{7}\nb"), "a\\u{7}\nb");
        assert_eq!(plain("Köln 😀"), "Köln 😀");
    }
}
