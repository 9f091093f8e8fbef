//! `extra_args`: flags that kubemint does not own, that exist in the cluster's Kubernetes minor, and with values that
//! their component can parse.

use super::{
    cure,
    tables::{self, ComponentTable, TargetRelease, in_each_table},
};
use crate::{
    component::{instead, owned_flags, refused_flags, specification},
    diagnostic::{Violation, key_path},
    kubernetes::{RemovedFlag, component_release, flag, removed_flag, suggested_field, suggested_flag},
    model::{Component, Draft, Minor},
};

/// Every extra flag of every component.
pub(super) fn owned(draft: &Draft) -> Vec<Violation> {
    tables::components(draft).iter().flat_map(owned_of).collect()
}

fn owned_of(table: &ComponentTable<'_>) -> Vec<Violation> {
    let path = |name| key_path(&format!("{}.extra_args", table.path), name);
    let owned = owned_flags(table.component);
    let names = table.extra_args.keys().map(String::as_str);
    names.filter(|name| owned.contains(name)).map(|name| owned_flag(table, name, path(name))).collect()
}

fn owned_flag(table: &ComponentTable<'_>, name: &str, path: String) -> Violation {
    let message = format!("--{name} of {} is set by kubemint", table.component.name());
    let violation = Violation::new("owned-flag", path, message, "a flag that kubemint does not set").at_key();
    violation.help(instead(table.component, name).unwrap_or("leave it out: kubemint decides it"))
}

/// Every extra flag of every component, except those that kubemint owns. Deprecated flags are included.
pub(super) fn known(draft: &Draft) -> Vec<Violation> {
    in_each_table(draft, known_of)
}

/// Extra flags that are deprecated.
pub(super) fn deprecated(draft: &Draft) -> Vec<Violation> {
    in_each_table(draft, |table, target| {
        table.extra_args.keys().filter_map(|name| still_taken(name, table, target)).collect()
    })
}

/// The warning about a deprecated flag, in its component's own words.
fn still_taken(name: &str, table: &ComponentTable<'_>, target: &TargetRelease) -> Option<Violation> {
    let words = flag(target.minor, table.component, name)?.deprecated?;
    let path = key_path(&format!("{}.extra_args", table.path), name);
    let message = format!("--{name} is deprecated in {}", target.release());
    let violation = Violation::new("deprecated-flag", path, message, "a flag that stays").at_key();
    let instead = [gone(name, table.component, target.minor), field(name, table.component, target.minor)];
    let instead: String = instead.into_iter().flatten().collect();
    let instead =
        if instead.is_empty() { "leave it out, or take what it names; ".to_owned() } else { instead };
    Some(target.decides(violation).help(format!("{instead}{} says: {words}", target.release())))
}

/// The first later minor without the flag.
fn gone(name: &str, component: Component, from: Minor) -> Option<String> {
    let mut later = Minor::ALL.into_iter().filter(|minor| *minor > from);
    let without = later.find(|minor| flag(*minor, component, name).is_none())?;
    Some(format!("{} no longer has it; ", component_release(without, component)))
}

/// Advice to use the field of the component's configuration that does the same.
fn field(name: &str, component: Component, minor: Minor) -> Option<String> {
    let field = namesake(name, component, minor)?;
    Some(format!("take `{field}` of [{}.config]; ", specification(component).table))
}

/// The field of a component's configuration that has a flag's name.
fn namesake(name: &str, component: Component, minor: Minor) -> Option<&'static str> {
    let plain = name.replace('-', "");
    suggested_field(minor, component, "", &plain).filter(|near| near.eq_ignore_ascii_case(&plain))
}

