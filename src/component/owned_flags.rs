//! Which flags `extra_args` may not set, and what the others take.

use super::{flag_table::Owner, specification};
use crate::{
    kubernetes::{Form, form_in},
    model::{Component, Minor},
};

/// The flags of `component` that kubemint owns: those that join it to the rest of the tree, those that have a setting
/// of their own, and those that would contradict them. `extra_args` may not set them; each other one it may, also
/// where kubemint has a default for it.
#[must_use]
pub fn owned_flags(component: Component) -> Vec<&'static str> {
    let of = specification(component);
    let set = of.flags.iter().filter(|row| row.owner == Owner::Kubemint).map(|row| row.name);
    set.chain(of.contradicting.iter().copied()).collect()
}

/// What kubemint gives a flag of `component` that a user may set, where that is the same in every cluster.
#[must_use]
pub fn own_default(component: Component, name: &str) -> Option<&'static str> {
    specification(component).flags.iter().find(|row| row.name == name)?.fixed_value()
}

/// Every flag of `component` that a user may set, with what it takes.
pub fn flag_forms(component: Component) -> impl Iterator<Item = (&'static str, &'static Form)> {
    specification(component).forms.iter().copied().flatten().map(|(name, form)| (*name, form))
}

/// What `component` of a minor takes as the value of a flag; `None` where no user may set it.
#[must_use]
pub fn flag_form(minor: Minor, component: Component, name: &str) -> Option<&'static Form> {
    let newest = flag_forms(component).find(|(known, _)| *known == name).map(|(_, form)| form)?;
    Some(form_in(minor, name, newest))
}
