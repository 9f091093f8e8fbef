//! `config` of `[kubelet]`: fields of a KubeletConfiguration, as TOML writes them.

use serde_json::{Map, Number, Value};
use toml::de::DeValue;

use super::Item;
use crate::diagnostic::Invalid;

/// Every field, or none and all faults.
pub(super) fn read(item: &Item<'_>) -> Option<Map<String, Value>> {
    let entries = item.entries()?;
    let fields: Vec<Option<_>> =
        entries.iter().map(|(name, _, value)| Some(((*name).to_owned(), json(value)?))).collect();
    fields.into_iter().collect()
}

/// The JSON value with the same meaning; JSON has no dates, no infinity and no NaN.
fn json(item: &Item<'_>) -> Option<Value> {
    match item.raw() {
        DeValue::String(text) => Some(Value::from(text.as_ref())),
        DeValue::Integer(_) => item.integer().map(Value::from),
        DeValue::Float(float) => {
            let number = float.as_str().parse().ok().and_then(Number::from_f64);
            item.accept(number.map(Value::Number).ok_or_else(|| {
                Invalid::new("number", format!("{float} is not a finite number"), "a finite number")
                    .help("leave it out, or take a number")
            }))
        }
        DeValue::Boolean(on) => Some(Value::from(*on)),
        DeValue::Datetime(_) => item.mistyped("a string, number, boolean, array or table"),
        DeValue::Array(_) => item.all(json).map(Value::Array),
        DeValue::Table(_) => read(item).map(Value::Object),
    }
}
