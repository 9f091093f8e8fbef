//! What somebody meant who set a flag that a component does not have.

use super::minor_of::MinorOf;
use crate::{
    component::{instead, owned_flags, specification},
    kubernetes::{RemovedFlag, flag, nearest_flag, nearest_kubelet_field, removed_flag},
    model::Component,
};

/// Other minors first: a flag that was or will be there is no typing error.
pub(super) fn advice(name: &str, minor_of: &MinorOf) -> String {
    let component = minor_of.component;
    if let Some((last, others)) = minor_of.others_with(|minor| flag(minor, component, name)) {
        let words =
            last.deprecated.map(|words| format!("; it was deprecated there: {words}")).unwrap_or_default();
        return format!("leave it out: it is a flag of {others}{words}");
    }
    if let Some(removed) = removed_flag(component, name) {
        return since(component, removed);
    }
    if let Some(near) = nearest_flag(minor_of.minor, component, name) {
        let known = if owned_flags(component).contains(&near) { instead(component, near) } else { None };
        return match known {
            Some(instead) => format!("`{near}` is kubemint's to set: {instead}"),
            None => format!("did you mean `{near}`?"),
        };
    }
    if component == Component::Kubelet
        && let Some(field) = nearest_kubelet_field(minor_of.minor, &name.replace('-', ""))
        && field.eq_ignore_ascii_case(&name.replace('-', ""))
    {
        return format!("set the field `{field}` in [kubelet.config]");
    }
    let mut others = Component::ALL.into_iter().filter(|other| *other != component);
    match others.find(|other| flag(minor_of.minor, *other, name).is_some()) {
        Some(other) => of_another(other, name),
        None => format!("leave it out; `{} --help` lists what there is", component.name()),
    }
}

/// Since when it is gone, and what says the same.
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
