//! The types of values, as docs/configuration.md names them.

use serde_json::{Map, Value, json};

/// The type of a key's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ValueType {
    /// A string.
    Text,
    /// One of these strings.
    Choice(Vec<String>),
    /// A whole number, not negative.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A quantity of Kubernetes, or a number.
    Quantity,
    /// A date and time with an offset.
    Time,
    /// 32 hexadecimal digits.
    ClusterId,
    /// A value, or an array of at most two.
    OneOrTwo(Box<Self>),
    /// A value, or an array of any number of them.
    OneOrMore(Box<Self>),
    /// An array.
    Array(Box<Self>),
    /// A table whose keys the user chooses.
    TableOf(Box<Self>),
    /// A table.
    Table,
    /// An array of tables.
    Tables,
}

impl ValueType {
    /// Parses a type of the page; `None` if it is unknown.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let boxed = |text| Self::parse(text).map(Box::new);
        Some(match text {
            "string"
            | "strings"
            | "path"
            | "paths"
            | "address"
            | "range"
            | "DNS label"
            | "DNS name"
            | "DNS subdomain"
            | "address, or `\"node\"`" => Self::Text,
            "number" | "numbers" => Self::Number,
            "boolean" | "booleans" => Self::Boolean,
            "quantity" | "quantities" => Self::Quantity,
            "date and time" | "dates and times" => Self::Time,
            "32 lower-case hexadecimal digits" => Self::ClusterId,
            "table" | "tables" => Self::Table,
            "array of tables" => Self::Tables,
            _ => {
                if let Some(one) = text.strip_suffix(", or array of two") {
                    Self::OneOrTwo(boxed(one)?)
                } else if let Some((one, many)) = text.split_once(", or array of ") {
                    (Self::parse(one)? == Self::parse(many)?).then_some(Self::OneOrMore(boxed(one)?))?
                } else if let Some(element) = text.strip_prefix("array of ") {
                    Self::Array(boxed(element)?)
                } else if let Some(value) = text.strip_prefix("table of ") {
                    Self::TableOf(boxed(value)?)
                } else {
                    Self::Choice(choices(text)?)
                }
            }
        })
    }

    /// The JSON Schema of such a value.
    pub(super) fn schema(&self) -> Map<String, Value> {
        let schema = match self {
            Self::Text => json!({ "type": "string" }),
            Self::Choice(words) => json!({ "type": "string", "enum": words }),
            Self::Number => json!({ "type": "integer", "minimum": 0 }),
            Self::Boolean => json!({ "type": "boolean" }),
            Self::Quantity => json!({ "type": ["string", "number"] }),
            Self::Time => json!({ "type": "string", "format": "date-time" }),
            Self::ClusterId => json!({ "type": "string", "pattern": "^[0-9a-f]{32}$" }),
            Self::OneOrTwo(one) => json!({ "anyOf": [
                one.schema(),
                { "type": "array", "items": one.schema(), "minItems": 1, "maxItems": 2 },
            ] }),
            Self::OneOrMore(one) => {
                json!({ "anyOf": [one.schema(), { "type": "array", "items": one.schema() }] })
            }
            Self::Array(element) => json!({ "type": "array", "items": element.schema() }),
            Self::TableOf(value) => json!({ "type": "object", "additionalProperties": value.schema() }),
            Self::Table => json!({ "type": "object", "additionalProperties": true }),
            Self::Tables => json!({ "type": "array", "items": { "type": "object" } }),
        };
        match schema {
            Value::Object(schema) => schema,
            _ => Map::new(),
        }
    }
}

/// The words of `` `"a"`, `"b"` or `"c"` ``.
fn choices(text: &str) -> Option<Vec<String>> {
    let word = |text: &str| Some(text.strip_prefix("`\"")?.strip_suffix("\"`")?.to_owned());
    text.split(", ").flat_map(|part| part.split(" or ")).map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_from_their_words() {
        let words = |all: &[&str]| ValueType::Choice(all.iter().map(|&word| word.to_owned()).collect());
        for (text, expected) in [
            ("array of strings", ValueType::Array(Box::new(ValueType::Text))),
            ("range, or array of two", ValueType::OneOrTwo(Box::new(ValueType::Text))),
            ("string, or array of strings", ValueType::OneOrMore(Box::new(ValueType::Text))),
            ("table of booleans", ValueType::TableOf(Box::new(ValueType::Boolean))),
            ("`\"a\"`, `\"b\"` or `\"c\"`", words(&["a", "b", "c"])),
            ("array of `\"a\"` or `\"b\"`", ValueType::Array(Box::new(words(&["a", "b"])))),
        ] {
            assert_eq!(ValueType::parse(text), Some(expected), "{text}");
        }
        assert_eq!(ValueType::parse("a kind of string"), None);
    }
}
