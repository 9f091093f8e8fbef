//! The data files of each minor, which are compiled into the program.

use super::table::Table;
use crate::model::{Component, Minor};

/// All files of a minor.
#[derive(Debug)]
pub(super) struct Facts {
    etcd: Table,
    kube_apiserver: Table,
    kube_controller_manager: Table,
    kube_scheduler: Table,
    kubelet: Table,
    /// `gate, stage, default, locked or free, components`
    pub(super) gates: Table,
    /// `gate, the gates that it needs, components`
    pub(super) gate_dependencies: Table,
    /// `image, tag`
    pub(super) images: Table,
    /// `field, kind, default`
    kubelet_configuration: Table,
    /// `flag, field`
    pub(super) kubelet_flag_fields: Table,
    /// `component and flag, form, words`
    pub(super) words: Table,
}

impl Facts {
    /// `flag, type, default, shown or hidden, deprecation`
    pub(super) const fn flags(&self, component: Component) -> Table {
        match component {
            Component::Etcd => self.etcd,
            Component::KubeApiserver => self.kube_apiserver,
            Component::KubeControllerManager => self.kube_controller_manager,
            Component::KubeScheduler => self.kube_scheduler,
            Component::Kubelet => self.kubelet,
        }
    }

    /// `field, kind, default` of the configuration file of a component, where it has one.
    pub(super) const fn configuration(&self, component: Component) -> Option<Table> {
        match component {
            Component::Kubelet => Some(self.kubelet_configuration),
            _ => None,
        }
    }
}

macro_rules! facts_of {
    ($minor:literal) => {
        Facts {
            etcd: Table::new(include_str!(concat!("facts/", $minor, "/etcd.flags"))),
            kube_apiserver: Table::new(include_str!(concat!("facts/", $minor, "/kube-apiserver.flags"))),
            kube_controller_manager: Table::new(include_str!(concat!(
                "facts/",
                $minor,
                "/kube-controller-manager.flags"
            ))),
            kube_scheduler: Table::new(include_str!(concat!("facts/", $minor, "/kube-scheduler.flags"))),
            kubelet: Table::new(include_str!(concat!("facts/", $minor, "/kubelet.flags"))),
            gates: Table::new(include_str!(concat!("facts/", $minor, "/feature-gates"))),
            gate_dependencies: Table::new(include_str!(concat!(
                "facts/",
                $minor,
                "/feature-gate-dependencies"
            ))),
            images: Table::new(include_str!(concat!("facts/", $minor, "/images"))),
            kubelet_configuration: Table::new(include_str!(concat!(
                "facts/",
                $minor,
                "/kubelet-configuration"
            ))),
            kubelet_flag_fields: Table::new(include_str!(concat!("facts/", $minor, "/kubelet-flag-fields"))),
            words: Table::new(include_str!(concat!("facts/", $minor, "/words"))),
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
        files.extend(Component::ALL.map(|component| (facts.flags(component), 5)));
        files.extend(
            Component::ALL.into_iter().filter_map(|component| Some((facts.configuration(component)?, 3))),
        );
        files
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
