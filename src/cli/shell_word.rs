//! Commands that a person can paste into a shell.

/// A word of a shell's command line: quoted where it has anything but plain characters.
pub fn shell_word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@+,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) && !text.starts_with('-') {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_for_a_shell() {
        assert_eq!(shell_word("a/b-1"), "a/b-1");
        assert_eq!(shell_word("a b'c"), r"'a b'\''c'");
        assert_eq!([shell_word(""), shell_word("-x"), shell_word("$(x)")], ["''", "'-x'", "'$(x)'"]);
    }
}
