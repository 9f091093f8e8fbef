//! `extra_args`: flags that kubemint does not own.

use super::{
    owned_flag_advice::instead,
    tables::{self, ComponentTable},
};
use crate::{
    component::owned_flags,
    diagnostic::{Violation, key_path},
    model::Draft,
};

/// Every extra flag of every component.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    tables::components(draft).iter().flat_map(of_component).collect()
}

fn of_component(table: &ComponentTable<'_>) -> Vec<Violation> {
    let path = |name| key_path(&format!("{}.extra_args", table.path), name);
    let owned = owned_flags(table.component);
    let names = table.extra_args.keys().map(String::as_str);
    names.filter(|name| owned.contains(name)).map(|name| owned_flag(table, name, path(name))).collect()
}

fn owned_flag(table: &ComponentTable<'_>, name: &str, path: String) -> Violation {
    let message = format!("--{name} of {} is kubemint's to set", table.component.name());
    let violation = Violation::new("owned-flag", path, message, "a flag that kubemint does not set").at_key();
    violation.help(instead(table.component, name).unwrap_or("leave it out: kubemint decides it"))
}
