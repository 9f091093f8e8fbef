//! Commands that a person can paste into a shell.

/// A word of a shell command line, quoted unless it consists of plain characters.
///
/// The crate shlex reads the words back in the tests, but does not write them: it leaves `--all` unquoted, where a
/// reader should see that it is an operand, and quotes `a=b`, which needs no quotes.
pub fn shell_word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@+,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) && !text.starts_with('-') {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// A command with operands, followed by options. Quotes do not keep a program from taking `--all` for an option: if
/// an operand begins with a hyphen, the options come first and `--` precedes the operands (POSIX.1-2024, XBD 12.2,
/// guideline 10; kubectl's pflag does the same).
pub fn command(program: &str, operands: &[&str], options: &str) -> String {
    let words: Vec<String> = operands.iter().map(|operand| shell_word(operand)).collect();
    let words = words.join(" ");
    let is_hyphenated = operands.iter().any(|operand| operand.starts_with('-'));
    let parts = if is_hyphenated { [program, options, "--", &words] } else { [program, &words, options, ""] };
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_operand_is_an_option() {
        assert_eq!(command("kubectl delete node", &["m"], "--wait"), "kubectl delete node m --wait");
        assert_eq!(
            command("kubectl delete", &["node", "--all"], "--wait"),
            "kubectl delete --wait -- node '--all'"
        );
        assert_eq!(command("kubectl delete node", &["-A"], ""), "kubectl delete node -- '-A'");
    }

    #[test]
    fn quotes_for_a_shell() {
        assert_eq!(shell_word("a/b-1"), "a/b-1");
        assert_eq!(shell_word("a b'c"), r"'a b'\''c'");
        for word in ["", "-x", "a b'c", "$(x)\n\"'\\", "~", "a=b", "*", "#", "ü"] {
            assert_eq!(shlex::split(&shell_word(word)).unwrap(), [word]);
        }
        assert_eq!([shell_word(""), shell_word("-x"), shell_word("$(x)")], ["''", "'-x'", "'$(x)'"]);
    }
}
