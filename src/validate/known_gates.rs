//! `feature_gates`: gates that the cluster's Kubernetes minor knows, and that may be what they are told.

use super::{
    minor_of::{MinorOf, in_each_table},
    tables::ComponentTable,
};
use crate::{
    diagnostic::{Violation, key_path},
    kubernetes::{Stage, component_release, gate, go_values, nearest_gate},
    model::{Component, Draft, Minor},
};

/// What every component says of a deprecated gate (component-base, featuregate/feature_gate.go, 1.34 to 1.37).
const DEPRECATION: &str = "It will be removed in a future release.";

/// A gate that cluster.toml turns on or off.
struct Switch<'a> {
    name: &'a str,
    on: bool,
    path: String,
    /// Whether the path ends with the gate's name; else it is a flag's, whose value has the gate in it.
    is_key: bool,
}

/// Every gate of every component.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    in_each_table(draft, |table, minor_of| {
        let judged = switches(table).into_iter().map(|switch| match switch {
            Ok(switch) => refused(&switch, minor_of),
            Err(violation) => Some(*violation),
        });
        judged.flatten().collect()
    })
}

/// The gates that their component takes and will drop.
pub(super) fn deprecated(draft: &Draft) -> Vec<Violation> {
    in_each_table(draft, |table, minor_of| {
        switches(table).iter().flatten().filter_map(|switch| still_taken(switch, minor_of)).collect()
    })
}

/// The gates of a table. etcd's stand in a flag.
fn switches<'a>(table: &ComponentTable<'a>) -> Vec<Result<Switch<'a>, Box<Violation>>> {
    let Some(gates) = table.feature_gates else { return in_flag(table) };
    let path = |name: &str| key_path(&format!("{}.feature_gates", table.path), name);
    gates.iter().map(|(name, on)| Ok(Switch { name, on: *on, path: path(name), is_key: true })).collect()
}

/// The gates in `--feature-gates=A=true,B=false`, for the component whose table has no key for them.
fn in_flag<'a>(table: &ComponentTable<'a>) -> Vec<Result<Switch<'a>, Box<Violation>>> {
    let Some(list) = table.extra_args.get("feature-gates") else { return Vec::new() };
    let path = || format!("{}.extra_args.feature-gates", table.path);
    let one = |entry: &'a str| {
        let switch = entry.split_once('=').map(|(name, on)| (name.trim(), on.trim()));
        if let Some((name, on)) = switch.filter(|(_, on)| go_values::is_boolean(on)) {
            return Ok(Switch { name, on: go_values::is_true(on), path: path(), is_key: false });
        }
        let message = format!("{entry:?} does not turn a feature gate on or off");
        let violation = Violation::new("flag-value", path(), message, "GATE=true or GATE=false");
        Err(Box::new(violation.help("write them with commas between: \"A=true,B=false\"")))
    };
    list.split(',').filter(|entry| !entry.is_empty()).map(one).collect()
}

impl Switch<'_> {
    /// A violation at the gate's name.
    fn at_name(&self, code: &'static str, message: String, expected: &'static str) -> Violation {
        let violation = Violation::new(code, self.path.clone(), message, expected);
        if self.is_key { violation.at_key() } else { violation }
    }
}

/// What is wrong with a gate, where it would stop its component.
fn refused(switch: &Switch<'_>, minor_of: &MinorOf) -> Option<Violation> {
    let Switch { name, on, .. } = switch;
    match gate(minor_of.minor, minor_of.component, name) {
        None => {
            let message = format!("{} has no feature gate {name}", minor_of.release());
            let violation = switch.at_name("unknown-feature-gate", message, "a feature gate that it knows");
            Some(minor_of.decides(violation).help(advice(name, minor_of)))
        }
        Some(fact) if !fact.accepts(*on) => {
            let default = fact.default;
            let message = format!("{name} is always {default} in {}", minor_of.release());
            let expected = format!("{default}, or no {name}");
            let violation = Violation::new("locked-feature-gate", switch.path.clone(), message, expected);
            Some(minor_of.decides(violation).help("leave it out: the component would refuse to start"))
        }
        Some(_) => None,
    }
}

/// What to say of a gate, where it is deprecated; in its component's own words.
fn still_taken(switch: &Switch<'_>, minor_of: &MinorOf) -> Option<Violation> {
    let name = switch.name;
    let fact = gate(minor_of.minor, minor_of.component, name)?;
    if fact.stage != Stage::Deprecated {
        return None;
    }
    let message = format!("{} takes the feature gate {name} and deprecates it", minor_of.release());
    let violation = switch.at_name("deprecated-feature-gate", message, "a feature gate that stays");
    let end = end(switch, minor_of).unwrap_or_default();
    Some(minor_of.decides(violation).help(format!("{end}{} says: {DEPRECATION}", minor_of.release())))
}

/// The first later minor that does not start with the gate as it is set.
fn end(switch: &Switch<'_>, minor_of: &MinorOf) -> Option<String> {
    let component = minor_of.component;
    let later = Minor::ALL.into_iter().filter(|minor| *minor > minor_of.minor);
    let mut known = later.map(|minor| (minor, gate(minor, component, switch.name)));
    let (minor, fact) = known.find(|(_, fact)| !fact.is_some_and(|fact| fact.accepts(switch.on)))?;
    let release = component_release(minor, component);
    Some(match fact {
        None => format!("{release} no longer has it; "),
        Some(fact) => format!("{release} has it always {}; ", fact.default),
    })
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
