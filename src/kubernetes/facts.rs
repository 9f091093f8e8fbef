//! The data files of each minor, which are compiled into the program.

use super::table::Table;
use crate::model::{Component, Minor};

/// All files of a minor.
#[derive(Debug)]
pub(super) struct Facts {
    components: [OfComponent; 6],
    /// `gate, stage, default, locked or free, components`
    pub(super) gates: Table,
    /// `gate, the gates that it needs, components`
    pub(super) gate_dependencies: Table,
    /// `image, tag`
    pub(super) images: Table,
    /// `flag, field`
    pub(super) kubelet_flag_fields: Table,
    /// `component and flag, form, words`
    pub(super) words: Table,
}

/// The files that a component has to itself.
#[derive(Debug)]
pub(super) struct OfComponent {
    /// The component's name, after which they are named.
    name: &'static str,
    pub(super) flags: Table,
    pub(super) configuration: Option<Configuration>,
}

/// What a component reads in its configuration file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Configuration {
    /// `kind` in the file.
    pub(super) kind: &'static str,
    /// `field, kind, default`
    pub(super) fields: Table,
}

impl Facts {
    /// `flag, type, default, shown or hidden, deprecation`
    pub(super) fn flags(&self, component: Component) -> Table {
        self.named(component.name()).map_or(Table::EMPTY, |of| of.flags)
    }

    /// What a component reads in its configuration file, if it has one.
    pub(super) fn configuration(&self, component: Component) -> Option<Configuration> {
        self.named(component.name())?.configuration
    }

    /// The files of the component with this name.
    pub(super) fn named(&self, name: &str) -> Option<&OfComponent> {
        self.components.iter().find(|of| of.name == name)
    }
}

macro_rules! table {
    ($minor:literal, $name:expr) => {
        Table::new(include_str!(concat!("facts/", $minor, "/", $name)))
    };
}

/// The files of a component, with the kind of its configuration file if it has one.
macro_rules! component {
    ($minor:literal, $name:literal) => {
        OfComponent { name: $name, flags: table!($minor, concat!($name, ".flags")), configuration: None }
    };
    ($minor:literal, $name:literal, $kind:literal) => {
        OfComponent {
            configuration: Some(Configuration {
                kind: $kind,
                fields: table!($minor, concat!($name, "-configuration")),
            }),
            ..component!($minor, $name)
        }
    };
}

macro_rules! facts_of {
    ($minor:literal) => {
        Facts {
            components: [
                component!($minor, "etcd"),
                component!($minor, "kube-apiserver"),
                component!($minor, "kube-controller-manager"),
                component!($minor, "kube-scheduler"),
                component!($minor, "kubelet", "KubeletConfiguration"),
                component!($minor, "kube-proxy", "KubeProxyConfiguration"),
            ],
            gates: table!($minor, "feature-gates"),
            gate_dependencies: table!($minor, "feature-gate-dependencies"),
            images: table!($minor, "images"),
            kubelet_flag_fields: table!($minor, "kubelet-flag-fields"),
            words: table!($minor, "words"),
        }
    };
}

static V1_34: Facts = facts_of!("1.34");
static V1_35: Facts = facts_of!("1.35");
static V1_36: Facts = facts_of!("1.36");
static V1_37: Facts = facts_of!("1.37");

pub(super) const fn facts(minor: Minor) -> &'static Facts {
    match minor {
        Minor::V1_34 => &V1_34,
        Minor::V1_35 => &V1_35,
        Minor::V1_36 => &V1_36,
        Minor::V1_37 => &V1_37,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kubernetes::table::first_columns;

    /// Every file of a minor, with its number of columns.
    fn files(minor: Minor) -> Vec<(Table, usize)> {
        let facts = facts(minor);
        let mut files = vec![
            (facts.gates, 5),
            (facts.gate_dependencies, 3),
            (facts.images, 2),
            (facts.kubelet_flag_fields, 2),
            (facts.words, 3),
        ];
        for of in &facts.components {
            files.push((of.flags, 5));
            files.extend(of.configuration.map(|configuration| (configuration.fields, 3)));
        }
        files
    }

    #[test]
    fn every_component_has_its_flags() {
        for (minor, component) in
            Minor::ALL.into_iter().flat_map(|minor| Component::WITH_FLAGS.map(|of| (minor, of)))
        {
            assert!(facts(minor).flags(component).rows().count() > 0, "{minor} {}", component.name());
        }
    }

    #[test]
    fn every_file_is_sorted_without_duplicates_and_has_all_columns() {
        for minor in Minor::ALL {
            for (table, columns) in files(minor) {
                let rows: Vec<_> = table.rows().collect();
                // Kubernetes 1.34 has no dependencies between gates.
                assert!(!rows.is_empty() || (minor, columns) == (Minor::V1_34, 3), "{minor}");
                assert!(
                    rows.iter().all(|row| row.split('\t').count() == columns),
                    "{minor}: {columns} columns"
                );
                let keys: Vec<_> = first_columns(table.rows()).collect();
                assert!(keys.is_sorted(), "{minor}: {:?}", keys.windows(2).find(|w| w[0] > w[1]));
                let mut owners: Vec<_> = rows.iter().flat_map(|row| owners(row, columns)).collect();
                let all = owners.len();
                owners.sort_unstable();
                owners.dedup();
                assert_eq!(owners.len(), all, "{minor}: {rows:?}");
            }
        }
    }

    /// The keys that must be unique in a table. For a gate, which can have different defaults per component, there is
    /// one key for each component.
    fn owners(row: &'static str, columns: usize) -> Vec<(&'static str, &'static str)> {
        let cells: Vec<_> = row.split('\t').collect();
        let is_gate = columns == 5 && matches!(cells[3], "locked" | "free");
        let components = if is_gate { cells[4] } else { "" };
        components.split(' ').map(|component| (cells[0], component)).collect()
    }
}
