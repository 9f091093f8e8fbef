//! `[rollout]`: how commands reach machines during a rollout.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Invalid;

/// How commands run on machines during a rollout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RolloutSettings {
    /// `ssh`: the command that runs another command on a machine.
    pub ssh: RemoteShell,
    /// `become`: the prefix of a command that needs root; `None` if `ssh` logs in as root.
    #[serde(rename = "become")]
    pub become_root: Option<CommandWords>,
}

impl Default for RolloutSettings {
    fn default() -> Self {
        Self { ssh: RemoteShell(CommandWords(RemoteShell::DEFAULT.to_owned())), become_root: None }
    }
}

/// The words of a command line that mean the same to every shell, separated by single spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandWords(String);

/// A command with a placeholder for the machine, such as `ssh -p 2222 ops@{address}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteShell(CommandWords);

/// Characters that have no special meaning to a shell.
const PLAIN: &str = "-_./:=@+,%";

/// The placeholder for the node's name.
const NAME: &str = "{name}";
/// The placeholder for the node's first address.
const ADDRESS: &str = "{address}";

impl CommandWords {
    /// Checks `text`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `command` if it is empty, begins with an option, or contains a character with a special
    /// meaning to a shell.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        Self::with_placeholders(text, &[], "words of a command, such as \"sudo\" or \"doas -n\"")
    }

    fn with_placeholders(text: &str, placeholders: &[&str], expected: &'static str) -> Result<Self, Invalid> {
        let refuse = |message: String, help: &str| {
            Err(Invalid::new("command", message, expected).help(help.to_owned()))
        };
        let without =
            placeholders.iter().fold(text.to_owned(), |text, placeholder| text.replace(placeholder, ""));
        if let Some(c) =
            without.chars().find(|c| !(c.is_ascii_alphanumeric() || *c == ' ' || PLAIN.contains(*c)))
        {
            if !placeholders.is_empty() && matches!(c, '{' | '}') {
                let help = "write {name} for the node's name or {address} for its address, in single braces; there is no \
                            other placeholder";
                return refuse(format!("{text:?} has an unknown placeholder"), help);
            }
            let advice = "no shell reads it, so there are no quotes and no variables in it: what needs them goes into \
                          ~/.ssh/config or a script";
            return refuse(format!("{text:?} contains {c:?}"), advice);
        }
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        match words.first() {
            None => refuse(format!("{text:?} names no program"), "leave the key out, or name a program"),
            Some(first) if first.starts_with(['-', '{']) => {
                refuse(format!("{first:?} is no program"), "begin with the program, such as ssh or sudo")
            }
            Some(_) => Ok(Self(words.join(" "))),
        }
    }

    /// The words, as a command line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl RemoteShell {
    /// The default of `ssh`.
    pub const DEFAULT: &str = "ssh root@{name}";

    /// Checks `text`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `command` as for [`CommandWords::parse`], and if there is no placeholder for the
    /// machine.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let expected =
            "a command with {name} or {address} for the machine, such as \"ssh -p 2222 ops@{address}\"";
        let words = CommandWords::with_placeholders(text, &[NAME, ADDRESS], expected)?;
        if words.0.contains(NAME) || words.0.contains(ADDRESS) {
            return Ok(Self(words));
        }
        let message = format!("{text:?} does not say which machine");
        Err(Invalid::new("command", message, expected)
            .help("write {name} or {address} where the machine stands"))
    }

    /// Its words for a machine. The caller quotes them, since a name can come from an unchecked file.
    #[must_use]
    pub fn words(&self, name: &str, address: &str) -> Vec<String> {
        // Each word is replaced once: a name is not a template itself.
        let replace = |word: &str| {
            let mut text = String::new();
            let mut rest = word;
            while let Some((before, after)) = rest.split_once('{') {
                text.push_str(before);
                let (value, after) = match after.strip_prefix("name}") {
                    Some(after) => (name, after),
                    None => (address, after.strip_prefix("address}").unwrap_or_default()),
                };
                text.push_str(value);
                rest = after;
            }
            text + rest
        };
        self.0.0.split(' ').map(replace).collect()
    }
}

impl fmt::Display for CommandWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for RemoteShell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_stands_where_its_placeholder_stood() {
        let shell = RemoteShell::parse("ssh -p 2222  ops@{address} -o HostKeyAlias={name}").unwrap();
        assert_eq!(shell.to_string(), "ssh -p 2222 ops@{address} -o HostKeyAlias={name}");
        assert_eq!(
            shell.words("{address}", "fd00::1"),
            ["ssh", "-p", "2222", "ops@fd00::1", "-o", "HostKeyAlias={address}"]
        );
        assert_eq!(RolloutSettings::default().ssh.words("a", "b"), ["ssh", "root@a"]);
    }

    #[test]
    fn what_a_shell_would_read_is_refused() {
        for text in [
            "",
            " ",
            "-p",
            "{name}",
            "ssh a",
            "ssh {user}@{name}",
            "ssh {name}; reboot",
            "ssh $HOME{name}",
            "ssh 'a b'{name}",
            "ssh {name}\nreboot",
            "ssh {name}\t",
            "ssh ~/{name}",
            "ssh {name}\u{202e}",
        ] {
            assert_eq!(RemoteShell::parse(text).unwrap_err().code, "command", "{text:?}");
        }
        assert!(CommandWords::parse("sudo {name}").is_err(), "a placeholder of ssh alone");
        assert_eq!(CommandWords::parse("doas -n").unwrap().as_str(), "doas -n");
    }
}
