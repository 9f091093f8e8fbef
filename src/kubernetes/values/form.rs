//! What a component accepts as the value of a flag or a field, beyond its type.

use super::text;
use crate::{
    diagnostic::enumerated,
    kubernetes::{
        WordForm, Words,
        go_values::{duration, number, signed_integer},
    },
    suggestion::suggestion,
};

/// A second in the unit of Go's durations.
pub(crate) const SECOND: i64 = 1_000_000_000;

/// A flag or a field, and what it accepts.
pub type FlagForm = (&'static str, Form);

/// What a component accepts as a value.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// Everything of its type.
    Any,
    /// One of these words, among them `""` if it can be empty.
    Word(&'static [&'static str]),
    /// An integer between the two, inclusive.
    Whole(i64, i64),
    /// A number between the two, inclusive.
    Number(f64, f64),
    /// A number greater than 0 and at most this.
    PositiveNumber(f64),
    /// A duration in nanoseconds between the two, inclusive.
    Time(i64, i64),
    /// A text with a grammar: the check, and what to write.
    Text(fn(&str) -> bool, &'static str),
    /// Comma-separated values.
    List(&'static Form),
    /// Comma-separated `KEY=VALUE` pairs, with a form for keys and one for values.
    Map(&'static Form, &'static Form),
    /// A kubelet flag that sets a field of the configuration, and accepts what the field accepts.
    Field,
    /// A file that the component reads, or empty.
    ReadFile,
    /// Comma-separated files that the component reads; a colon and other words can follow each.
    ReadFiles,
    /// A directory that the component reads, or empty.
    ReadFolder,
    /// A file that the component writes, or empty.
    WrittenFile,
    /// A directory that the component writes to, or empty.
    WrittenFolder,
    /// `stdout` and the like, or a file that the component writes.
    LogOutputs,
}

/// Why a component does not accept a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What it would accept, to follow "expected".
    pub expected: String,
    /// A similar word, to suggest.
    pub near: Option<String>,
}

/// At least this number.
pub(super) const fn at_least(least: i64) -> Form {
    Form::Whole(least, i64::MAX)
}

/// A duration that is not negative.
pub(super) const NOT_NEGATIVE_TIME: Form = Form::Time(0, i64::MAX);

/// A duration greater than zero.
pub(super) const POSITIVE_TIME: Form = Form::Time(1, i64::MAX);

impl Form {
    /// Why a value is not accepted; `None` if it is. The value is known to be of its type.
    #[must_use]
    pub fn refusal(&self, value: &str) -> Option<Refusal> {
        match self {
            Self::Word(words) => (!words.contains(&value)).then(|| Refusal {
                expected: one_of(words),
                near: suggestion_ignoring_case(value, words).map(str::to_owned),
            }),
            Self::List(form) => {
                let items = text::comma_list(value)?;
                items.iter().find_map(|item| form.refusal(item))
            }
            Self::Map(key, mapped) => {
                let pairs = value.split(',').filter(|pair| !pair.is_empty());
                let mut pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
                pairs.find_map(|(k, v)| key.refusal(k.trim()).or_else(|| mapped.refusal(v.trim())))
            }
            other => (!other.accepts(value)).then(|| Refusal { expected: other.expected(), near: None }),
        }
    }

    /// Whether a value that is neither a word of a set nor made of several values is accepted.
    fn accepts(&self, value: &str) -> bool {
        match self {
            Self::Whole(least, most) => signed_integer(value)
                .is_some_and(|value| (i128::from(*least)..=i128::from(*most)).contains(&value)),
            // NaN compares as neither less nor greater, as in Go.
            Self::Number(least, most) => {
                number(value, 64).is_some_and(|value| !(value < *least || value > *most))
            }
            Self::PositiveNumber(most) => {
                number(value, 64).is_some_and(|value| value > 0.0 && value <= *most)
            }
            Self::Time(least, most) => duration(value).is_some_and(|value| (*least..=*most).contains(&value)),
            Self::Text(is, _) => is(value),
            Self::ReadFiles => text::is_certificate_and_key(value),
            // Nothing but the type counts, or the parts are judged one by one.
            Self::Any
            | Self::Field
            | Self::ReadFile
            | Self::ReadFolder
            | Self::WrittenFile
            | Self::WrittenFolder
            | Self::LogOutputs
            | Self::Word(_)
            | Self::List(_)
            | Self::Map(..) => true,
        }
    }

