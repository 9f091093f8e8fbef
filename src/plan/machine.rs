//! What makes a machine a node: its configuration, and a pod or a unit for each component.

use super::PlanError;
use crate::{
    component::{Invocation, invocations},
    model::{Cluster, NodeRef, Runtime},
    render::{
        authentication_config::authentication_config, folders, kubelet_config::kubelet_config, static_pod,
        sysusers, tmpfiles, unit, wants_dropin,
    },
    tree::{Artifact, Branch, InputsDigest, MachinePath, TreeBuilder},
};

/// The machine's files, for a tree that has its certificates and keys.
pub(super) fn machine(
    trunk: &TreeBuilder,
    cluster: &Cluster,
    node: NodeRef<'_>,
) -> Result<TreeBuilder, PlanError> {
    let mut tree = Branch::of(trunk);
    tree.extend(folders::folders(cluster, node))?;
    tree.extend(sysusers::sysusers(cluster, node)?)?;
    tree.insert(wants_dropin::wants_dropin(cluster, node)?)?;
    tree.insert(kubelet_config(cluster, node)?)?;
    if let NodeRef::ControlPlane(node) = node {
        tree.insert(authentication_config(cluster, node)?)?;
    }
    for invocation in invocations(cluster, node) {
        let inputs = inputs(&tree, node, &invocation)?;
        tree.insert(process(cluster, node, &invocation, &inputs)?)?;
    }
    // The last: it holds every file before it to its owner and mode.
    let tmpfiles = tmpfiles::tmpfiles(node, tree.of_node(node.name()))?;
    tree.insert(tmpfiles)?;
    Ok(tree.cut())
}

/// The pod or the unit that runs a component. The kubelet is a unit, and so is all there is on a worker.
fn process(
    cluster: &Cluster,
    node: NodeRef<'_>,
    invocation: &Invocation,
    inputs: &InputsDigest,
) -> Result<Artifact, PlanError> {
    match (node, cluster.runtime(invocation.component)) {
        (NodeRef::ControlPlane(node), Runtime::StaticPod) => {
            Ok(static_pod::manifest(cluster, node, invocation, inputs)?)
        }
        _ => Ok(unit::unit(cluster, node, invocation, inputs)?),
    }
}

/// The digest over the lock's rows of what a component reads only at its start.
fn inputs(tree: &Branch<'_>, node: NodeRef<'_>, invocation: &Invocation) -> Result<InputsDigest, PlanError> {
    let row = |path: &MachinePath| {
        tree.row(&path.on(node.name())).ok_or_else(|| PlanError::MissingInput {
            component: invocation.component.name(),
            node: node.name().clone(),
            path: path.clone(),
        })
    };
    let rows = invocation.start_inputs.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    Ok(InputsDigest::of(&rows))
}
