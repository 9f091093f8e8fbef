//! `extra_args`: flags that the cluster's Kubernetes minor knows, with values that their component can read.

use super::{
    cure,
    minor_of::{MinorOf, in_each_table},
    tables::ComponentTable,
    unknown_flag_advice::advice,
};
use crate::{
    component::{owned_flags, refused_flags},
    diagnostic::{Violation, key_path},
    kubernetes::{component_release, flag, nearest_kubelet_field},
    model::{Component, Draft, Minor},
};

/// Every extra flag of every component, those that are kubemint's own left aside. A deprecated flag is a known one.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    in_each_table(draft, of_component)
}

/// The extra flags that their component takes and will drop.
pub(super) fn deprecated(draft: &Draft) -> Vec<Violation> {
    in_each_table(draft, |table, minor_of| {
        table.extra_args.keys().filter_map(|name| still_taken(name, table, minor_of)).collect()
    })
}

/// What to say of a flag, where it is deprecated; in its component's own words.
fn still_taken(name: &str, table: &ComponentTable<'_>, minor_of: &MinorOf) -> Option<Violation> {
    let words = flag(minor_of.minor, table.component, name)?.deprecated?;
    let path = key_path(&format!("{}.extra_args", table.path), name);
    let message = format!("{} takes --{name} and deprecates it", minor_of.release());
    let violation = Violation::new("deprecated-flag", path, message, "a flag that stays").at_key();
    let instead = [gone(name, table.component, minor_of.minor), field(name, table.component, minor_of.minor)];
    let instead: String = instead.into_iter().flatten().collect();
    let instead =
        if instead.is_empty() { "leave it out, or take what it names; ".to_owned() } else { instead };
    Some(minor_of.decides(violation).help(format!("{instead}{} says: {words}", minor_of.release())))
}

/// The first later minor without the flag.
fn gone(name: &str, component: Component, from: Minor) -> Option<String> {
    let mut later = Minor::ALL.into_iter().filter(|minor| *minor > from);
    let without = later.find(|minor| flag(*minor, component, name).is_none())?;
    Some(format!("{} no longer has it; ", component_release(without, component)))
}

/// The field of the kubelet's configuration that does the same, which has the flag's name.
fn field(name: &str, component: Component, minor: Minor) -> Option<String> {
    let plain = name.replace('-', "");
    let near = nearest_kubelet_field(minor, &plain).filter(|_| component == Component::Kubelet)?;
    near.eq_ignore_ascii_case(&plain).then(|| format!("take `{near}` of [kubelet.config]; "))
}

fn of_component(table: &ComponentTable<'_>, minor_of: &MinorOf) -> Vec<Violation> {
    let owned = owned_flags(table.component);
    // What is owned or refused is another rule's, whatever its value.
    let is_refused = |name: &str| refused_flags(table.component).iter().any(|flag| flag.name == name);
    let extra =
        table.extra_args.iter().filter(|(name, _)| !owned.contains(&name.as_str()) && !is_refused(name));
    let check = |(name, value): (&String, &String)| {
        let path = key_path(&format!("{}.extra_args", table.path), name);
        match flag(minor_of.minor, table.component, name) {
            None => Some(unknown(name, path, minor_of)),
            Some(fact) if fact.kind.accepts(value) => None,
            Some(fact) => {
                let message = format!("--{name} cannot be {value:?}");
                let violation = Violation::new("flag-value", path, message, fact.kind.expected());
                Some(minor_of.decides(violation).help(cure::help(
                    cure::meant(name, value, |other| fact.kind.accepts(other)),
                    "correct the value, or leave the flag out for its default",
                )))
            }
        }
    };
    extra.filter_map(check).collect()
}

fn unknown(name: &str, path: String, minor_of: &MinorOf) -> Violation {
    let message = format!("{} has no flag --{name}", minor_of.release());
    let violation = Violation::new("unknown-flag", path, message, "a flag that it knows").at_key();
    minor_of.decides(violation).help(advice(name, minor_of))
}
