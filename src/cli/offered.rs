//! Words that a shell offers for the value of an option. They limit nothing: the option's own type refuses a value, with
//! the better message.

use std::ffi::OsStr;

use clap::{
    Arg, Command, Error,
    builder::{PossibleValue, TypedValueParser},
};

/// A parser of values, and the words to offer.
#[derive(Clone)]
pub struct Offered<P> {
    parser: P,
    words: fn() -> Vec<&'static str>,
}

/// Reads values with `parser`, and offers `words`.
pub const fn offering<P>(parser: P, words: fn() -> Vec<&'static str>) -> Offered<P> {
    Offered { parser, words }
}

impl<P: TypedValueParser> TypedValueParser for Offered<P> {
    type Value = P::Value;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<P::Value, Error> {
        self.parser.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.words)().into_iter().map(PossibleValue::new)))
    }
}
