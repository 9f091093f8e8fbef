//! What the TOML parser refuses, as faults.

use toml::de::Error;

use crate::fault::{Fault, Label};

/// One fault an error.
pub(super) fn faults(errors: &[Error]) -> Vec<Fault> {
    errors.iter().map(fault).collect()
}

/// The parser says what it found and what it expected in one sentence.
fn fault(error: &Error) -> Fault {
    let (found, expected) = error.message().split_once(", expected ").unwrap_or((error.message(), ""));
    let expected = if expected.is_empty() { "a TOML document" } else { expected };
    let place = Label::new(error.span().unwrap_or_default(), "");
    Fault::error("toml", place, found, expected)
}
