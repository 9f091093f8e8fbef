//! Environment variables of a process.

use std::collections::BTreeMap;

use super::text::readable_text;
use crate::diagnostic::Invalid;

/// Environment variables by name.
pub type Environment = BTreeMap<VariableName, VariableValue>;

/// The name of an environment variable, which systemd, pods and shells accept (IEEE Std 1003.1, section 8.1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VariableName(String);

/// The value of an environment variable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VariableValue(String);

readable_text!(VariableName, VariableValue);

/// The longest `NAME=VALUE` that execve(2) accepts, in bytes with its NUL: `MAX_ARG_STRLEN` of Linux.
const LONGEST: usize = 131_072;

impl VariableName {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `env-name`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let is_letter = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        let begins = text.bytes().next().is_some_and(|b| !b.is_ascii_digit());
        if begins && text.len() <= 255 && text.bytes().all(is_letter) {
            return Ok(Self(text.to_owned()));
        }
        let refusal = Invalid::new(
            "env-name",
            format!("{text:?} is not the name of an environment variable"),
            "up to 255 letters, digits and _, not beginning with a digit",
        );
        Err(refusal.help("write the name alone, such as GOMEMLIMIT, and the value after the ="))
    }
}

impl VariableValue {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `env-value`: systemd ignores a variable whose value has a control character other than a tab or a line
    /// feed (`env_value_is_valid`, systemd 252), and no program can be given one that is too long.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let refuse = |found: &str| {
            Err(Invalid::new("env-value", found, "text without control characters, of less than 128 KiB"))
        };
        if text.chars().any(|c| c.is_ascii_control() && !matches!(c, '\t' | '\n')) {
            return refuse("the value has a control character")
                .map_err(|invalid| invalid.help("take it out"));
        }
        if text.len() >= LONGEST - 256 {
            let help = "shorten it: Linux starts no program with a longer variable";
            return refuse("the value is too long").map_err(|invalid| invalid.help(help));
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_that_a_shell_can_assign() {
        for good in ["GOMEMLIMIT", "_", "https_proxy", "A1"] {
            assert!(VariableName::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "1A", "A-B", "A=B", "A B", "a.b", "ÄA"] {
            assert!(VariableName::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_value_has_no_control_characters_but_tabs_and_line_feeds() {
        for good in ["", "a b", "a\tb\nc", "\u{85}", "$x %h \"q\""] {
            assert!(VariableValue::parse(good).is_ok(), "{good:?}");
        }
        for bad in ["a\0", "a\rb", "\u{7f}", "\u{1b}[0m", &"a".repeat(LONGEST)] {
            assert!(VariableValue::parse(bad).is_err());
        }
    }
}
