//! What the TOML parser refuses, as faults.

use toml::de::Error;

use crate::fault::{Fault, Label};

/// How to mend what the parser finds, by the beginning of its words. What is not here is plain from what it expected.
const ADVICE: &[(&str, &str)] = &[
    ("duplicate key", "keep one of the two"),
    ("invalid date", "write a date as 2026-11-23T00:00:00Z"),
    ("missing value", "write a value after the equals sign"),
    ("string values must be quoted", "write a value: text in double quotes, numbers and dates without"),
    ("unclosed", "add what closes it"),
    ("invalid basic string", "end the string, on its line, with a double quote"),
];

/// One fault an error.
pub(super) fn faults(errors: &[Error]) -> Vec<Fault> {
    errors.iter().map(fault).collect()
}

/// The parser says what it found and what it expected in one sentence.
fn fault(error: &Error) -> Fault {
    let (found, expected) = match error.message().split_once(", expected ") {
        Some(parts) => parts,
        None if error.message() == "duplicate key" => (error.message(), "each key once in a table"),
        None => (error.message(), "TOML (toml.io)"),
    };
    let advice = ADVICE.iter().find(|(begin, _)| found.starts_with(begin)).map(|(_, advice)| *advice);
    let advice = advice.unwrap_or("mend the TOML first; what it says is checked after that");
    let place = Label::new(error.span().unwrap_or_default(), "");
    Fault::error("toml", place, found, expected).with_help(Some(advice.to_owned()))
}
