//! The kubelet's effective configuration: a flag overrides `[kubelet] config`, which overrides what kubemint sets
//! and the kubelet's own default.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::super::tables::TargetRelease;
use crate::{
    component::{owned_flags, refused_flags},
    diagnostic::{Violation, key_path},
    kubernetes::{
        FieldKind, field_of_kubelet_flag, go_values, is_feature_on, kubelet_field, kubelet_field_default,
        values::text::comma_list,
    },
    model::{Component, Draft, Minor},
};

/// The effective fields of the kubelet's configuration.
pub(super) struct Settings<'a> {
    pub(super) draft: &'a Draft,
    pub(super) target: &'a TargetRelease,
}

/// Fields that kubemint sets and users can override (`component/kubelet_configuration.rs`).
const OWN_DEFAULTS: [(&str, &str); 3] =
    [("cgroupDriver", "systemd"), ("tlsMinVersion", "VersionTLS12"), ("containerRuntimeEndpoint", "unix://")];

/// The field that a flag sets, from the newest minor that has it: it is the same in all minors.
pub(super) fn field_of(flag: &str) -> Option<&'static str> {
    Minor::ALL.into_iter().rev().find_map(|minor| field_of_kubelet_flag(minor, flag))
}

impl<'a> Settings<'a> {
    /// Each flag that sets a field and can be set: its name, the field, and the value in the form of the field.
    pub(super) fn flags(&self) -> Vec<(&'a str, &'static str, Value)> {
        let not_taken = |name: &str| {
            owned_flags(Component::Kubelet).contains(&name)
                || refused_flags(Component::Kubelet).iter().any(|flag| flag.name == name)
        };
        let flags = self.draft.kubelet.extra_args.iter().filter(|(name, _)| !not_taken(name));
        let value = |(name, text): (&'a String, &'a String)| {
            let field = field_of(name)?;
            let kind = kubelet_field(self.target.minor, field)?;
            Some((name.as_str(), field, value_of_text(&kind, text, name)?))
        };
        flags.filter_map(value).collect()
    }

    /// The value that cluster.toml gives a field, by a flag or in `config`.
    pub(super) fn set(&self, field: &str) -> Option<Value> {
        let by_flag = self.flags().into_iter().find(|(_, set, _)| *set == field).map(|(_, _, value)| value);
        by_flag.or_else(|| {
            let mut keys = field.split('.');
            let first = self.draft.kubelet.config.get(keys.next()?)?;
            keys.try_fold(first, |value, key| value.get(key)).cloned()
        })
    }

    /// The value of a field.
    pub(super) fn value(&self, field: &str) -> Option<Value> {
        let own =
            || OWN_DEFAULTS.iter().find(|(name, _)| *name == field).map(|(_, value)| Value::from(*value));
        self.set(field)
            .filter(|value| !is_default(value, kubelet_field(self.target.minor, field).as_ref()))
            .or_else(own)
            .or_else(|| kubelet_field_default(self.target.minor, field))
    }

