//! What the table of each component says of its process: `env`, `requests` and `limits`.

use std::ops::Range;

use toml::de::DeValue;

use super::{Item, Table};
use crate::{
    content,
    diagnostic::Invalid,
    model::{
        CpuQuantity, Environment, MemoryQuantity, ProcessSettings, Resources, VariableName, VariableValue,
    },
};

pub(super) fn read(table: &Table<'_>) -> ProcessSettings {
    ProcessSettings {
        env: table.optional("env", environment).unwrap_or_default(),
        requests: table.optional("requests", resources).unwrap_or_default(),
        limits: table.optional("limits", resources).unwrap_or_default(),
    }
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

/// Quantities by resource, or none, with an error for each that is wrong.
fn resources(item: &Item<'_>) -> Option<Resources> {
    if !matches!(item.raw(), DeValue::Table(_)) {
        let refusal = Invalid::new("wrong-type", "resources are a table of quantities", "a table");
        item.refuse(refusal.help("write { cpu = \"250m\", memory = \"512Mi\" }"));
        return None;
    }
    let mut resources = Resources::NONE;
    let mut is_valid = true;
    for (name, span, value) in item.entries()? {
        match name {
            "cpu" => resources.cpu = quantity(&value, CpuQuantity::parse),
            "memory" => resources.memory = quantity(&value, MemoryQuantity::parse),
            _ => {
                let message = format!("{name:?} is no resource of a component");
                let refusal = Invalid::new("resource-name", message, "cpu or memory");
                value.refuse_at(span, refusal.help("leave it out"));
            }
        }
        is_valid &= match name {
            "cpu" => resources.cpu.is_some(),
            "memory" => resources.memory.is_some(),
            _ => false,
        };
    }
    is_valid.then_some(resources)
}

/// A quantity. An integer is a quantity without a suffix.
fn quantity<T>(item: &Item<'_>, parse: impl Fn(&str) -> Result<T, Invalid>) -> Option<T> {
    match item.raw() {
        DeValue::Integer(_) => item.accept(parse(&item.integer()?.to_string())),
        DeValue::Float(number) => item.accept(parse(number.as_str())),
        _ => item.parse(parse),
    }
}
