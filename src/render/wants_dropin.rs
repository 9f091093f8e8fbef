//! The drop-in that enables a machine's units.
//!
//! A tree cannot contain the links that `systemctl enable` makes, and presets work only at a machine's first boot.

use serde::Serialize;

use super::{
    systemd_quoting::Word,
    template::{TemplateError, lay_out},
};
use crate::{
    model::{Cluster, Component, NodeRef, Runtime},
    tree::{Artifact, MachinePath},
};

/// Its path.
pub const PATH: MachinePath = MachinePath::known("/etc/systemd/system/multi-user.target.d/10-kubemint.conf");

#[derive(Serialize)]
struct Values {
    units: Vec<Word>,
}

/// The components that run as units on `node`, in the order in which they start.
#[must_use]
pub fn units(cluster: &Cluster, node: NodeRef<'_>) -> Vec<Component> {
    let units = cluster.components_on(node).filter(|(_, runtime)| *runtime == Runtime::Systemd);
    units.map(|(component, _)| component).collect()
}

/// `multi-user.target.d/10-kubemint.conf`, which wants each unit of `node`.
///
/// # Errors
/// [`TemplateError`] if the template is not valid.
pub fn wants_dropin(cluster: &Cluster, node: NodeRef<'_>) -> Result<Artifact, TemplateError> {
    let units = units(cluster, node).into_iter().map(|component| Word(component.name())).collect();
    Ok(Artifact::public(PATH.on(node.name()), lay_out("multi-user.target.conf", &Values { units })?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Endpoint, example};

    fn names(cluster: &Cluster, node: usize) -> Vec<&'static str> {
        let node = cluster.nodes().nth(node).unwrap();
        units(cluster, node).into_iter().map(Component::name).collect()
    }

    #[test]
    fn every_machine_has_its_kubelet_and_the_control_plane_its_units() {
        let mut draft = example::draft();
        assert_eq!(names(&crate::validate::cluster(draft.clone()).unwrap(), 0), ["kubelet"]);
        draft.controller_manager.runtime = Runtime::Systemd;
        draft.etcd.runtime = Runtime::Systemd;
        let mixed = crate::validate::cluster(draft.clone()).unwrap();
        assert_eq!(names(&mixed, 0), ["etcd", "kube-controller-manager", "kubelet"]);
        assert_eq!(names(&mixed, 3), ["kubelet"]);
        draft.etcd.external = vec![Endpoint::parse("etcd.example.com:2379").unwrap()];
        assert_eq!(
            names(&crate::validate::cluster(draft).unwrap(), 0),
            ["kube-controller-manager", "kubelet"]
        );
    }

    #[test]
    fn the_target_wants_each_unit() {
        let mut draft = example::draft();
        draft.scheduler.runtime = Runtime::Systemd;
        let cluster = crate::validate::cluster(draft).unwrap();
        let artifact = wants_dropin(&cluster, cluster.nodes().next().unwrap()).unwrap();
        let text = crate::render::read_systemd::text(&artifact);
        let found = crate::render::read_systemd::assignments(text);
        let wants = |unit: &str| ("Unit".to_owned(), "Wants".to_owned(), unit.to_owned());
        assert_eq!(found, [wants("kube-scheduler.service"), wants("kubelet.service")]);
    }
}
