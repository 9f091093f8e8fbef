//! `config` of `[kubelet]`: fields of a KubeletConfiguration that kubemint does not decide itself, that the cluster's minor has,
//! and with values of their kind.

use serde_json::Value;

use super::{
    cure,
    tables::{MinorOf, minor_of},
};
use crate::{
    diagnostic::{Violation, key_path},
    kubernetes::{FieldKind, kubelet_field, kubelet_field_paths, nearest_field_in},
    model::{Component, Draft},
};

/// Fields that other files of the tree depend on, or that have a key of their own, and what to use instead.
const OWNED: &[(&[&str], &str)] = &[
    (&["apiVersion"], "leave it out"),
    (&["authentication", "anonymous"], "leave it out: nobody asks a kubelet without a name"),
    (&["authentication", "webhook", "enabled"], "leave it out: the API server knows the tokens"),
    (&["authentication", "x509"], "leave it out: the cluster's CA signs all clients"),
    (&["authorization", "mode"], "leave it out: the API server decides who may ask a kubelet"),
    (&["clusterDNS"], "`service_cidr` of [cluster] decides it"),
    (&["clusterDomain"], "`dns_domain` of [cluster] decides it"),
    (&["containerRuntimeEndpoint"], "use `container_runtime_endpoint` of [kubelet]"),
    (&["featureGates"], "use `feature_gates` of [kubelet]"),
    (&["healthzBindAddress"], "leave it out: it is asked at 127.0.0.1"),
    (&["healthzPort"], "leave it out: it is asked at 10248"),
    (&["kind"], "leave it out"),
    (&["registerWithTaints"], "use `taints` of [[control_plane]] and [[worker]]"),
    (&["rotateCertificates"], "use `join` of [[worker]]"),
    (&["serverTLSBootstrap"], "use `serving` of [kubelet]"),
    (&["staticPodPath"], "leave it out: the manifests lie in /etc/kubernetes/manifests"),
    (&["tlsCertFile"], "use `serving` of [kubelet]"),
    (&["tlsPrivateKeyFile"], "use `serving` of [kubelet]"),
];

/// Whether a field, by its path, is kubemint's or lies in one that is.
pub(super) fn is_owned(path: &str) -> bool {
    OWNED.iter().any(|(field, _)| {
        let rest = path.strip_prefix(&field.join("."));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    })
}

/// Every field that is kubemint's.
pub(super) fn owned(draft: &Draft) -> Vec<Violation> {
    let config = &draft.kubelet.config;
    let is_set = |field: &[&str]| {
        let (first, rest) = field.split_first()?;
        rest.iter().try_fold(config.get(*first)?, |value: &Value, key| value.get(*key)).map(|_| ())
    };
    let violation = |(field, instead): &(&[&str], &str)| {
        let path = field.iter().fold("kubelet.config".to_owned(), |path, key| key_path(&path, key));
        let message = format!("{} is kubemint's to set", field.join("."));
        Violation::new("owned-kubelet-field", path, message, "a field that kubemint does not set")
            .at_key()
            .help(*instead)
    };
    OWNED.iter().filter(|(field, _)| is_set(field).is_some()).map(violation).collect()
}

/// Every field, however deep, with what is in its lists and maps.
pub(super) fn known(draft: &Draft) -> Vec<Violation> {
    let minor_of = minor_of(draft, Component::Kubelet);
    let mut found = Vec::new();
    for (name, value) in &draft.kubelet.config {
        judge(&minor_of, "", name, value, key_path("kubelet.config", name), &mut found);
    }
    found
}

/// Judges the field `name` right below a path such as `memorySwap.`, and what is in it.
fn judge(
    minor_of: &MinorOf,
    before: &str,
    name: &str,
    value: &Value,
    path: String,
    found: &mut Vec<Violation>,
) {
    let field = format!("{before}{name}");
    // What is kubemint's is another rule's, whatever its value.
    if is_owned(&field) {
        return;
    }
    let Some(kind) = kubelet_field(minor_of.minor, &field) else {
        found.push(unknown(before, name, path, minor_of));
        return;
    };
    if let Some(violation) = mismatch(minor_of, &field, &kind, value, path.clone()) {
        found.push(violation);
        return;
    }
    let mut inside = |before: &str, value: &Value, path: &str| {
        for (name, value) in value.as_object().into_iter().flatten() {
            judge(minor_of, before, name, value, key_path(path, name), found);
        }
    };
    match (&kind, value) {
        (FieldKind::Object, value) => inside(&format!("{field}."), value, &path),
        (FieldKind::List(element), Value::Array(elements)) if **element == FieldKind::Object => {
            for (i, element) in elements.iter().enumerate() {
                inside(&format!("{field}[]."), element, &format!("{path}[{i}]"));
            }
        }
        _ => {}
    }
}

