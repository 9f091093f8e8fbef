//! The fields of a KubeletConfiguration (kubelet.config.k8s.io/v1beta1), so that `[kubelet] config` can be checked.

use serde_json::Value;

use super::{Minor, facts::facts, go_values::is_duration, table::first_columns};
use crate::nearest::nearest;

/// What the JSON value of a field must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A string.
    String,
    /// A string such as `10s` or `1h30m`.
    Duration,
    /// Named fields, of which the facts say nothing.
    Object,
    /// A list of values of one kind.
    List(Box<FieldKind>),
    /// Keys of the user's choice, each with a value of one kind.
    Map(Box<FieldKind>),
}

impl FieldKind {
    /// Reads the second column of `kubelet-configuration`.
    fn parse(text: &str) -> Option<Self> {
        if let Some(element) = text.strip_prefix("array of ") {
            return Self::parse(element).map(|element| Self::List(Box::new(element)));
        }
        if let Some(value) = text.strip_prefix("map of ") {
            return Self::parse(value).map(|value| Self::Map(Box::new(value)));
        }
        match text {
            "boolean" => Some(Self::Boolean),
            "integer" => Some(Self::Integer),
            "number" => Some(Self::Number),
            "string" => Some(Self::String),
            "duration" => Some(Self::Duration),
            "object" => Some(Self::Object),
            _ => None,
        }
    }

    /// Whether a value is of this kind, what is inside a list or a map left aside.
    #[must_use]
    pub fn accepts(&self, value: &Value) -> bool {
        match self {
            Self::Boolean => value.is_boolean(),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Number => value.is_number(),
            Self::String => value.is_string(),
            Self::Duration => value.as_str().is_some_and(is_duration),
            Self::List(_) => value.is_array(),
            Self::Object | Self::Map(_) => value.is_object(),
        }
    }

    /// What it is in words, to follow "expected".
    #[must_use]
    pub const fn expected(&self) -> &'static str {
        match self {
            Self::Boolean => "true or false",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Duration => "a string with a time and its unit, such as \"10s\" or \"1h30m\"",
            Self::List(_) => "an array",
            Self::Object | Self::Map(_) => "a table",
        }
    }
}

/// The kind of the field `name` of the first level, where that minor knows it. Case counts.
#[must_use]
pub fn kubelet_field(minor: Minor, name: &str) -> Option<FieldKind> {
    FieldKind::parse(facts(minor).kubelet_configuration.find(name).next()?.next()?)
}

/// The field that somebody who wrote `name` probably meant.
#[must_use]
pub fn nearest_kubelet_field(minor: Minor, name: &str) -> Option<&'static str> {
    nearest(name, first_columns(facts(minor).kubelet_configuration.rows()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_the_test_machines_are_known_with_their_kind() {
        for minor in Minor::ALL {
            let kind = |name| kubelet_field(minor, name).unwrap();
            assert_eq!(kind("failSwapOn"), FieldKind::Boolean);
            assert_eq!(kind("failCgroupV1"), FieldKind::Boolean);
            assert_eq!(kind("cgroupDriver"), FieldKind::String);
            assert_eq!(kind("maxPods"), FieldKind::Integer);
            assert_eq!(kind("syncFrequency"), FieldKind::Duration);
            assert_eq!(kind("clusterDNS"), FieldKind::List(Box::new(FieldKind::String)));
            assert_eq!(kind("evictionHard"), FieldKind::Map(Box::new(FieldKind::String)));
            assert_eq!(kind("authentication"), FieldKind::Object);
        }
    }

    #[test]
    fn every_fields_kind_is_understood() {
        for minor in Minor::ALL {
            for name in first_columns(facts(minor).kubelet_configuration.rows()) {
                assert!(kubelet_field(minor, name).is_some(), "{minor} {name}");
            }
        }
    }

    #[test]
    fn an_unknown_field_is_answered_with_the_one_that_was_meant() {
        assert_eq!(kubelet_field(Minor::V1_37, "failswapon"), None);
        assert_eq!(nearest_kubelet_field(Minor::V1_37, "failswapon"), Some("failSwapOn"));
    }

    #[test]
    fn a_value_of_another_kind_is_refused() {
        assert!(FieldKind::Integer.accepts(&Value::from(110)));
        assert!(!FieldKind::Integer.accepts(&Value::from(1.5)));
        assert!(!FieldKind::Boolean.accepts(&Value::from("true")));
        assert!(!FieldKind::Duration.accepts(&Value::from(10)));
        assert!(!FieldKind::Duration.accepts(&Value::from("10")));
        assert!(FieldKind::Duration.accepts(&Value::from("10s")));
    }
}
