//! Each field by itself: its words, its range, its grammar. That it is one and has its type is another rule's.

use serde_json::Value;

use super::{
    super::super::{cure, kubelet_fields::is_owned},
    settings::Settings,
};
use crate::{
    diagnostic::{Violation, key_path},
    kubernetes::{
        FieldKind, Form, Refusal, WordForm, field_form, kubelet_field, kubelet_field_words, word_refusal,
    },
};

/// Fields of which the kubelet refuses an empty word (`pkg/kubelet/apis/config/validation` and `pkg/kubelet/cm`).
const NEVER_EMPTY: [&str; 5] = [
    "cpuManagerPolicy",
    "hairpinMode",
    "memoryManagerPolicy",
    "topologyManagerPolicy",
    "topologyManagerScope",
];

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

/// What is kubemint's is another rule's, whatever its value.
fn walk(
    settings: &Settings<'_>,
    field: &str,
    path: String,
    value: &Value,
    code: &'static str,
    found: &mut Vec<Violation>,
) {
    // The topology manager reads its options where it has a policy (`pkg/kubelet/cm/topologymanager`, `NewManager`).
    let is_unread =
        field == "topologyManagerPolicyOptions" && settings.text("topologyManagerPolicy") == "none";
    if is_owned(field) || is_unread {
        return;
    }
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
    if let Some((shown, Refusal { expected, near })) = refusal(settings, field, &kind, value, code) {
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
    code: &str,
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
    // Only in a file does an empty word stand for the default: a flag is read after defaults are set.
    let is_empty_flag = code == "flag-value" && NEVER_EMPTY.contains(&field) && value == "";
    let by_word = by_word.or_else(|| {
        let words = known.filter(|words| is_empty_flag && words.form == WordForm::OneOrEmpty)?;
        Some(("\"\"".to_owned(), word_refusal(words.never_empty(), "")?))
    });
    by_word.or_else(|| {
        let form = field_form(settings.minor_of.minor, field)?;
        items.iter().find_map(|(key, item)| {
            // Elements and entries are there one by one; in a flag, commas would stand between them.
            let refuse = |item: &str| match (form, key) {
                (Form::List(element), None) if value.is_array() => element.refusal(item),
                (Form::Map(keys, mapped), Some(key)) => keys.refusal(key).or_else(|| mapped.refusal(item)),
                (form, _) => form.refusal(item),
            };
            let refusal = refuse(item)?;
            let near = refusal.near.or_else(|| cure::meant(field, item, |other| refuse(other).is_none()));
            let refusal = Refusal { near, ..refusal };
            let text = key.as_ref().map_or_else(|| item.clone(), |key| format!("{key}={item}"));
            let plain = matches!(kind, FieldKind::Integer { .. } | FieldKind::Number | FieldKind::Boolean);
            Some((if plain { text } else { format!("{text:?}") }, refusal))
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