    /// The value of a text field; empty if it has none.
    pub(super) fn text(&self, field: &str) -> String {
        self.value(field).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The value of an integer field.
    pub(super) fn whole(&self, field: &str) -> Option<i64> {
        self.set(field).or_else(|| self.value(field))?.as_i64()
    }

    /// The value of a duration field in nanoseconds; 0 if it has none.
    pub(super) fn time(&self, field: &str) -> Option<i64> {
        self.value(field).map_or(Some(0), |value| go_values::duration(value.as_str()?))
    }

    /// The value of a boolean field.
    pub(super) fn is_on(&self, field: &str) -> bool {
        self.set(field).or_else(|| self.value(field)).and_then(|value| value.as_bool()).unwrap_or_default()
    }

    /// The value of a field that is a list of texts.
    pub(super) fn list(&self, field: &str) -> Vec<String> {
        let value = self.set(field).or_else(|| self.value(field));
        let items = value.and_then(|value| value.as_array().cloned()).unwrap_or_default();
        items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
    }

    /// The value of a field that is a map of texts.
    pub(super) fn map(&self, field: &str) -> BTreeMap<String, String> {
        let entries = self.set(field).and_then(|value| value.as_object().cloned()).unwrap_or_default();
        entries.iter().filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
    }

    /// Whether a feature gate of the kubelet is on.
    pub(super) fn has_feature(&self, gate: &str) -> bool {
        is_feature_on(self.target.minor, Component::Kubelet, &self.draft.kubelet.feature_gates, gate)
    }

    /// The path in cluster.toml at which a field is set.
    pub(super) fn path(&self, field: &str) -> String {
        let flag = self.flags().into_iter().find(|(_, set, _)| *set == field).map(|(name, _, _)| name);
        match flag {
            Some(flag) => key_path("kubelet.extra_args", flag),
            None => field.split('.').fold("kubelet.config".to_owned(), |path, key| key_path(&path, key)),
        }
    }

    /// A violation between fields, reported at the first of them that cluster.toml sets, with the others as labels.
    pub(super) fn conflict(
        &self,
        fields: &[&str],
        message: impl Into<String>,
        expected: &'static str,
        help: &str,
    ) -> Option<Violation> {
        let mut set = fields.iter().filter(|field| self.set(field).is_some());
        let violation = Violation::new("kubelet-fields-disagree", self.path(set.next()?), message, expected);
        let violation =
            set.fold(violation, |violation, field| violation.also(self.path(field), "the other value"));
        Some(self.target.decides(violation).help(help))
    }
}

/// Whether a value means the field's default: an empty value, which Go's `omitempty` leaves out.
fn is_default(value: &Value, kind: Option<&FieldKind>) -> bool {
    match value {
        Value::String(text) if kind == Some(&FieldKind::Duration) => go_values::duration(text) == Some(0),
        Value::String(text) => text.is_empty(),
        Value::Number(number) => number.as_i64() == Some(0),
        _ => false,
    }
}

/// `reservedMemory` in the form of `--reserved-memory`, such as `0:memory=1Gi,hugepages-2Mi=4Mi;1:memory=1Gi`
/// (`pkg/util/flag/flags.go`, `ReservedMemoryVar.Set`, 1.36). If one part has a resource repeatedly, the last one counts.
pub(super) fn memory_of_flag(text: &str) -> Option<Value> {
    let part = |part: &str| {
        let (node, limits) = part.split_once(':')?;
        let node: i32 = node.parse().ok()?;
        let limit = |limit: &str| {
            let (resource, amount) =
                limit.split_once('=').filter(|(_, amount)| !amount.contains([':', '=']))?;
            Some((resource.to_owned(), Value::from(amount)))
        };
        let limits: Option<Map<String, Value>> = limits.split(',').map(limit).collect();
        Some(json!({ "numaNode": node, "limits": limits? }))
    };
    text.split(';').map(part).collect::<Option<Vec<Value>>>().map(Value::from)
}

/// A flag's text in the form of its field; `None` if the field cannot have it.
fn value_of_text(kind: &FieldKind, text: &str, name: &str) -> Option<Value> {
    let (is_threshold, is_single) = (name.starts_with("eviction-"), name == "cpu-manager-policy-options");
    match kind {
        _ if name == "reserved-memory" => memory_of_flag(text),
        FieldKind::Boolean => go_values::is_boolean(text).then(|| Value::from(go_values::is_true(text))),
        FieldKind::Integer { .. } => {
            go_values::signed_integer(text).and_then(|value| i64::try_from(value).ok()).map(Value::from)
        }
        FieldKind::Number => go_values::number(text, 64).map(Value::from),
        FieldKind::List(_) => comma_list(text).map(Value::from),
        // `--manifest-url-header`, whose type has its own check.
        FieldKind::Map(element) if matches!(**element, FieldKind::List(_)) => None,
        FieldKind::Map(_) => {
            let mark = if is_threshold && text.contains('<') { '<' } else { '=' };
            // `--cpu-manager-policy-options` takes one pair per occurrence, and kubemint writes each flag once.
            let pairs: Vec<_> = if is_single { vec![text] } else { text.split(',').collect() };
            let pairs = pairs.into_iter().filter(|pair| !pair.is_empty());
            let pairs =
                pairs.map(|pair| pair.split_once(mark).map(|(key, value)| (key.trim(), value.trim())));
            let pairs: Option<Vec<_>> = pairs.collect();
            Some(pairs?.into_iter().map(|(key, value)| (key.to_owned(), Value::from(value))).collect())
        }
        FieldKind::Object | FieldKind::Time => None,
        FieldKind::String | FieldKind::Duration | FieldKind::DurationOrNanoseconds | FieldKind::Quantity => {
            Some(Value::from(text))
        }
    }
}