    /// What such a value must be, to follow "expected".
    fn expected(&self) -> String {
        match self {
            Self::Whole(least, most) => whole_range(*least, *most),
            Self::Number(least, most) => number_range(*least, *most),
            Self::PositiveNumber(most) if *most < f64::MAX => {
                format!("a number greater than 0 and not greater than {most}")
            }
            Self::PositiveNumber(_) => "a number greater than 0".to_owned(),
            Self::Time(least, most) => time_range(*least, *most),
            Self::Text(_, expected) => (*expected).to_owned(),
            Self::ReadFiles => {
                "a certificate's and a key's path with a comma between, and perhaps :NAME,NAME".to_owned()
            }
            _ => "any value of its type".to_owned(),
        }
    }
}

/// Why a value made of words from a set is not accepted: the first word that is not in the set.
#[must_use]
pub fn word_refusal(words: Words, value: &str) -> Option<Refusal> {
    let unknown = match words.form {
        WordForm::One => (!words.contains(value)).then(|| value.to_owned()),
        WordForm::OneOrEmpty => (!value.is_empty() && !words.contains(value)).then(|| value.to_owned()),
        WordForm::List => text::comma_list(value)?.into_iter().find(|item| !words.contains(item)),
        WordForm::Toggled => text::comma_list(value)?.into_iter().find(|item| {
            let word = item.strip_prefix('-').unwrap_or(item);
            item != "*" && !words.contains(word)
        }),
        WordForm::Keys => {
            let keys = value.split(',').filter(|pair| !pair.is_empty());
            let mut keys = keys.map(|pair| pair.split(['=', '<']).next().unwrap_or_default().trim());
            let is_known = |key: &str| {
                let api = without_resource(key);
                // Resources are in lower case.
                words.contains(api) && (api == key || key.to_ascii_lowercase() == key)
            };
            keys.find(|key| !is_known(key)).map(str::to_owned)
        }
        WordForm::Aside => None,
    }?;
    let word = unknown.strip_prefix('-').unwrap_or(&unknown);
    let known: Vec<_> = words.iter().collect();
    let near = suggestion_ignoring_case(word, &known).map(str::to_owned);
    let unknown = if word == value { String::new() } else { format!("; {word:?} is none of them") };
    Some(Refusal { expected: some_of(&known) + &unknown + &of_its_group(word, &known), near })
}

/// The words that begin as an unknown one does up to its `/`: the versions of an API group, where there are too many
/// groups to name them all.
fn of_its_group(unknown: &str, known: &[&str]) -> String {
    let Some((group, _)) = unknown.split_once('/').filter(|_| known.len() > FEW) else {
        return String::new();
    };
    let same: Vec<_> = known
        .iter()
        .copied()
        .filter(|word| word.split_once('/').is_some_and(|(other, _)| other == group))
        .collect();
    match same.as_slice() {
        [] => format!("; no API group is named {group:?}"),
        same => format!("; {group:?} has {}", enumerated(same, "and")),
    }
}

/// An API without the resource that may follow its version.
fn without_resource(key: &str) -> &str {
    let ends = key.match_indices('/').nth(1).map_or(key.len(), |(at, _)| at);
    key.get(..ends).unwrap_or(key)
}

/// How many words are named one by one.
const FEW: usize = 14;

/// A description of the words: all of them if they are few.
fn some_of(words: &[&str]) -> String {
    if words.len() <= FEW { one_of(words) } else { format!("one of the {} words that it knows", words.len()) }
}

