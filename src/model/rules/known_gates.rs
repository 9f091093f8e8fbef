//! `feature_gates`: gates that the cluster's Kubernetes minor knows, and that may be what they are told.

use super::{
    components::{ComponentTable, tables},
    minor_of::{MinorOf, minor_of},
};
use crate::{
    kubernetes::{GateFact, gate, nearest_gate},
    model::{Component, Draft, Violation, key_path},
};

/// Every gate of every component. etcd's stand in a flag.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    let of_table = |table: &ComponentTable<'_>| {
        let minor_of = minor_of(draft, table.component)?;
        Some(match table.feature_gates {
            Some(gates) => {
                let path = |name: &String| key_path(&format!("{}.feature_gates", table.path), name);
                gates.iter().filter_map(|(name, on)| of_gate(name, *on, path(name), &minor_of)).collect()
            }
            None => in_flag(table, &minor_of),
        })
    };
    tables(draft).iter().filter_map(of_table).flatten().collect()
}

/// The gates in `--feature-gates=A=true,B=false`, for the component whose table has no key for them.
fn in_flag(table: &ComponentTable<'_>, minor_of: &MinorOf) -> Vec<Violation> {
    let Some(list) = table.extra_args.get("feature-gates") else { return Vec::new() };
    let path = || format!("{}.extra_args.feature-gates", table.path);
    let one = |entry: &str| {
        let switch = entry.split_once('=').map(|(name, on)| (name.trim(), on.trim().parse()));
        if let Some((name, Ok(on))) = switch {
            return of_gate(name, on, path(), minor_of)
                .map(|violation| Violation { at_key: false, ..violation });
        }
        let message = format!("{entry:?} does not turn a feature gate on or off");
        let violation = Violation::new("flag-value", path(), message, "GATE=true or GATE=false");
        Some(violation.help("write them with commas between: \"A=true,B=false\""))
    };
    list.split(',').filter_map(one).collect()
}

fn of_gate(name: &str, on: bool, path: String, minor_of: &MinorOf) -> Option<Violation> {
    match gate(minor_of.minor, minor_of.component, name) {
        None => {
            let message = format!("{} has no feature gate {name}", minor_of.release());
            let violation =
                Violation::new("unknown-feature-gate", path, message, "a feature gate that it knows")
                    .at_key();
            Some(minor_of.decides(violation).help(advice(name, minor_of)))
        }
        Some(GateFact { default, locked: true, .. }) if default != on => {
            let message = format!("{name} is always {default} in {}", minor_of.release());
            let violation =
                Violation::new("locked-feature-gate", path, message, format!("{default}, or no {name}"));
            Some(minor_of.decides(violation).help("leave it out: the component would refuse to start"))
        }
        Some(_) => None,
    }
}

/// Other minors first: a gate that was or will be there is no typing error.
fn advice(name: &str, minor_of: &MinorOf) -> String {
    let component = minor_of.component;
    if let Some((_, others)) = minor_of.others_with(|minor| gate(minor, component, name)) {
        return format!("leave it out: it is a feature gate of {others}");
    }
    if let Some(near) = nearest_gate(minor_of.minor, component, name) {
        return format!("did you mean `{near}`?");
    }
    let owner = Component::ALL.into_iter().find(|other| gate(minor_of.minor, *other, name).is_some());
    match owner {
        Some(other) => format!("leave it out here: it is a feature gate of {}", other.name()),
        None => "leave it out; a gate goes some minors after its feature is done".to_owned(),
    }
}
