//! The fields of a KubeletConfiguration (kubelet.config.k8s.io/v1beta1), so that `[kubelet] config` can be checked.

use serde_json::Value;

use super::{Minor, facts::facts, table::first_columns};
use crate::nearest::nearest;

/// What the JSON value of a field must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// A list.
    Array,
    /// Keys of the user's choice, or named fields.
    Object,
}

impl FieldKind {
    /// Reads the second column of `kubelet-configuration`.
    fn parse(text: &str) -> Option<Self> {
        match text.split(' ').next()? {
            "boolean" => Some(Self::Boolean),
            "integer" => Some(Self::Integer),
            "number" => Some(Self::Number),
            "string" => Some(Self::String),
            "duration" => Some(Self::Duration),
            "array" => Some(Self::Array),
            "map" | "object" => Some(Self::Object),
            _ => None,
        }
    }

    /// Whether a value is of this kind. Of what is inside a list, an object or a duration it says nothing.
    #[must_use]
    pub fn accepts(self, value: &Value) -> bool {
        match self {
            Self::Boolean => value.is_boolean(),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Number => value.is_number(),
            Self::String | Self::Duration => value.is_string(),
            Self::Array => value.is_array(),
            Self::Object => value.is_object(),
        }
    }

    /// What it is in words, to follow "expected".
    #[must_use]
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Boolean => "true or false",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Duration => "a duration in a string, such as \"10s\"",
            Self::Array => "a list",
            Self::Object => "a table",
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
            assert_eq!(kubelet_field(minor, "failSwapOn"), Some(FieldKind::Boolean));
            assert_eq!(kubelet_field(minor, "failCgroupV1"), Some(FieldKind::Boolean));
            assert_eq!(kubelet_field(minor, "cgroupDriver"), Some(FieldKind::String));
            assert_eq!(kubelet_field(minor, "maxPods"), Some(FieldKind::Integer));
            assert_eq!(kubelet_field(minor, "syncFrequency"), Some(FieldKind::Duration));
            assert_eq!(kubelet_field(minor, "clusterDNS"), Some(FieldKind::Array));
            assert_eq!(kubelet_field(minor, "evictionHard"), Some(FieldKind::Object));
            assert_eq!(kubelet_field(minor, "authentication"), Some(FieldKind::Object));
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
    }
}
