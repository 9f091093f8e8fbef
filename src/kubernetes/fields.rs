//! The fields of components' configuration files, such as a KubeletConfiguration (kubelet.config.k8s.io/v1beta1), so that
//! `config` of their tables can be checked.

use serde_json::Value;

use super::{facts::facts, go_values::duration, table::first_columns};
use crate::{
    model::{Component, Minor},
    suggestion::suggestion,
};

/// The type of a field in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// `true` or `false`.
    Boolean,
    /// An integer with a number of bits, signed or unsigned.
    Integer {
        /// The number of bits.
        bits: u32,
        /// Whether it can be negative.
        is_signed: bool,
    },
    /// A number.
    Number,
    /// A string.
    String,
    /// A string such as `10s` or `1h30m`.
    Duration,
    /// A string such as `10s`, or an integer number of nanoseconds.
    DurationOrNanoseconds,
    /// A quantity of a resource, such as `500m` or `1Gi`, or a number.
    Quantity,
    /// A time in RFC 3339.
    Time,
    /// An object with known fields: [`field`] returns each by its path.
    Object,
    /// A list of values of one type.
    List(Box<FieldKind>),
    /// A map with arbitrary keys and values of one type.
    Map(Box<FieldKind>),
}

impl FieldKind {
    /// Parses the second column of a configuration's facts.
    fn parse(text: &str) -> Option<Self> {
        if let Some(element) = text.strip_prefix("array of ") {
            return Self::parse(element).map(|element| Self::List(Box::new(element)));
        }
        if let Some(value) = text.strip_prefix("map of ") {
            return Self::parse(value).map(|value| Self::Map(Box::new(value)));
        }
        match text {
            "boolean" => Some(Self::Boolean),
            "int32" => Some(Self::Integer { bits: 32, is_signed: true }),
            "int64" => Some(Self::Integer { bits: 64, is_signed: true }),
            "uint32" => Some(Self::Integer { bits: 32, is_signed: false }),
            "uint64" => Some(Self::Integer { bits: 64, is_signed: false }),
            "number" => Some(Self::Number),
            "string" => Some(Self::String),
            "duration" => Some(Self::Duration),
            "duration or int64" => Some(Self::DurationOrNanoseconds),
            "quantity" => Some(Self::Quantity),
            "time" => Some(Self::Time),
            "object" => Some(Self::Object),
            _ => None,
        }
    }

    /// Whether a value has this type. The contents of lists and maps are not checked.
    #[must_use]
    pub fn accepts(&self, value: &Value) -> bool {
        match self {
            Self::Boolean => value.is_boolean(),
            Self::Integer { bits, is_signed } => is_integer(value, *bits, *is_signed),
            Self::Number => value.is_number(),
            Self::String | Self::Time => value.is_string(),
            Self::Duration => value.as_str().is_some_and(|text| duration(text).is_some()),
            Self::DurationOrNanoseconds => {
                value.as_str().map_or_else(|| value.is_i64(), |text| duration(text).is_some())
            }
            Self::Quantity => value.is_string() || value.is_number(),
            Self::List(_) => value.is_array(),
            Self::Object | Self::Map(_) => value.is_object(),
        }
    }

    /// A description, to follow "expected".
    #[must_use]
    pub const fn expected(&self) -> &'static str {
        match self {
            Self::Boolean => "true or false",
            Self::Integer { bits: 64, is_signed: true } => "a whole number",
            Self::Integer { is_signed: true, .. } => "a whole number between -2147483648 and 2147483647",
            Self::Integer { is_signed: false, .. } => "a whole number between 0 and 4294967295",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Duration | Self::DurationOrNanoseconds => {
                "a string with a time and its unit, such as \"10s\" or \"1h30m\""
            }
            Self::Quantity => "a quantity, such as \"500m\" or \"1Gi\"",
            Self::Time => "a string with a time, such as \"2026-01-31T00:00:00Z\"",
            Self::List(_) => "an array",
            Self::Object | Self::Map(_) => "a table",
        }
    }
}

/// Whether a value is an integer in the range of this many bits.
fn is_integer(value: &Value, bits: u32, is_signed: bool) -> bool {
    let number = value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from));
    let (least, most) =
        if is_signed { (-(1_i128 << (bits - 1)), 1_i128 << (bits - 1)) } else { (0, 1_i128 << bits) };
    number.is_some_and(|number| (least..most).contains(&number))
}

/// The rows of a component's configuration file; none where it has none.
fn rows(minor: Minor, component: Component) -> impl Iterator<Item = &'static str> {
    facts(minor).configuration(component).into_iter().flat_map(|file| file.fields.rows())
}

/// The columns of a field after its path.
fn columns(minor: Minor, component: Component, path: &str) -> Option<std::str::Split<'static, char>> {
    facts(minor).configuration(component)?.fields.find(path).next()
}

