//! What the TOML parser refuses, as faults.

use std::collections::BTreeSet;

use toml::de::Error;

use super::syntax_advice::{Place, explain};
use crate::fault::{Fault, Label};

/// One fault for each line with errors: a second error of a line mostly follows from the first.
pub(super) fn faults(text: &str, errors: &[Error]) -> Vec<Fault> {
    let mut lines = BTreeSet::new();
    let first_of_line = |error: &&Error| {
        let start = error.span().map_or(0, |span| span.start.min(text.len()));
        lines.insert(text.get(..start).unwrap_or_default().matches('\n').count())
    };
    errors.iter().filter(first_of_line).map(|error| fault(text, error)).collect()
}

/// The parser says what it found and what it expected in one sentence; the line often says what was meant.
fn fault(text: &str, error: &Error) -> Fault {
    let span = error.span().unwrap_or_default();
    let place = Place::of(text, span.clone());
    if let Some(explained) = explain(error.message(), &place) {
        let label = Label::new(explained.span.unwrap_or(span), "");
        return Fault::error("toml", label, explained.message, explained.expected)
            .with_help(Some(explained.help));
    }
    let (found, expected) =
        error.message().split_once(", expected ").unwrap_or((error.message(), "TOML (toml.io)"));
    let expected = if expected == "nothing" { "TOML (toml.io)" } else { expected };
    let help = "mend the syntax first; what the file says is checked after that".to_owned();
    Fault::error("toml", Label::new(span, ""), found, expected).with_help(Some(help))
}
