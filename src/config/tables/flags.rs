//! `feature_gates` and `extra_args`, which every component has.

use std::ops::Range;

use toml::de::DeValue;

use super::{Item, Table};
use crate::{
    diagnostic::Invalid,
    model::{ExtraArgs, FeatureGates},
};

pub(super) fn feature_gates(table: &Table<'_>) -> FeatureGates {
    let read = |item: &Item<'_>| {
        if !matches!(item.raw(), DeValue::Table(_)) {
            let refusal =
                Invalid::new("wrong-type", "feature gates are a table of names and switches", "a table");
            item.refuse(
                refusal.help("write each gate and whether it is on, without quotes: { AllAlpha = false }"),
            );
            return None;
        }
        let gate = |(name, _, value): &(&str, Range<usize>, Item<'_>)| {
            value.boolean().map(|on| ((*name).to_owned(), on))
        };
        collect(item, gate)
    };
    table.optional("feature_gates", read).unwrap_or_default()
}

pub(super) fn extra_args(table: &Table<'_>) -> ExtraArgs {
    let read = |item: &Item<'_>| {
        if !matches!(item.raw(), DeValue::Table(_)) {
            let refusal = Invalid::new("wrong-type", "flags are a table of names and values", "a table");
            item.refuse(refusal.help("write each flag without dashes, and its value as text: { v = \"2\" }"));
            return None;
        }
        let flag = |(name, span, value): &(&str, Range<usize>, Item<'_>)| {
            let name_ok = check_name(name).map_err(|invalid| value.refuse_at(span.clone(), invalid));
            let text = value.parse(check_value);
            Some(((*name).to_owned(), name_ok.ok().and(text)?))
        };
        collect(item, flag)
    };
    table.optional("extra_args", read).unwrap_or_default()
}

/// All entries, or `None`, with an error for each invalid one.
fn collect<T, C: FromIterator<T>>(
    item: &Item<'_>,
    read: impl Fn(&(&str, Range<usize>, Item<'_>)) -> Option<T>,
) -> Option<C> {
    let entries = item.entries()?;
    let values: Vec<Option<T>> = entries.iter().map(read).collect();
    values.into_iter().collect()
}

/// Components accept `_` for `-` in a flag's name; a single spelling makes names comparable.
fn check_name(name: &str) -> Result<(), Invalid> {
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if !name.is_empty() && name.bytes().all(letter) && !name.starts_with('-') {
        return Ok(());
    }
    let refusal = Invalid::new(
        "flag-name",
        format!("{name:?} is not a flag's name"),
        "a name of a-z, 0-9 and -, no leading -",
    );
    Err(refusal.help(match with_dashes(name) {
        meant if meant == name => match name.split_once('=') {
            Some((name, value)) => format!("write the name and the value apart: {name} = {value:?}"),
            None => "write it as the component's --help does".to_owned(),
        },
        meant if is_environment_variable(name) => {
            let flag = meant.strip_prefix("etcd-").unwrap_or(&meant);
            format!("it is spelled as an environment variable; the flag is `{flag}`")
        }
        meant if name.contains(|c: char| c.is_ascii_uppercase()) => {
            format!("write `{meant}`; a field of the kubelet's configuration belongs in [kubelet.config]")
        }
        meant => format!("write `{meant}`"),
    }))
}

/// Whether it is the environment variable of an etcd flag: `ETCD_HEARTBEAT_INTERVAL`.
fn is_environment_variable(name: &str) -> bool {
    name.contains('_') && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// The canonical spelling of a flag's name: no leading dashes, lowercase letters, dashes as separators.
fn with_dashes(name: &str) -> String {
    let mut flag = String::new();
    let mut after_small = false;
    for c in name.trim_start_matches('-').chars() {
        if after_small && c.is_ascii_uppercase() {
            flag.push('-');
        }
        flag.push(if c == '_' { '-' } else { c.to_ascii_lowercase() });
        after_small = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    flag
}

/// An argument cannot contain a NUL byte (`execve(2)`); everything else is escaped when it is written.
fn check_value(text: &str) -> Result<String, Invalid> {
    if text.contains('\0') {
        return Err(Invalid::new("flag-value", "the value has a NUL byte", "text without NUL bytes")
            .help("take it out: no program can be given one"));
    }
    Ok(text.to_owned())
}