fn unknown(before: &str, name: &str, path: String, minor_of: &MinorOf) -> Violation {
    let field = format!("{before}{name}");
    let message = format!("the KubeletConfiguration of {} has no field {field}", minor_of.release());
    let violation = Violation::new("unknown-kubelet-field", path, message, "a field that it has").at_key();
    let others = minor_of.others_with(|minor| kubelet_field(minor, &field));
    let help = match (others, nearest_field_in(minor_of.minor, Component::Kubelet, before, name)) {
        (Some((_, others)), _) => format!("leave it out: it is a field of {others}"),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => {
            "leave it out; kubelet.config.k8s.io/v1beta1 in Kubernetes' reference lists every field"
                .to_owned()
        }
    };
    minor_of.decides(violation).help(help)
}

/// The value as the kubelet reads it, where it was written as another type.
fn as_that_type(minor_of: &MinorOf, field: &str, kind: &FieldKind, value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let is_duration = matches!(kind, FieldKind::Duration | FieldKind::DurationOrNanoseconds);
    let duration = cure::meant(field, &text, |other| is_duration && kind.accepts(&other.into()));
    let other = match value {
        Value::String(text) => serde_json::from_str(text).ok(),
        Value::Number(_) | Value::Bool(_) => Some(Value::String(value.to_string())),
        _ => None,
    };
    match other.filter(|other| kind.accepts(other)) {
        Some(Value::String(text)) => format!("put it in double quotes: {text:?}"),
        Some(other) => format!("write {other}, without quotes"),
        None if duration.is_some() => format!("write {:?}", duration.unwrap_or_default()),
        None if matches!(kind, FieldKind::Object) => {
            let fields = kubelet_field_paths(minor_of.minor);
            let own = fields
                .filter_map(|path| path.strip_prefix(field)?.strip_prefix('.'))
                .filter(|own| !own.contains('.'));
            format!("write a table with what it has: {}", own.collect::<Vec<_>>().join(", "))
        }
        None if matches!(kind, FieldKind::Map(_)) => {
            "write a name and a value for each, such as { \"memory.available\" = \"100Mi\" }".to_owned()
        }
        None => "write a value of that type: the kubelet would refuse to start".to_owned(),
    }
}

/// The first value of another kind, in the field itself or in what it holds.
fn mismatch(
    minor_of: &MinorOf,
    field: &str,
    kind: &FieldKind,
    value: &Value,
    path: String,
) -> Option<Violation> {
    if !kind.accepts(value) {
        let message = format!("the kubelet cannot read {value} here");
        let violation = Violation::new("kubelet-field-type", path, message, kind.expected());
        return Some(violation.help(as_that_type(minor_of, field, kind, value)));
    }
    match (kind, value) {
        (FieldKind::List(kind), Value::Array(elements)) => {
            let mut elements = elements.iter().enumerate();
            elements.find_map(|(i, element)| mismatch(minor_of, field, kind, element, format!("{path}[{i}]")))
        }
        (FieldKind::Map(kind), Value::Object(entries)) => {
            let mut entries = entries.iter();
            entries.find_map(|(key, entry)| mismatch(minor_of, field, kind, entry, key_path(&path, key)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        component::{owned_flags, refused_flags},
        kubernetes::{field_of_kubelet_flag, flag_names},
        model::{Component, Minor},
    };

    /// A flag outranks the field that it sets.
    #[test]
    fn no_flag_of_the_kubelet_sets_a_field_that_is_kubemints() {
        let owned = owned_flags(Component::Kubelet);
        let mut judged = 0;
        for minor in Minor::ALL {
            for name in flag_names(minor, Component::Kubelet) {
                let Some(field) = field_of_kubelet_flag(minor, name).filter(|field| is_owned(field)) else {
                    continue;
                };
                let refused = refused_flags(Component::Kubelet).iter().any(|flag| flag.name == name);
                assert!(owned.contains(&name) || refused, "--{name} of {minor} sets {field}");
                judged += 1;
            }
        }
        assert!(judged >= OWNED.len() / 2, "{judged}");
    }
}
