//! Plans the tree, as a pure function of the cluster and the seed; or the public output alone, as a function of the cluster and
//! a committed tree.
//!
//! What a component reads when it starts is planned before its pod or unit, which contains a digest over the lock's rows of it.
//! The sums come after every file, and the lock after everything.

mod error;
mod machine;
mod sealing;
mod sums;
#[cfg(test)]
mod tests;
mod threads;

pub use error::PlanError;
pub use threads::warm_up;

use rayon::prelude::*;

use zeroize::Zeroizing;

use crate::{
    derive::{BootstrapToken, Context, Seed},
    layout,
    model::Cluster,
    pki::{self, Committed, Pki},
    progress::{Progress, Task},
    render::{
        audit_policy::audit_policy, bootstrap_token::bootstrap_token, cluster_objects::cluster_objects,
        encryption_config::encryption_config, kubeconfig::kubeconfigs, overlay::OverlayFiles,
    },
    resolved,
    tree::{Artifact, Origin, RelPath, Tree, TreeBuilder, binding, git_files, lock::Identity},
};

/// Everything that a render writes for this cluster and seed.
///
/// # Errors
/// [`PlanError`] if something cannot be rendered for this cluster, or two artifacts conflict.
pub fn plan(cluster: &Cluster, seed: &Seed) -> Result<Tree, PlanError> {
    plan_watched(cluster, seed, &Progress::default())
}

/// The same, and reports progress.
///
/// # Errors
/// As [`plan`].
pub fn plan_watched(cluster: &Cluster, seed: &Seed, progress: &Progress) -> Result<Tree, PlanError> {
    threads::install(|| {
        let material = Material {
            pki: Pki::mint(cluster, seed, progress)?,
            token: Some(bootstrap_token(cluster, seed)?),
            seed: Some(seed),
            identity: identity(cluster, seed)?,
        };
        assemble(TreeBuilder::new(), cluster, material, progress)
    })
}

/// The public output that a render writes for this cluster, without the seed: certificates and public keys are those of a
/// committed tree. The secret output has its rows in the lock, but no bytes.
///
/// # Errors
/// [`PlanError::Reuse`] with every certificate that the committed tree does not have as the cluster requires it; otherwise as
/// for [`plan`].
pub fn plan_public_output(cluster: &Cluster, committed: &Committed) -> Result<Tree, PlanError> {
    plan_public_output_watched(cluster, committed, &Progress::default())
}

/// The same, and reports progress.
///
/// # Errors
/// As [`plan_public_output`].
pub fn plan_public_output_watched(
    cluster: &Cluster,
    committed: &Committed,
    progress: &Progress,
) -> Result<Tree, PlanError> {
    threads::install(|| {
        progress.begin(Task::Verification, 0);
        let pki = Pki::reuse(cluster, committed)?;
        let identity = committed.identity().clone();
        let material = Material { pki, token: None, seed: None, identity };
        assemble(TreeBuilder::public_output(), cluster, material, progress)
    })
}

/// What comes from the seed or from a committed tree.
struct Material<'a> {
    pki: Pki,
    token: Option<BootstrapToken>,
    seed: Option<&'a Seed>,
    identity: Identity,
}

fn assemble(
    mut tree: TreeBuilder,
    cluster: &Cluster,
    material: Material<'_>,
    progress: &Progress,
) -> Result<Tree, PlanError> {
    let Material { pki, token, seed, identity } = material;
    let token = token.as_ref();
    tree.extend(git_files::artifacts())?;
    tree.extend(sealing::artifacts(cluster, seed)?)?;
    tree.insert(Artifact::public(RelPath::joined(&[pki::LISTING]), pki::listing(&pki)))?;
    tree.extend(pki.artifacts(cluster))?;
    tree.extend(kubeconfigs(cluster, &pki, token)?)?;
    tree.extend(encryption_config(cluster, seed)?)?;
    tree.extend(audit_policy(cluster)?)?;
    tree.insert(resolved::artifact(cluster)?)?;
    tree.extend(cluster_objects(cluster, &pki, token)?)?;
    let overlays = OverlayFiles::new(cluster);
    let nodes: Vec<_> = cluster.nodes().collect();
    progress.begin(Task::Nodes, nodes.len());
    let machines = nodes.into_par_iter().map(|node| machine::machine(&tree, cluster, node, &overlays));
    let machines = machines.inspect(|_| progress.advance());
    let machines = machines.collect::<Result<Vec<_>, _>>()?;
    machines.into_iter().try_for_each(|machine| tree.merge(machine))?;
    let sums = sums::artifacts(&tree);
    tree.extend(sums)?;
    let binding = Zeroizing::new(tree.binding(&identity, &cluster.users).to_string());
    tree.insert(Artifact::secret(binding::path(), binding, Origin::Rendered))?;
    let tree = tree.finish(identity, cluster.users)?;
    layout::check(tree.lock())?;
    Ok(tree)
}

fn identity(cluster: &Cluster, seed: &Seed) -> Result<Identity, PlanError> {
    let context = Context::new(seed, Cluster::SCHEMA, cluster.id.as_str())?;
    let seed = context.seed_id()?.to_string();
    Ok(Identity { schema: Cluster::SCHEMA, cluster: cluster.id.clone(), seed })
}
