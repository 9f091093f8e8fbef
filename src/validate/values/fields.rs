//! Each field of a configuration file by itself: allowed words, range, grammar. Another rule checks that the field
//! exists and has the right type.

use serde_json::Value;

use super::super::{
    cure,
    tables::{TargetRelease, target},
};
use crate::{
    component::{ConfigurationFile, specifications},
    diagnostic::{Violation, key_path},
    kubernetes::{FieldKind, Form, Refusal, WordForm, Words, field, field_words, word_refusal},
    model::{Component, Draft},
};

/// How the fields of a component are checked.
pub(super) struct FieldRules<'a> {
    pub(super) target: &'a TargetRelease,
    pub(super) file: &'static ConfigurationFile,
    /// Whether the component does not read a field, so that its value does not matter.
    pub(super) is_unread: &'a dyn Fn(&str) -> bool,
    /// Fields whose words have their own rule.
    pub(super) gated: &'static [&'static str],
    /// Fields that cannot be empty if a flag sets them: an empty value means the default only in a file, since a flag
    /// is applied after defaults are set.
    pub(super) never_empty: &'static [&'static str],
    pub(super) code: &'static str,
}

/// Every field of `config` of every component except the kubelet, whose flags set fields too.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    let others =
        specifications().filter(|of| of.component != Component::Kubelet && draft.configures(of.component));
    let mut found = Vec::new();
    for (of, file) in others.filter_map(|of| Some((of, of.configuration?))) {
        let target = &target(draft, of.component);
        let code = "field-value";
        let rules = FieldRules { target, file, is_unread: &|_| false, gated: &[], never_empty: &[], code };
        for (name, value) in (file.config)(draft) {
            let path = key_path(&format!("{}.config", of.table), name);
            rules.judge(name, path, value, &mut found);
        }
    }
    found
}

impl FieldRules<'_> {
    /// Checks a field and its contents. Another rule reports fields that kubemint owns.
    pub(super) fn judge(&self, name: &str, path: String, value: &Value, found: &mut Vec<Violation>) {
        if self.file.is_owned(name) || (self.is_unread)(name) {
            return;
        }
        let kind = field(self.target.minor, self.target.component, name);
        let Some(kind) = kind.filter(|kind| kind.accepts(value)) else { return };
        match (&kind, value) {
            (FieldKind::Object, Value::Object(fields)) => {
                for (inner, value) in fields {
                    self.judge(&format!("{name}.{inner}"), key_path(&path, inner), value, found);
                }
            }
            (FieldKind::List(element), Value::Array(elements)) if **element == FieldKind::Object => {
                for (i, element) in elements.iter().enumerate() {
                    for (inner, value) in element.as_object().into_iter().flatten() {
                        let path = key_path(&format!("{path}[{i}]"), inner);
                        self.judge(&format!("{name}[].{inner}"), path, value, found);
                    }
                }
            }
            _ => {}
        }
        if let Some((shown, Refusal { expected, near })) = self.refusal(name, &kind, value) {
            let message = format!("{} does not accept {shown} as {name}", self.target.release());
            let violation = Violation::new(self.code, path, message, expected);
            let help = near.map_or_else(
                || "correct the value, or leave it out for its default".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            found.push(self.target.decides(violation).help(help));
        }
    }

    /// The part of a field's value that is refused, as text, and the reason.
    fn refusal(&self, name: &str, kind: &FieldKind, value: &Value) -> Option<(String, Refusal)> {
        let items = items(value);
        let words = field_words(self.target.minor, self.target.component, name);
        let by_word = words.and_then(|words| self.word_refusal(name, words, value, &items));
        by_word.or_else(|| {
            let form = self.file.form(self.target.minor, name)?;
            items.iter().find_map(|(key, item)| {
                // Elements and entries are checked one by one; in a flag, they would be separated by commas.
                let refuse = |item: &str| match (form, key) {
                    (Form::List(element), None) if value.is_array() => element.refusal(item),
                    (Form::Map(keys, mapped), Some(key)) => {
                        keys.refusal(key).or_else(|| mapped.refusal(item))
                    }
                    (form, _) => form.refusal(item),
                };
                let refusal = refuse(item)?;
                let near = refusal.near.or_else(|| cure::meant(name, item, |other| refuse(other).is_none()));
                let refusal = Refusal { near, ..refusal };
                let text = key.as_ref().map_or_else(|| item.clone(), |key| format!("{key}={item}"));
                let plain =
                    matches!(kind, FieldKind::Integer { .. } | FieldKind::Number | FieldKind::Boolean);
                Some((if plain { text } else { format!("{text:?}") }, refusal))
            })
        })
    }

    fn word_refusal(
        &self,
        name: &str,
        words: Words,
        value: &Value,
        items: &[(Option<String>, String)],
    ) -> Option<(String, Refusal)> {
        let is_gated = self.gated.contains(&name);
        let unknown = items.iter().find_map(|(key, item)| {
            let word = key.as_deref().unwrap_or(item);
            let refusal = word_refusal(words, word).filter(|_| !is_gated)?;
            Some((format!("{word:?}"), refusal))
        });
        let is_empty = self.never_empty.contains(&name) && value == "" && words.form == WordForm::OneOrEmpty;
        unknown.or_else(|| {
            let refusal = word_refusal(words.never_empty(), "").filter(|_| is_empty)?;
            Some(("\"\"".to_owned(), refusal))
        })
    }
}

/// The texts of a value: the value itself, each element, or each entry with its key.
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
