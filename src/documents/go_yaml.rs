//! YAML as Kubernetes reads it, where that differs from YAML 1.2: `sigs.k8s.io/yaml` resolves plain scalars by the
//! rules of YAML 1.1 (`go.yaml.in/yaml/v2`, `resolve.go`), so `yes` is a boolean and `0o17` a string, and converts
//! them to JSON before it considers the type of a field.

use granit_parser::{Event, Parser, ScalarStyle, Span};

/// The type of a plain scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Null,
    Boolean,
    Number,
}

impl Kind {
    const fn noun(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Null => "nothing",
            Self::Boolean => "a truth value",
            Self::Number => "a number",
        }
    }
}

/// Finds the first scalar that Kubernetes reads as another type than that of its field: only the fields in `booleans`
/// accept a boolean, and only those in `numbers` a number. Also finds tabs in indentation, which Kubernetes does not
/// accept.
///
/// # Errors
///
/// What is wrong, ending with the line and column.
pub(super) fn check(text: &str, booleans: &[&str], numbers: &[&str]) -> Result<(), String> {
    let mut places = Places::default();
    let mut scalars = Vec::new();
    for event in Parser::new_from_str(text) {
        // Invalid YAML is reported better by the parser of the document.
        let Ok((event, span)) = event else { return Ok(()) };
        if let Event::Scalar(value, style, _, tag) = &event {
            if *style != ScalarStyle::Plain {
                scalars.push(span.start.line()..=span.end.line());
            }
            let tag = tag.as_deref().map(ToString::to_string);
            let kind = kind_of(value, *style, tag.as_deref());
            let takes = if places.is_key() { Kind::Text } else { places.expected(booleans, numbers) };
            if kind != Kind::Null && kind != takes {
                let (kind, takes) = (kind.noun(), takes.noun());
                return Err(format!("{value:?} is {kind} to Kubernetes, and not {takes}{}", at(span)));
            }
        }
        places.step(&event);
    }
    tab(text, &scalars)
}

fn at(span: Span) -> String {
    format!(" at line {}, column {}", span.start.line(), span.start.col() + 1)
}

fn tab(text: &str, scalars: &[std::ops::RangeInclusive<usize>]) -> Result<(), String> {
    for (number, line) in (1..).zip(text.lines()) {
        let is_inside = || scalars.iter().any(|lines| *lines.start() < number && lines.contains(&number));
        if line.trim_start_matches(' ').starts_with('\t') && !is_inside() {
            return Err(format!("a tab indents at line {number}, column 1"));
        }
    }
    Ok(())
}

/// The type of a scalar.
pub(super) fn kind_of(value: &str, style: ScalarStyle, tag: Option<&str>) -> Kind {
    match tag {
        Some(tag) if tag.ends_with("bool") => Kind::Boolean,
        Some(tag) if tag.ends_with("int") || tag.ends_with("float") => Kind::Number,
        Some(tag) if tag.ends_with("null") => Kind::Null,
        None if style == ScalarStyle::Plain => plain(value),
        _ => Kind::Text,
    }
}

/// The type that `resolve` in `resolve.go` gives a plain scalar.
fn plain(value: &str) -> Kind {
    match value {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" | "n" | "N"
        | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Kind::Boolean,
        ".nan" | ".NaN" | ".NAN" => Kind::Number,
        _ if is_number(value) => Kind::Number,
        _ => Kind::Text,
    }
}

/// Whether it is an integer in one of Go's bases, or a float. A time stays a string.
fn is_number(value: &str) -> bool {
    let plain = value.replace('_', "");
    let digits = plain.strip_prefix(['+', '-']).unwrap_or(&plain);
    if matches!(digits, ".inf" | ".Inf" | ".INF") {
        return true;
    }
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') || value.starts_with('_') {
        return false;
    }
    let lower = digits.to_ascii_lowercase();
    let based = [("0x", 16), ("0o", 8), ("0b", 2)].into_iter().find_map(|(prefix, radix)| {
        lower.strip_prefix(prefix).map(|rest| u64::from_str_radix(rest, radix).is_ok())
    });
    // Infinity and the like, which Rust also parses, do not begin with a digit.
    based.unwrap_or_else(|| digits.parse::<f64>().is_ok())
}

/// The value of a scalar that is a boolean.
pub(super) fn is_true(value: &str) -> bool {
    matches!(value.to_ascii_lowercase().as_str(), "y" | "yes" | "true" | "on")
}

