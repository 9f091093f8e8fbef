//! `config` of a component's table: fields of its configuration file that kubemint does not own, that the cluster's minor
//! has, and with values of the right type.

use serde_json::Value;

use super::{
    cure,
    tables::{TargetRelease, target},
};
use crate::{
    component::{ConfigurationFile, Fields, Specification, specifications},
    diagnostic::{Violation, key_path},
    kubernetes::{FieldKind, field, field_paths, suggested_field},
    model::Draft,
};

/// A component's configuration file, for rules.
struct Judged<'a> {
    target: TargetRelease,
    file: &'static ConfigurationFile,
    /// The path of the user's fields in cluster.toml, such as `kubelet.config`.
    path: String,
    config: &'a Fields,
}

/// The configuration file of every component that the cluster runs.
fn judged(draft: &Draft) -> Vec<Judged<'_>> {
    let judged = |of: &'static Specification| {
        let file = of.configuration?;
        let (target, config) = (target(draft, of.component), (file.config)(draft));
        Some(Judged { target, file, path: format!("{}.config", of.table), config })
    };
    specifications().filter(|of| draft.configures(of.component)).filter_map(judged).collect()
}

/// Fields that kubemint owns.
pub(super) fn owned(draft: &Draft) -> Vec<Violation> {
    judged(draft).iter().flat_map(owned_of).collect()
}

/// `apiVersion` and `kind`.
const TYPE: [(&[&str], &str); 2] = [(&["apiVersion"], "leave it out"), (&["kind"], "leave it out")];

fn owned_of(judged: &Judged<'_>) -> Vec<Violation> {
    let is_set = |field: &[&str]| {
        let (first, rest) = field.split_first()?;
        rest.iter().try_fold(judged.config.get(*first)?, |value: &Value, key| value.get(*key)).map(|_| ())
    };
    let violation = |(field, instead): &(&[&str], &'static str)| {
        let path = field.iter().fold(judged.path.clone(), |path, key| key_path(&path, key));
        let message = format!("{} is set by kubemint", field.join("."));
        Violation::new("owned-field", path, message, "a field that kubemint does not set")
            .at_key()
            .help(*instead)
    };
    let all = TYPE.iter().chain(judged.file.owned);
    all.filter(|(field, _)| is_set(field).is_some()).map(violation).collect()
}

/// Every field at any depth, with the contents of lists and maps.
pub(super) fn known(draft: &Draft) -> Vec<Violation> {
    let mut found = Vec::new();
    for judged in judged(draft) {
        for (name, value) in judged.config {
            judged.judge("", name, value, key_path(&judged.path, name), &mut found);
        }
    }
    found
}

impl Judged<'_> {
    /// Checks the field `name` directly below a path such as `memorySwap.`, and its contents.
    fn judge(&self, before: &str, name: &str, value: &Value, path: String, found: &mut Vec<Violation>) {
        let field_path = format!("{before}{name}");
        // Another rule reports fields that kubemint owns.
        if self.file.is_owned(&field_path) {
            return;
        }
        let Some(kind) = field(self.target.minor, self.target.component, &field_path) else {
            found.push(self.unknown(before, name, path));
            return;
        };
        if let Some(violation) = mismatch(&self.target, &field_path, &kind, value, path.clone()) {
            found.push(violation);
            return;
        }
        let mut inside = |before: &str, value: &Value, path: &str| {
            for (name, value) in value.as_object().into_iter().flatten() {
                self.judge(before, name, value, key_path(path, name), found);
            }
        };
        match (&kind, value) {
            (FieldKind::Object, value) => inside(&format!("{field_path}."), value, &path),
            (FieldKind::List(element), Value::Array(elements)) if **element == FieldKind::Object => {
                for (i, element) in elements.iter().enumerate() {
                    inside(&format!("{field_path}[]."), element, &format!("{path}[{i}]"));
                }
            }
            _ => {}
        }
    }

    fn unknown(&self, before: &str, name: &str, path: String) -> Violation {
        let (target, ConfigurationFile { kind, api_version, .. }) = (&self.target, self.file);
        let component = target.component;
        let field_path = format!("{before}{name}");
        let message = format!("the {kind} of {} has no field {field_path}", target.release());
        let violation = Violation::new("unknown-field", path, message, "a field that it has").at_key();
        let others = target.others_with(|minor| field(minor, component, &field_path));
        let help = match (others, suggested_field(target.minor, component, before, name)) {
            (Some((_, others)), _) => format!("leave it out: it is a field of {others}"),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => {
                format!("leave it out; {api_version} in Kubernetes' reference lists every field")
            }
        };
        target.decides(violation).help(help)
    }
}

/// The value in the type that the component reads, if it was written as another type.
fn as_that_type(target: &TargetRelease, field: &str, kind: &FieldKind, value: &Value) -> String {
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
            let fields = field_paths(target.minor, target.component);
            let own = fields
                .filter_map(|path| path.strip_prefix(field)?.strip_prefix('.'))
                .filter(|own| !own.contains('.'));
            format!("write a table with what it has: {}", own.collect::<Vec<_>>().join(", "))
        }
        None if matches!(kind, FieldKind::Map(_)) => {
            "write a name and a value for each, such as { \"memory.available\" = \"100Mi\" }".to_owned()
        }
        None => format!("write a value of that type: {} would refuse to start", target.release()),
    }
}

/// The first value of a wrong type, in the field itself or in its contents.
fn mismatch(
    target: &TargetRelease,
    field: &str,
    kind: &FieldKind,
    value: &Value,
    path: String,
) -> Option<Violation> {
    if !kind.accepts(value) {
        let message = format!("{} cannot parse {value} here", target.release());
        let violation = Violation::new("field-type", path, message, kind.expected());
        return Some(violation.help(as_that_type(target, field, kind, value)));
    }
    match (kind, value) {
        (FieldKind::List(kind), Value::Array(elements)) => {
            let mut elements = elements.iter().enumerate();
            elements.find_map(|(i, element)| mismatch(target, field, kind, element, format!("{path}[{i}]")))
        }
        (FieldKind::Map(kind), Value::Object(entries)) => {
            let mut entries = entries.iter();
            entries.find_map(|(key, entry)| mismatch(target, field, kind, entry, key_path(&path, key)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        component::{configuration_file, owned_flags, refused_flags},
        kubernetes::{field_of_kubelet_flag, flag_names},
        model::{Component, Minor},
    };

    /// A flag overrides the field that it sets.
    #[test]
    fn no_flag_of_the_kubelet_sets_a_field_that_is_kubemints() {
        let owned = owned_flags(Component::Kubelet);
        let file = configuration_file(Component::Kubelet).unwrap();
        let mut judged = 0;
        for minor in Minor::ALL {
            for name in flag_names(minor, Component::Kubelet) {
                let Some(field) = field_of_kubelet_flag(minor, name).filter(|field| file.is_owned(field))
                else {
                    continue;
                };
                let refused = refused_flags(Component::Kubelet).iter().any(|flag| flag.name == name);
                assert!(owned.contains(&name) || refused, "--{name} of {minor} sets {field}");
                judged += 1;
            }
        }
        assert!(judged >= file.owned.len() / 2, "{judged}");
    }
}
