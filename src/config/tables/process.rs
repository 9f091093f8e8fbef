//! What the table of each component says of its process: `env`.

use std::ops::Range;

use toml::de::DeValue;

use super::{Item, Table};
use crate::{
    content,
    diagnostic::Invalid,
    model::{Environment, ProcessSettings, VariableName, VariableValue},
};

pub(super) fn read(table: &Table<'_>) -> ProcessSettings {
    ProcessSettings { env: table.optional("env", environment).unwrap_or_default() }
}

/// Every variable, or none, with an error for each that is wrong.
fn environment(item: &Item<'_>) -> Option<Environment> {
    if !matches!(item.raw(), DeValue::Table(_)) {
        let refusal =
            Invalid::new("wrong-type", "environment variables are a table of names and values", "a table");
        item.refuse(refusal.help("write each name, and its value as text: { GOMEMLIMIT = \"3GiB\" }"));
        return None;
    }
    let variable = |(name, span, value): &(&str, Range<usize>, Item<'_>)| {
        let parsed = VariableName::parse(name).map_err(|invalid| value.refuse_at(span.clone(), invalid));
        let text = value.parse(|text| VariableValue::parse(text).and_then(|value| public(name, value)));
        Some((parsed.ok()?, text?))
    };
    let variables: Vec<Option<_>> = item.entries()?.iter().map(variable).collect();
    variables.into_iter().collect()
}

/// The value, unless it looks like a secret: it stands in pods and units, which may be committed, and which every user of the
/// machine can read.
fn public(name: &str, value: VariableValue) -> Result<VariableValue, Invalid> {
    let is_secret = |text: &str| content::mask(text) != text;
    let line = format!("{name}={value}");
    // GODEBUG has many short words, which together look random.
    let mut parts = value.as_str().split([',', ';', '=', ' ']);
    let named = is_secret(&format!("{name}=x")) && !value.as_str().is_empty();
    if !(named || parts.any(is_secret) || content::private_line(&line).is_some()) {
        return Ok(value);
    }
    let refusal =
        Invalid::new("env-secret", "the value looks like a secret", "a value that everybody may know");
    Err(refusal.help(
        "the public output has it: let the process read it from a file that only its user can read, or a proxy know the \
         machine by its address",
    ))
}
