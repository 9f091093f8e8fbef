//! The words of a systemd command, as the process sees them.
//!
//! Reads what systemd.syntax(7) and systemd.service(5) say of quotes, C escapes, `%%` and `$$`. What is none of these
//! stays as it stands: two versions of a text are told apart here, not run.

/// The words of a value, quotation marks and escapes taken away.
pub(super) fn words(value: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut rest = value.chars().peekable();
    while let Some(c) = rest.next() {
        match (quote, c) {
            (None, c) if c.is_ascii_whitespace() => words.extend(word.take()),
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (Some(open), c) if c == open => quote = None,
            (_, '\\') => word.get_or_insert_default().push_str(&escaped(&mut rest)),
            (_, mark @ ('%' | '$')) => {
                rest.next_if_eq(&mark);
                word.get_or_insert_default().push(mark);
            }
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// What an escape stands for; the escape itself where it is none.
fn escaped(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let kind = rest.next();
    let digits = match kind {
        Some('x') => 2,
        Some('u') => 4,
        Some('n') => return "\n".to_owned(),
        Some('r') => return "\r".to_owned(),
        Some('t') => return "\t".to_owned(),
        Some('s') => return " ".to_owned(),
        Some(c @ ('\\' | '"' | '\'')) => return c.to_string(),
        Some(c) => return format!("\\{c}"),
        None => return "\\".to_owned(),
    };
    let digits: String = rest.by_ref().take(digits).collect();
    let c = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
    c.map_or_else(|| format!("\\{}{digits}", kind.unwrap_or_default()), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_renderer_quotes() {
        let line = r#"/bin/x  --a=1 "--b=x y" '--c="' "--d=\x0a\u00e4\\" --e=50%% "--f=$$HOME" """#;
        let expected = ["/bin/x", "--a=1", "--b=x y", "--c=\"", "--d=\nä\\", "--e=50%", "--f=$HOME", ""];
        assert_eq!(words(line), expected);
    }

    #[test]
    fn never_fails_on_what_is_no_unit() {
        for odd in ["\\", "\"", "\\x", "\\xzz", "\\q", "%", "$", "'\\u12"] {
            let _ = words(odd);
        }
        assert_eq!(words("\\q \\xzz"), ["\\q", "\\xzz"]);
    }
}