/// The kind of a field of a component's configuration, where that minor knows it. Case counts. A field in another is
/// `memorySwap.swapBehavior`, and a field of a list's elements is `registerWithTaints[].effect`.
#[must_use]
pub fn field(minor: Minor, component: Component, path: &str) -> Option<FieldKind> {
    FieldKind::parse(columns(minor, component, path)?.next()?)
}

/// The same of the kubelet's.
#[must_use]
pub fn kubelet_field(minor: Minor, path: &str) -> Option<FieldKind> {
    field(minor, Component::Kubelet, path)
}

/// The default of a field as JSON, if the kubelet has one other than null.
#[must_use]
pub fn kubelet_field_default(minor: Minor, path: &str) -> Option<Value> {
    serde_json::from_str(columns(minor, Component::Kubelet, path)?.nth(1)?).ok()
}

/// Every field of a component's configuration, by its path.
pub fn field_paths(minor: Minor, component: Component) -> impl Iterator<Item = &'static str> {
    first_columns(rows(minor, component))
}

/// A similar field directly below the path `before`, such as `memorySwap.` or `registerWithTaints[].`, to suggest in
/// place of `name`; without the path.
#[must_use]
pub fn suggested_field(minor: Minor, component: Component, before: &str, name: &str) -> Option<&'static str> {
    let inside = first_columns(rows(minor, component))
        .filter_map(|path| path.strip_prefix(before))
        .filter(|rest| !rest.contains(['.', '[']));
    suggestion(name, inside)
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
            assert_eq!(kind("maxPods"), FieldKind::Integer { bits: 32, is_signed: true });
            assert_eq!(kind("syncFrequency"), FieldKind::Duration);
            assert_eq!(kind("clusterDNS"), FieldKind::List(Box::new(FieldKind::String)));
            assert_eq!(kind("evictionHard"), FieldKind::Map(Box::new(FieldKind::String)));
            assert_eq!(kind("authentication"), FieldKind::Object);
            assert_eq!(kind("authentication.anonymous.enabled"), FieldKind::Boolean);
            assert_eq!(kind("memorySwap.swapBehavior"), FieldKind::String);
            assert_eq!(kind("registerWithTaints[].effect"), FieldKind::String);
            assert_eq!(kind("reservedMemory[].limits"), FieldKind::Map(Box::new(FieldKind::Quantity)));
        }
    }

    #[test]
    fn every_fields_kind_is_understood() {
        for minor in Minor::ALL {
            for component in Component::ALL {
                for name in first_columns(rows(minor, component)) {
                    assert!(field(minor, component, name).is_some(), "{minor} {name}");
                }
            }
        }
    }

    #[test]
    fn an_unknown_field_is_answered_with_the_one_that_was_meant() {
        assert_eq!(kubelet_field(Minor::V1_37, "failswapon"), None);
        assert_eq!(suggested_field(Minor::V1_37, Component::Kubelet, "", "failswapon"), Some("failSwapOn"));
        assert_eq!(suggested_field(Minor::V1_37, Component::Kubelet, "", "swapBehaviour"), None);
        let inside = suggested_field(Minor::V1_37, Component::Kubelet, "memorySwap.", "swapBehaviour");
        assert_eq!(inside, Some("swapBehavior"));
    }

    #[test]
    fn the_kubelets_defaults_are_known() {
        for minor in Minor::ALL {
            assert_eq!(kubelet_field_default(minor, "maxPods"), Some(Value::from(110)));
            assert_eq!(kubelet_field_default(minor, "providerID"), None);
        }
        let default = |field| Minor::ALL.map(|minor| kubelet_field_default(minor, field));
        let (none, factor) = (|| None, || Some(Value::from(0.9)));
        assert_eq!(default("memoryThrottlingFactor"), [factor(), factor(), factor(), none()]);
        let policy = || Some(Value::from("None"));
        assert_eq!(default("memoryReservationPolicy"), [none(), none(), policy(), policy()]);
    }

    #[test]
    fn a_value_of_another_kind_is_refused() {
        let integer = FieldKind::Integer { bits: 32, is_signed: true };
        assert!(integer.accepts(&Value::from(110)) && integer.accepts(&Value::from(i32::MIN)));
        assert!(!integer.accepts(&Value::from(1.5)) && !integer.accepts(&Value::from(1_i64 << 31)));
        let unsigned = FieldKind::Integer { bits: 32, is_signed: false };
        assert!(!unsigned.accepts(&Value::from(-1)) && unsigned.accepts(&Value::from(u32::MAX)));
        assert!(!FieldKind::Boolean.accepts(&Value::from("true")));
        assert!(!FieldKind::Duration.accepts(&Value::from(10)));
        assert!(!FieldKind::Duration.accepts(&Value::from("10")));
        assert!(FieldKind::Duration.accepts(&Value::from("10s")));
    }
}