/// A word that differs only in case is preferred.
fn suggestion_ignoring_case(value: &str, words: &[&'static str]) -> Option<&'static str> {
    let words = || words.iter().copied().filter(|word| !word.is_empty());
    words().find(|word| word.eq_ignore_ascii_case(value)).or_else(|| suggestion(value, words()))
}

/// `"a", "b" or "c"`
fn one_of(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("{word:?}")).collect();
    if quoted.is_empty() { "no value".to_owned() } else { enumerated(&quoted, "or") }
}

fn whole_range(least: i64, most: i64) -> String {
    match (least, most) {
        (least, i64::MAX) => format!("a whole number, {least} or more"),
        (i64::MIN, most) => format!("a whole number, {most} or less"),
        (least, most) => format!("a whole number from {least} to {most}"),
    }
}

fn number_range(least: f64, most: f64) -> String {
    if most >= f64::MAX {
        format!("a number, {least} or more")
    } else {
        format!("a number from {least} to {most}")
    }
}

fn time_range(least: i64, most: i64) -> String {
    let least_in_words = match least {
        0 => "that is not negative".to_owned(),
        1 => "longer than 0s".to_owned(),
        least => format!("of {} or more", in_words(least)),
    };
    if most == i64::MAX {
        format!("a duration {least_in_words}")
    } else {
        format!("a duration from {} to {}", in_words(least), in_words(most))
    }
}

/// A duration in its largest unit, such as `10s` or `1ms`.
fn in_words(nanoseconds: i64) -> String {
    let units = [("h", 3600 * SECOND), ("s", SECOND), ("ms", SECOND / 1000)];
    let unit = units.into_iter().find(|(_, unit)| nanoseconds != 0 && nanoseconds % unit == 0);
    match unit {
        Some((unit, length)) => format!("{}{unit}", nanoseconds / length),
        None => format!("{nanoseconds}ns"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(form: Form, value: &str) -> Option<String> {
        form.refusal(value).map(|refusal| refusal.expected)
    }

    #[test]
    fn a_word_is_one_of_its_words() {
        let form = Form::Word(&["", "blocking", "batch"]);
        assert_eq!(expected(form, "batch"), None);
        assert_eq!(expected(form, ""), None);
        let refusal = form.refusal("Blocking").unwrap();
        assert_eq!(refusal.near.as_deref(), Some("blocking"));
        assert_eq!(refusal.expected, "\"\", \"blocking\" or \"batch\"");
    }

    #[test]
    fn ranges_hold_their_ends() {
        for (form, good, bad) in [
            (Form::Whole(1, 50), ["1", "50"], ["0", "51"]),
            (Form::Number(0.0, 0.02), ["0", "0.02"], ["-0.1", "0.021"]),
            (Form::PositiveNumber(1.0), ["0.1", "1"], ["0", "1.1"]),
            (Form::Time(SECOND, i64::MAX), ["1s", "1h"], ["999ms", "-1s"]),
            (NOT_NEGATIVE_TIME, ["0", "1s"], ["-1ns", "-1h"]),
        ] {
            assert_eq!(good.map(|value| expected(form, value)), [None, None], "{form:?}");
            assert!(bad.iter().all(|value| expected(form, value).is_some()), "{form:?}");
        }
    }

    #[test]
    fn a_list_and_a_map_are_read_item_by_item() {
        const WORD: Form = Form::Word(&["a", "b"]);
        assert_eq!(expected(Form::List(&WORD), "a,\"b\""), None);
        assert!(expected(Form::List(&WORD), "a,c").is_some());
        const NUMBER: Form = Form::Whole(0, 9);
        assert_eq!(expected(Form::Map(&WORD, &NUMBER), "a=1,b=9,"), None);
        assert!(expected(Form::Map(&WORD, &NUMBER), "a=10").is_some());
        assert!(expected(Form::Map(&WORD, &NUMBER), "c=1").is_some());
    }
}
