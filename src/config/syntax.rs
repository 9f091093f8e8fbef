//! Syntax errors of the TOML parser, as diagnostics.

use std::collections::BTreeSet;

use toml::{
    Spanned,
    de::{DeTable, Error},
};

use super::syntax_advice::{Place, explain};
use crate::diagnostic::{Diagnostic, Label};

/// The longest text, in bytes, in which all errors are listed. The parser's list takes some 400 bytes for each error, and
/// each byte can be one.
const SEARCHED: usize = 128 * 1024;

/// The largest number of errors that are listed.
const LISTED: usize = 10_000;

/// The TOML tree of a text, or its syntax errors; in a long text, only the first.
pub(super) fn parse(text: &str) -> Result<Spanned<DeTable<'_>>, Vec<Diagnostic>> {
    if text.len() > SEARCHED {
        return DeTable::parse(text).map_err(|error| vec![diagnostic(text, &error)]);
    }
    let (document, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() { Ok(document) } else { Err(diagnostics(text, &errors)) }
}

/// One diagnostic per line with errors: a second error is usually a consequence of the first.
fn diagnostics(text: &str, errors: &[Error]) -> Vec<Diagnostic> {
    let ends: Vec<usize> = text.match_indices('\n').map(|(end, _)| end).collect();
    let mut lines = BTreeSet::new();
    let first_of_line = |error: &&Error| {
        let start = error.span().map_or(0, |span| span.start);
        lines.insert(ends.partition_point(|end| *end < start))
    };
    errors.iter().filter(first_of_line).take(LISTED).map(|error| diagnostic(text, error)).collect()
}

/// The parser's message has what it found and what it expected; the line often shows what was intended.
fn diagnostic(text: &str, error: &Error) -> Diagnostic {
    let span = error.span().unwrap_or_default();
    let place = Place::of(text, span.clone());
    if let Some(explained) = explain(error.message(), &place) {
        let label = Label::new(explained.span.unwrap_or(span), "");
        return Diagnostic::error("toml", label, explained.message, explained.expected).help(explained.help);
    }
    let (found, expected) =
        error.message().split_once(", expected ").unwrap_or((error.message(), "TOML (toml.io)"));
    let expected = if expected == "nothing" { "TOML (toml.io)" } else { expected };
    let help = "fix the syntax first; the rest of the file is checked after that".to_owned();
    Diagnostic::error("toml", Label::new(span, ""), found, expected.to_owned()).help(help)
}
