//! Each field by itself: its words, its range, its grammar. That it is one and has its type is another rule's.

use serde_json::Value;

use super::settings::Settings;
use crate::{
    kubernetes::{FieldKind, Refusal, field_form, kubelet_field, kubelet_field_words, word_refusal},
    model::{Violation, key_path},
};

/// Every field of `config`, however deep, and every flag that sets one.
pub(super) fn check(settings: &Settings<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    for (name, value) in &settings.draft.kubelet.config {
        walk(settings, name, key_path("kubelet.config", name), value, "kubelet-field-value", &mut found);
    }
    for (flag, field, value) in settings.flags() {
        walk(settings, field, key_path("kubelet.extra_args", flag), &value, "flag-value", &mut found);
    }
    found
}

fn walk(
    settings: &Settings<'_>,
    field: &str,
    path: String,
    value: &Value,
    code: &'static str,
    found: &mut Vec<Violation>,
) {
    let Some(kind) = kubelet_field(settings.minor_of.minor, field).filter(|kind| kind.accepts(value)) else {
        return;
    };
    match (&kind, value) {
        (FieldKind::Object, Value::Object(fields)) => {
            for (name, value) in fields {
                walk(settings, &format!("{field}.{name}"), key_path(&path, name), value, code, found);
            }
        }
        (FieldKind::List(element), Value::Array(elements)) if **element == FieldKind::Object => {
            for (i, element) in elements.iter().enumerate() {
                for (name, value) in element.as_object().into_iter().flatten() {
                    let path = key_path(&format!("{path}[{i}]"), name);
                    walk(settings, &format!("{field}[].{name}"), path, value, code, found);
                }
            }
        }
        _ => {}
    }
    if let Some((shown, Refusal { expected, near })) = refusal(settings, field, &kind, value) {
        let message = format!("{} does not take {shown} as {field}", settings.minor_of.release());
        let violation = Violation::new(code, path, message, expected);
        let help = near.map_or_else(
            || "correct the value, or leave it out for its default".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        found.push(settings.minor_of.decides(violation).help(help));
    }
}

/// What of a field's value is refused, as text, and why.
fn refusal(
    settings: &Settings<'_>,
    field: &str,
    kind: &FieldKind,
    value: &Value,
) -> Option<(String, Refusal)> {
    let items = items(value);
    let known = kubelet_field_words(settings.minor_of.minor, field);
    let by_word = known.and_then(|words| {
        items.iter().find_map(|(key, item)| {
            let word = key.as_deref().unwrap_or(item);
            // Options that need a gate are a rule of their own.
            let is_gated = field == "cpuManagerPolicyOptions";
            let refusal = word_refusal(words, word).filter(|_| !is_gated)?;
            Some((format!("{word:?}"), refusal))
        })
    });
    let form = field_form(field);
    by_word.or_else(|| {
        let form = form?;
        items.iter().find_map(|(key, item)| {
            let text = key.as_ref().map_or_else(|| item.clone(), |key| format!("{key}={item}"));
            let number = matches!(kind, FieldKind::Integer { .. } | FieldKind::Number | FieldKind::Boolean);
            let shown = if number { text.clone() } else { format!("{text:?}") };
            Some((shown, form.refusal(&text)?))
        })
    })
}

/// The texts of a value: its own, each element's, or each entry's with its key.
fn items(value: &Value) -> Vec<(Option<String>, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match value {
        Value::Array(elements) => elements.iter().map(|element| (None, text(element))).collect(),
        Value::Object(entries) => {
            entries.iter().map(|(key, entry)| (Some(key.clone()), text(entry))).collect()
        }
        value => vec![(None, text(value))],
    }
}