fn known_of(table: &ComponentTable<'_>, target: &TargetRelease) -> Vec<Violation> {
    let owned = owned_flags(table.component);
    // Other rules report flags that are owned or refused.
    let is_refused = |name: &str| refused_flags(table.component).iter().any(|flag| flag.name == name);
    let extra =
        table.extra_args.iter().filter(|(name, _)| !owned.contains(&name.as_str()) && !is_refused(name));
    let judge = |(name, value): (&String, &String)| {
        let path = key_path(&format!("{}.extra_args", table.path), name);
        match flag(target.minor, table.component, name) {
            None => Some(unknown(name, path, target)),
            Some(fact) if fact.kind.accepts(value) => None,
            Some(fact) => {
                let message = format!("--{name} cannot be {value:?}");
                let violation = Violation::new("flag-value", path, message, fact.kind.expected());
                Some(target.decides(violation).help(cure::help(
                    cure::meant(name, value, |other| fact.kind.accepts(other)),
                    "correct the value, or leave the flag out for its default",
                )))
            }
        }
    };
    extra.filter_map(judge).collect()
}

fn unknown(name: &str, path: String, target: &TargetRelease) -> Violation {
    let message = format!("{} has no flag --{name}", target.release());
    let violation = Violation::new("unknown-flag", path, message, "a flag that it knows").at_key();
    target.decides(violation).help(advice(name, target))
}

/// Other minors first: a flag of an older or newer minor is no typing error.
pub(super) fn advice(name: &str, target: &TargetRelease) -> String {
    let component = target.component;
    if let Some((last, others)) = target.others_with(|minor| flag(minor, component, name)) {
        let words =
            last.deprecated.map(|words| format!("; it was deprecated there: {words}")).unwrap_or_default();
        return format!("leave it out: it is a flag of {others}{words}");
    }
    if let Some(removed) = removed_flag(component, name) {
        return since(component, removed);
    }
    if let Some(near) = suggested_flag(target.minor, component, name) {
        let known = if owned_flags(component).contains(&near) { instead(component, near) } else { None };
        return match known {
            Some(instead) => format!("`{near}` is set by kubemint: {instead}"),
            None => format!("did you mean `{near}`?"),
        };
    }
    if let Some(field) = namesake(name, component, target.minor) {
        return format!("set the field `{field}` in [{}.config]", specification(component).table);
    }
    let mut others = Component::ALL.into_iter().filter(|other| *other != component);
    match others.find(|other| flag(target.minor, *other, name).is_some()) {
        Some(other) => of_another(other, name),
        None => format!("leave it out; `{} --help` lists what there is", component.name()),
    }
}

/// The minor that removed it, and its replacement.
fn since(component: Component, removed: &RemovedFlag) -> String {
    let today = removed.today;
    let program = component.name();
    match removed.since {
        Some(minor) => format!("{today} ({program} {minor} removed it)"),
        None => format!("{today} ({program} removed it long ago)"),
    }
}

/// A flag of another component, or the key that sets it there.
fn of_another(other: Component, name: &str) -> String {
    let owned = if owned_flags(other).contains(&name) { instead(other, name) } else { None };
    match owned {
        Some(instead) => format!("it is a flag of {}, where kubemint sets it: {instead}", other.name()),
        None => format!(
            "it is a flag of {}: move it to [{}.extra_args]",
            other.name(),
            specification(other).table
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{component::specifications, config::known_keys};

    #[test]
    fn every_owned_flag_of_every_component_has_advice() {
        let missing = specifications().flat_map(|of| {
            let flags = owned_flags(of.component).into_iter();
            flags
                .filter(move |flag| instead(of.component, flag).is_none())
                .map(move |flag| (of.component.name(), flag))
        });
        assert_eq!(missing.collect::<Vec<_>>(), []);
    }

    /// `key` of [table] is a key of that table.
    #[test]
    fn advice_names_keys_that_are_there() {
        let all = specifications().flat_map(|of| {
            owned_flags(of.component)
                .into_iter()
                .filter_map(|flag| Some((flag, instead(of.component, flag)?)))
        });
        for (flag, advice) in all {
            for (at, _) in advice.match_indices("` of [") {
                let key = advice[..at].rsplit('`').next().unwrap();
                let header =
                    advice[at + 5..].split([' ', ':', ';', ',']).next().unwrap().trim_matches(['[', ']']);
                let name = key.split(' ').next().unwrap();
                let known = known_keys()
                    .any(|known| known.name == name && known.table.trim_matches(['[', ']']) == header);
                assert!(known, "{flag}: `{key}` of {header}");
            }
        }
    }
}
