//! Fields of components' configuration files: none that kubemint sets, those that the minor has, with values that the component
//! takes. The kubelet's have rules of their own.

use serde_json::Value;

use super::super::{
    cure,
    tables::{MinorOf, minor_of},
};
use crate::{
    component::{Configuration, specifications},
    diagnostic::{Violation, key_path},
    kubernetes::{FieldKind, Form, Refusal, field, field_words, nearest_field_in, word_refusal},
    model::Draft,
};

/// Every field of every component, however deep.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    let mut found = Vec::new();
    for of in specifications().filter(|of| draft.runs(of.component)) {
        let Some(configuration) = &of.configuration else { continue };
        let mut judge = Judge { configuration, minor_of: minor_of(draft, of.component), found: Vec::new() };
        for (name, value) in (configuration.of_user)(draft) {
            judge.field("", name, key_path(&format!("{}.config", of.table), name), value);
        }
        found.extend(judge.found);
    }
    found
}

struct Judge {
    configuration: &'static Configuration,
    minor_of: MinorOf,
    found: Vec<Violation>,
}

impl Judge {
    /// The field `name` right below a path such as `conntrack.`, and what is in it.
    fn field(&mut self, before: &str, name: &str, at: String, value: &Value) {
        let (minor, component) = (self.minor_of.minor, self.minor_of.component);
        let path = format!("{before}{name}");
        if let Some((_, instead)) = self.configuration.owned.iter().find(|(owned, _)| *owned == path) {
            let message = format!("{path} is kubemint's to set");
            let expected = "a field that kubemint does not set";
            self.found.push(Violation::new("owned-field", at, message, expected).at_key().help(*instead));
        } else if let Some(kind) = field(minor, component, &path) {
            self.value(&kind, &path, &at, value);
            let inner = value.as_object().filter(|_| kind == FieldKind::Object);
            for (name, inner) in inner.into_iter().flatten() {
                self.field(&format!("{path}."), name, key_path(&at, name), inner);
            }
        } else {
            let unknown = self.unknown(before, name, at);
            self.found.push(unknown);
        }
    }

    fn unknown(&self, before: &str, name: &str, at: String) -> Violation {
        let (minor_of, path) = (&self.minor_of, format!("{before}{name}"));
        let component = minor_of.component;
        let message =
            format!("the {} of {} has no field {path}", self.configuration.kind, minor_of.release());
        let violation = Violation::new("unknown-field", at, message, "a field that it has").at_key();
        let others = minor_of.others_with(|minor| field(minor, component, &path));
        let help = match (others, nearest_field_in(minor_of.minor, component, before, name)) {
            (Some((_, others)), _) => format!("leave it out: it is a field of {others}"),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => {
                let api = self.configuration.api_version;
                format!("leave it out; {api} in Kubernetes' reference lists every field")
            }
        };
        minor_of.decides(violation).help(help)
    }

    /// A value of another type, or one that the component refuses.
    fn value(&mut self, kind: &FieldKind, path: &str, at: &str, value: &Value) {
        let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        let element = match kind {
            FieldKind::List(element) if value.is_array() => element.as_ref(),
            kind => kind,
        };
        let component = self.minor_of.component.name();
        if let Some(item) = items.iter().find(|item| !element.accepts(item)) {
            let message = format!("{component} cannot read {item} here");
            let text = item.as_str().map_or_else(|| item.to_string(), str::to_owned);
            let meant = cure::meant(path, &text, |other| element.accepts(&other.into()));
            let help = cure::help(meant, "write a value of that type");
            self.found.push(Violation::new("field-type", at, message, element.expected()).help(help));
        } else if let Some((item, refusal)) =
            items.iter().find_map(|item| Some((item, self.refusal(path, item)?)))
        {
            let message = format!("{} does not take {item} as {path}", self.minor_of.release());
            let help = refusal.near.map_or_else(
                || "correct the value, or leave it out for its default".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let violation = Violation::new("field-value", at, message, refusal.expected).help(help);
            let violation = self.minor_of.decides(violation);
            self.found.push(violation);
        }
    }

    /// Why the component refuses a value of the field's type.
    fn refusal(&self, path: &str, item: &Value) -> Option<Refusal> {
        let text = match item {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        let words = field_words(self.minor_of.minor, self.minor_of.component, path);
        let by_word = words.and_then(|words| word_refusal(words, &text));
        let form: Option<&'static Form> =
            self.configuration.forms.iter().find(|(known, _)| *known == path).map(|(_, form)| form);
        by_word.or_else(|| form?.refusal(&text))
    }
}
