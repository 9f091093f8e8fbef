//! `config` of `[kubelet]`: fields that the KubeletConfiguration of the cluster's minor has, with values of their kind.

use serde_json::Value;

use super::minor_of::{MinorOf, minor_of};
use crate::{
    kubernetes::{FieldKind, kubelet_field, nearest_kubelet_field},
    model::{Component, Draft, Violation, key_path},
};

/// The type's own two fields, which the facts leave out; that they are kubemint's is another rule's.
const OF_THE_TYPE: [&str; 2] = ["apiVersion", "kind"];

/// Every field of the first level, with what is in its lists and maps.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    let Some(minor_of) = minor_of(draft, Component::Kubelet) else { return Vec::new() };
    let fields = draft.kubelet.config.iter().filter(|(name, _)| !OF_THE_TYPE.contains(&name.as_str()));
    let check = |(name, value): (&String, &Value)| {
        let path = key_path("kubelet.config", name);
        match kubelet_field(minor_of.minor, name) {
            None => Some(unknown(name, path, &minor_of)),
            Some(kind) => mismatch(&kind, value, path),
        }
    };
    fields.filter_map(check).collect()
}

fn unknown(name: &str, path: String, minor_of: &MinorOf) -> Violation {
    let message = format!("the KubeletConfiguration of {} has no field {name}", minor_of.release());
    let violation = Violation::new("unknown-kubelet-field", path, message, "a field that it has").at_key();
    let others = minor_of.others_with(|minor| kubelet_field(minor, name));
    let help = match (others, nearest_kubelet_field(minor_of.minor, name)) {
        (Some((_, others)), _) => format!("leave it out: it is a field of {others}"),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => {
            "leave it out; kubelet.config.k8s.io/v1beta1 in Kubernetes' reference lists every field"
                .to_owned()
        }
    };
    minor_of.decides(violation).help(help)
}

/// The first value of another kind, in the field itself or in what it holds.
fn mismatch(kind: &FieldKind, value: &Value, path: String) -> Option<Violation> {
    if !kind.accepts(value) {
        let message = format!("the kubelet cannot read {value} here");
        let violation = Violation::new("kubelet-field-type", path, message, kind.expected());
        return Some(violation.help("write a value of that type: the kubelet would refuse to start"));
    }
    match (kind, value) {
        (FieldKind::List(kind), Value::Array(elements)) => {
            let mut elements = elements.iter().enumerate();
            elements.find_map(|(i, element)| mismatch(kind, element, format!("{path}[{i}]")))
        }
        (FieldKind::Map(kind), Value::Object(entries)) => {
            let mut entries = entries.iter();
            entries.find_map(|(key, entry)| mismatch(kind, entry, key_path(&path, key)))
        }
        _ => None,
    }
}
