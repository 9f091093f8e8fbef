//! Tables of cluster.toml by their paths (those of components and of nodes), and the minor whose facts apply to a component.

use crate::{
    component::{Specification, specifications},
    diagnostic::{Violation, enumerated},
    kubernetes::{component_release, minor_with_etcd},
    model::{Component, Draft, ExtraArgs, FeatureGates, Minor, Node, ProcessSettings},
};

/// What the tables of all components have in common.
pub(super) struct ComponentTable<'a> {
    pub(super) component: Component,
    /// The table's key in cluster.toml.
    pub(super) path: &'static str,
    pub(super) extra_args: &'a ExtraArgs,
    pub(super) process: &'a ProcessSettings,
    /// `None` if the table has no such key.
    pub(super) feature_gates: Option<&'a FeatureGates>,
}

/// The table of every component that kubemint configures.
pub(super) fn components(draft: &Draft) -> Vec<ComponentTable<'_>> {
    let table = |of: &Specification| ComponentTable {
        component: of.component,
        path: of.table,
        extra_args: (of.extra_args)(draft),
        process: (of.process)(draft),
        feature_gates: (of.feature_gates)(draft),
    };
    specifications().filter(|of| draft.configures(of.component)).map(table).collect()
}

/// Every node with the path of its table, such as `worker[0]`.
pub(super) fn nodes(draft: &Draft) -> impl Iterator<Item = (String, &Node)> {
    let control_plane = draft.control_plane.iter().enumerate();
    let control_plane = control_plane.map(|(i, node)| (format!("control_plane[{i}]"), &node.node));
    let workers = draft.workers.iter().enumerate();
    control_plane.chain(workers.map(|(i, worker)| (format!("worker[{i}]"), &worker.node)))
}

/// A component, the minor whose facts apply to it, and the value that determines it.
pub(super) struct TargetRelease {
    pub(super) component: Component,
    pub(super) minor: Minor,
    decided_by: &'static str,
}

/// The minor of a component: the cluster's, except for an etcd with its own tag. An etcd that belongs to no supported minor
/// is checked against the facts of the cluster's minor, and another rule refuses it.
pub(super) fn target(draft: &Draft, component: Component) -> TargetRelease {
    let cluster = draft.version.minor();
    let (minor, decided_by) = match (&draft.images.etcd_tag, component) {
        (Some(tag), Component::Etcd) => {
            (minor_with_etcd(cluster, tag.as_str()).unwrap_or(cluster), "images.etcd_tag")
        }
        _ => (cluster, "cluster.kubernetes_version"),
    };
    TargetRelease { component, minor, decided_by }
}

/// The violations that `judge` finds in each component's table, by the facts of its minor.
pub(super) fn in_each_table(
    draft: &Draft,
    judge: impl Fn(&ComponentTable<'_>, &TargetRelease) -> Vec<Violation>,
) -> Vec<Violation> {
    let judged = |table: &ComponentTable<'_>| judge(table, &target(draft, table.component));
    components(draft).iter().flat_map(judged).collect()
}

impl TargetRelease {
    /// The component with its own minor, such as `kubelet 1.37`.
    pub(super) fn release(&self) -> String {
        component_release(self.minor, self.component)
    }

    /// The same violation, which is dropped if the version is invalid.
    pub(super) fn decides(&self, violation: Violation) -> Violation {
        violation.also(self.decided_by, format!("{} here", self.release()))
    }

    /// What the newest other minor knows about something, and the releases of every other minor that has it, such as
    /// `kubelet 1.34, 1.35 and 1.36`.
    pub(super) fn others_with<T>(&self, find: impl Fn(Minor) -> Option<T>) -> Option<(T, String)> {
        let others = Minor::ALL.into_iter().filter(|minor| *minor != self.minor);
        let found: Vec<(Minor, T)> = others.filter_map(|minor| Some((minor, find(minor)?))).collect();
        let name = self.component.name();
        let release = |minor: &Minor| {
            component_release(*minor, self.component).trim_start_matches(name).trim_start().to_owned()
        };
        let mut releases: Vec<_> = found.iter().map(|(minor, _)| release(minor)).collect();
        releases.dedup();
        let last = found.into_iter().next_back()?;
        Some((last.1, format!("{name} {}", enumerated(&releases, "and"))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kubernetes::flag,
        model::{ImageTag, example::draft},
    };

    #[test]
    fn the_releases_that_have_a_flag_are_named_once() {
        let of_kubelet = target(&draft(), Component::Kubelet);
        let (_, releases) = of_kubelet.others_with(|_| Some("known")).unwrap();
        assert_eq!(releases, "kubelet 1.34, 1.35 and 1.36");
        let of_etcd = target(&draft(), Component::Etcd);
        let (_, releases) = of_etcd.others_with(|minor| flag(minor, Component::Etcd, "discovery")).unwrap();
        assert_eq!(releases, "etcd 3.6");
        assert!(of_etcd.others_with(|_| None::<&str>).is_none());
    }

    #[test]
    fn an_etcd_of_another_minor_is_held_to_its_own_facts() {
        let mut draft = draft();
        draft.images.etcd_tag = ImageTag::parse("3.6.14-0").ok();
        assert_eq!(target(&draft, Component::Etcd).release(), "etcd 3.6");
        assert_eq!(target(&draft, Component::Kubelet).release(), "kubelet 1.37");
        draft.images.etcd_tag = ImageTag::parse("latest").ok();
        assert_eq!(target(&draft, Component::Etcd).release(), "etcd 3.7");
    }
}
