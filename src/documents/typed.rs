//! Whether a document has the fields and types of a type of Kubernetes.
//!
//! The types of k8s-openapi ignore unknown fields, and their errors quote values. A deserializer of our own records the
//! first and leaves out the second: a value in a user's file can be a secret.

use std::{cell::RefCell, fmt};

use serde::{
    Deserialize,
    de::{
        self, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
        Visitor,
        value::{StrDeserializer, StringDeserializer},
    },
    forward_to_deserialize_any,
};

use super::yaml_tree::{Content, Mark, Node};

/// A field that the type does not have.
pub(super) struct UnknownField {
    pub(super) name: String,
    pub(super) mark: Mark,
}

/// Reads a document as a `T`. Returns the fields that `T` does not have.
///
/// # Errors
///
/// Which field has another type, ending with its position.
pub(super) fn unknown_fields<'a, T: Deserialize<'a>>(
    document: &'a Node,
) -> Result<Vec<UnknownField>, String> {
    let unknown = RefCell::new(Vec::new());
    T::deserialize(Typed { node: document, key: None, unknown: &unknown })
        .map_err(|error| error.to_string())?;
    Ok(unknown.into_inner())
}

/// A value, and the key that has it.
#[derive(Clone, Copy)]
struct Typed<'a, 'u> {
    node: &'a Node,
    key: Option<(&'a str, Mark)>,
    unknown: &'u RefCell<Vec<UnknownField>>,
}

impl Typed<'_, '_> {
    fn located(&self, mut error: Mistyped) -> Mistyped {
        error.at.get_or_insert_with(|| (self.key.map(|(key, _)| key.to_owned()), self.node.mark));
        error
    }
}

impl<'de> Deserializer<'de> for Typed<'de, '_> {
    type Error = Mistyped;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistyped> {
        let read = match &self.node.content {
            Content::Null => visitor.visit_unit(),
            Content::Boolean(on) => visitor.visit_bool(*on),
            Content::Integer(number) => visitor.visit_i64(*number),
            Content::Float(number) => visitor.visit_f64(*number),
            Content::Text(text) => visitor.visit_borrowed_str(text),
            Content::List(items) => visitor.visit_seq(Items { items: items.iter(), of: self }),
            Content::Mapping(entries) => {
                visitor.visit_map(Entries { entries: entries.iter(), value: None, unknown: self.unknown })
            }
        };
        read.map_err(|error| self.located(error))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistyped> {
        match self.node.content {
            Content::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mistyped> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistyped> {
        if let Some((name, mark)) = self.key {
            self.unknown.borrow_mut().push(UnknownField { name: name.to_owned(), mark });
        }
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier
    }
}

struct Items<'a, 'u> {
    items: std::slice::Iter<'a, Node>,
    of: Typed<'a, 'u>,
}

impl<'de> SeqAccess<'de> for Items<'de, '_> {
    type Error = Mistyped;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mistyped> {
        let Some(node) = self.items.next() else { return Ok(None) };
        seed.deserialize(Typed { node, ..self.of }).map(Some)
    }
}

struct Entries<'a, 'u> {
    entries: std::slice::Iter<'a, (String, Mark, Node)>,
    value: Option<Typed<'a, 'u>>,
    unknown: &'u RefCell<Vec<UnknownField>>,
}

impl<'de> MapAccess<'de> for Entries<'de, '_> {
    type Error = Mistyped;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mistyped> {
        // As in Go, `null` is an absent field, whatever its type.
        let present = self.entries.find(|(.., node)| node.content != Content::Null);
        let Some((name, mark, node)) = present else { return Ok(None) };
        self.value = Some(Typed { node, key: Some((name, *mark)), unknown: self.unknown });
        let key: StrDeserializer<'_, Mistyped> = name.as_str().into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mistyped> {
        match self.value.take() {
            Some(value) => seed.deserialize(value),
            // Serde asks for a value only after its key.
            None => seed.deserialize(StringDeserializer::new(String::new())),
        }
    }
}

/// A field of another type. It says nothing of the value.
#[derive(Debug)]
struct Mistyped {
    what: String,
    at: Option<(Option<String>, Mark)>,
}

impl fmt::Display for Mistyped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.at {
            Some((Some(key), mark)) => write!(f, "{key:?} {} at {mark}", self.what),
            Some((None, mark)) => write!(f, "it {} at {mark}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

impl std::error::Error for Mistyped {}

impl de::Error for Mistyped {
    /// Whatever a type says of its value may quote it.
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self { what: "has no value of the field's type".to_owned(), at: None }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let what = format!("is {}, and Kubernetes expects {}", noun(found), in_words(expected));
        Self { what, at: None }
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self {
            what: format!("has a value that Kubernetes refuses: it expects {}", in_words(expected)),
            at: None,
        }
    }
}

const fn noun(found: Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Signed(_) | Unexpected::Unsigned(_) => "a number",
        Unexpected::Float(_) => "a number with a fraction",
        Unexpected::Str(_) => "text",
        Unexpected::Seq => "a list",
        Unexpected::Map => "a mapping",
        _ => "null",
    }
}

fn in_words(expected: &dyn Expected) -> String {
    let expected = expected.to_string();
    match expected.as_str() {
        "i32" | "i64" => "a whole number".to_owned(),
        "f64" => "a number".to_owned(),
        "a string" => "text".to_owned(),
        "a sequence" => "a list".to_owned(),
        "a map" => "a mapping".to_owned(),
        "IntOrString" => "a whole number or text".to_owned(),
        "Quantity" => "a quantity, such as 100m or 1Gi".to_owned(),
        name if name.starts_with(|c: char| c.is_ascii_uppercase()) => format!("a mapping ({name})"),
        _ => expected,
    }
}
