//! The files of a machine: its configuration, and a pod or unit for each component.

use super::PlanError;
use crate::{
    component::{Invocation, invocations},
    model::{Cluster, Component, NodeRef, Runtime},
    render::{
        authentication_config::authentication_config, bootstrap_token, configuration::configuration_files,
        folders, haproxy::haproxy_cfg, keepalived::keepalived_conf, overlay::OverlayFiles, static_pod,
        sysusers, tmpfiles, unit, verification_keys::verification_keys, wants_dropin,
    },
    tree::{Branch, InputsDigest, MachinePath, TreeBuilder, lock::Row},
};

/// The machine's files, for a tree that already has its certificates and keys.
pub(super) fn machine(
    trunk: &TreeBuilder,
    cluster: &Cluster,
    node: NodeRef<'_>,
    overlays: &OverlayFiles<'_>,
) -> Result<TreeBuilder, PlanError> {
    let mut tree = Branch::of(trunk);
    tree.extend(folders::folders(cluster, node))?;
    tree.extend(sysusers::sysusers(cluster, node)?)?;
    tree.insert(wants_dropin::wants_dropin(cluster, node)?)?;
    tree.extend(configuration_files(cluster, node)?)?;
    if cluster.runs_on(Component::KubeApiserver, node) {
        tree.insert(authentication_config(cluster, node.name())?)?;
        tree.extend(verification_keys(cluster, node.name()))?;
    }
    tree.extend(haproxy_cfg(cluster, node)?)?;
    tree.extend(keepalived_conf(cluster, node)?)?;
    tree.extend(overlays.of(node)?)?;
    for invocation in invocations(cluster, node) {
        let inputs = inputs(&tree, cluster, node, &invocation)?;
        tree.insert(match invocation.runtime {
            Runtime::StaticPod => static_pod::manifest(cluster, node.name(), &invocation, &inputs)?,
            Runtime::Systemd => unit::unit(cluster, node, &invocation, &inputs)?,
        })?;
    }
    // The last, since it sets the owner and mode of every file before it.
    let tmpfiles = tmpfiles::tmpfiles(node, tree.of_node(node.name()))?;
    tree.insert(tmpfiles)?;
    Ok(tree.cut())
}

/// The digest over the lock's rows of what a component reads only when it starts.
///
/// The bootstrap token is not included: a kubelet that has joined does not read it again, and a new token for a new worker must
/// not restart the others.
fn inputs(
    tree: &Branch<'_>,
    cluster: &Cluster,
    node: NodeRef<'_>,
    invocation: &Invocation,
) -> Result<InputsDigest, PlanError> {
    let token = bootstrap_token::origin(cluster);
    let row = |path: &MachinePath| {
        let row = tree.row(&path.on(node.name())).ok_or_else(|| PlanError::MissingInput {
            component: invocation.component.name(),
            node: node.name().clone(),
            path: path.clone(),
        })?;
        Ok(Row { recorded: row.recorded.without(&token), ..row })
    };
    let rows = invocation.start_inputs.iter().map(row).collect::<Result<Vec<_>, PlanError>>()?;
    Ok(InputsDigest::of(&rows))
}

#[cfg(test)]
mod tests {
    use crate::{
        derive::Seed,
        model::{Draft, Endpoint, Timestamp, example},
        tree::{Place, RelPath},
    };

    /// The unit of a kubelet that uses TLS bootstrap, in the example with a change.
    fn kubelet(change: impl FnOnce(&mut Draft)) -> Vec<u8> {
        let mut draft = example::draft();
        change(&mut draft);
        let tree = crate::plan::plan(&crate::validate::cluster(draft).unwrap(), &Seed::DEMO).unwrap();
        let unit = RelPath::parse("nodes/worker-1/etc/systemd/system/kubelet.service").unwrap();
        tree.file(&Place::public(unit)).unwrap().bytes.to_vec()
    }

    #[test]
    fn a_new_token_restarts_no_kubelet_and_a_new_endpoint_does() {
        let before = kubelet(|_| {});
        let later = Timestamp::parse("2027-05-01T00:00:00Z").unwrap();
        assert_eq!(kubelet(|draft| draft.bootstrap.token_expiry = later), before);
        let elsewhere = Endpoint::parse("192.168.56.106:6443").unwrap();
        assert_ne!(kubelet(|draft| draft.endpoint = elsewhere), before);
    }
}
