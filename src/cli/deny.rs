//! `--deny`: warnings that make a run fail.

use std::str::FromStr;

use super::warning_codes::{self, WARNING_CODES};
use crate::suggestion::suggestion;

/// A value of `--deny`: one warning, or all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deny {
    /// Every warning.
    All,
    /// The warnings with this code.
    Code(&'static str),
}

impl Deny {
    /// Every value.
    pub fn words() -> Vec<&'static str> {
        WARNING_CODES.iter().map(|known| known.code).chain(["all"]).collect()
    }

    /// Whether it denies the warning with this code.
    pub fn names(self, code: &str) -> bool {
        match self {
            Self::All => true,
            Self::Code(denied) => denied == code,
        }
    }
}

impl FromStr for Deny {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "all" {
            return Ok(Self::All);
        }
        if let Some(known) = warning_codes::find(text) {
            return Ok(Self::Code(known.code));
        }
        let suggestion =
            suggestion(text, Self::words().into_iter()).map(|near| format!("; did you mean {near}?"));
        Err(format!(
            "no warning has this code{}; docs/diagnostics.md lists them, and `all` is every one",
            suggestion.unwrap_or_default()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_every_code_and_suggests_one_for_another() {
        for known in WARNING_CODES {
            assert_eq!(known.code.parse(), Ok(Deny::Code(known.code)));
        }
        assert_eq!("all".parse(), Ok(Deny::All));
        let refusal = "demo-sed".parse::<Deny>().unwrap_err();
        assert!(refusal.contains("did you mean demo-seed?"), "{refusal}");
        assert!("xyzzy-plugh".parse::<Deny>().unwrap_err().starts_with("no warning has this code; docs"));
    }
}
