//! Defaults that differ between minors: an upgrade changes what a running cluster does, although no file shows it.

use std::collections::BTreeMap;

use super::facts::facts;
use crate::model::{Component, Minor};

/// A default that changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangedDefault {
    /// What it belongs to: a component's name, or the kind of its configuration file, such as `KubeletConfiguration`.
    pub of: &'static str,
    /// The flag without dashes, or the field.
    pub name: &'static str,
    /// The old default.
    pub from: &'static str,
    /// The new default.
    pub to: &'static str,
}

/// The flags of Kubernetes' own components, and the fields of their configuration files, that exist in both minors with
/// different defaults.
#[must_use]
pub fn changed_defaults(from: Minor, to: Minor) -> Vec<ChangedDefault> {
    let components = Component::ALL.into_iter().filter(|component| *component != Component::Etcd);
    components.flat_map(|component| changed_of(component, from, to)).collect()
}

fn changed_of(component: Component, from: Minor, to: Minor) -> Vec<ChangedDefault> {
    let flags = |minor| columns(facts(minor).flags(component).rows());
    let mut all = changed(component.name(), &flags(from), &flags(to));
    if let (Some(from), Some(to)) = (facts(from).configuration(component), facts(to).configuration(component))
    {
        all.extend(changed(to.kind, &columns(from.fields.rows()), &columns(to.fields.rows())));
    }
    all
}

/// The feature gates that exist in both minors and are enabled by default in only one of them, with the new default.
#[must_use]
pub fn turned_gates(from: Minor, to: Minor) -> Vec<(&'static str, bool)> {
    let defaults = |minor| columns(facts(minor).gates.rows());
    let turned = changed("", &defaults(from), &defaults(to));
    turned.into_iter().map(|gate| (gate.name, gate.to == "true")).collect()
}

/// The first and the third column: names and defaults.
fn columns(rows: impl Iterator<Item = &'static str>) -> BTreeMap<&'static str, &'static str> {
    let both = rows.filter_map(|row| {
        let mut columns = row.split('\t');
        Some((columns.next()?, columns.nth(1)?))
    });
    both.collect()
}

/// Each name in both whose default changed. An empty default of a field means that it is not known.
fn changed(
    of: &'static str,
    from: &BTreeMap<&'static str, &'static str>,
    to: &BTreeMap<&'static str, &'static str>,
) -> Vec<ChangedDefault> {
    let both = to.iter().filter_map(|(name, to)| Some((*name, *from.get(name)?, *to)));
    let others = both.filter(|(_, from, to)| from != to && !from.is_empty() && !to.is_empty());
    others.map(|(name, from, to)| ChangedDefault { of, name, from, to }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kubelet_refuses_the_first_version_of_cgroups_from_1_35_on() {
        let changed = changed_defaults(Minor::V1_34, Minor::V1_35);
        assert!(
            changed.contains(&ChangedDefault {
                of: "kubelet",
                name: "fail-cgroupv1",
                from: "false",
                to: "true"
            }),
            "{changed:?}"
        );
        assert_eq!(changed_defaults(Minor::V1_35, Minor::V1_35), []);
    }

    #[test]
    fn volumes_are_mounted_with_one_selinux_label_from_1_37_on() {
        let turned = turned_gates(Minor::V1_36, Minor::V1_37);
        assert!(turned.contains(&("SELinuxMount", true)), "{turned:?}");
    }
}
