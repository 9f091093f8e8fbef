//! `extra_args`: flags that kubemint does not own.

use super::tables::{self, ComponentTable};
use crate::{
    component::{instead, owned_flags},
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