/// A number in JSON.
pub(super) enum Number {
    Integer(i64),
    Float(f64),
}

/// The value of a scalar that is a number: an integer where Go reads one (base 0 of `strconv.ParseInt`), otherwise a
/// float. `None` for infinity and NaN, which JSON does not have.
pub(super) fn number(value: &str) -> Option<Number> {
    let plain = value.replace('_', "");
    let (negative, digits) = match plain.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let lower = digits.to_ascii_lowercase();
    let octal = lower.strip_prefix('0').filter(|rest| rest.bytes().all(|b| matches!(b, b'0'..=b'7')));
    let based = [("0x", 16), ("0o", 8), ("0b", 2)];
    let based = based.into_iter().find_map(|(prefix, radix)| Some((lower.strip_prefix(prefix)?, radix)));
    let based = based.or(octal.filter(|rest| !rest.is_empty()).map(|rest| (rest, 8)));
    let (digits, radix) = based.unwrap_or((&lower, 10));
    let sign = if negative { "-" } else { "" };
    if let Ok(integer) = i64::from_str_radix(&format!("{sign}{digits}"), radix) {
        return Some(Number::Integer(integer));
    }
    let float: f64 = plain.parse().ok()?;
    float.is_finite().then_some(Number::Float(float))
}

/// The position of an event in the document: the mappings around it, and the key in each.
#[derive(Default)]
struct Places(Vec<Place>);

enum Place {
    Sequence,
    Mapping { key: Option<String> },
}

impl Places {
    fn is_key(&self) -> bool {
        matches!(self.0.last(), Some(Place::Mapping { key: None }))
    }

    fn expected(&self, booleans: &[&str], numbers: &[&str]) -> Kind {
        match self.0.last() {
            Some(Place::Mapping { key: Some(key) }) if booleans.contains(&key.as_str()) => Kind::Boolean,
            Some(Place::Mapping { key: Some(key) }) if numbers.contains(&key.as_str()) => Kind::Number,
            _ => Kind::Text,
        }
    }

    fn step(&mut self, event: &Event<'_>) {
        match event {
            Event::MappingStart(..) => self.0.push(Place::Mapping { key: None }),
            Event::SequenceStart(..) => self.0.push(Place::Sequence),
            Event::MappingEnd | Event::SequenceEnd => {
                self.0.pop();
                self.took("");
            }
            Event::Scalar(value, ..) => self.took(value),
            Event::Alias(_) => self.took(""),
            _ => {}
        }
    }

    /// A node ended. In a mapping, nodes are keys and values in turn.
    fn took(&mut self, node: &str) {
        if let Some(Place::Mapping { key }) = self.0.last_mut() {
            *key = match key {
                None => Some(node.to_owned()),
                Some(_) => None,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        check(text, &["flag"], &["count"]).err().unwrap_or_default()
    }

    #[test]
    fn plain_scalars_are_those_of_yaml_1_1() {
        for text in
            ["yes", "off", "y", "True", "1", "0x1f", "017", "1_000", "1e3", "-.5", ".inf", "0b1", "!!int 7"]
        {
            assert!(said(&format!("a: {text}\n")).starts_with('"'), "{text}");
        }
        for text in [
            "'yes'",
            "\"1\"",
            "!!str yes",
            "yess",
            "1a",
            "2026-01-01",
            "1:30",
            "~",
            "",
            "-",
            "inf",
            "nan",
            "|\n  yes",
            "0o8",
            "_1",
            "a_1",
        ] {
            assert_eq!(said(&format!("a: {text}\n")), "", "{text}");
        }
    }

    #[test]
    fn a_fields_type_counts_and_keys_are_text() {
        assert_eq!(said("flag: yes\ncount: 3\nb: [{ flag: off, c: d }]\n"), "");
        assert_eq!(
            said("flag: 'yes'\n"),
            "\"yes\" is text to Kubernetes, and not a truth value at line 1, column 7"
        );
        assert_eq!(
            said("b: [flag, yes]\n"),
            "\"yes\" is a truth value to Kubernetes, and not text at line 1, column 11"
        );
        assert!(said("yes: a\n").contains("line 1, column 1"));
    }

    #[test]
    fn tabs_do_not_indent() {
        assert_eq!(said("a: b\n\t\n"), "a tab indents at line 2, column 1");
        assert_eq!(said("a: |\n  b\n  \tc\n"), "");
        assert_eq!(said("a: b\t# c\n"), "");
    }
}
