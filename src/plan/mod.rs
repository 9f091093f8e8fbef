//! Puts the tree together: a pure function of the cluster and the seed.
//!
//! What is read at a component's start is made before the component's pod or unit, which carries a digest over the
//! lock's rows of it; the sums come after every file, the lock after everything.

mod error;
mod machine;
mod repository;
mod sealing;
mod sums;

pub use error::PlanError;

use crate::{
    derive::{Context, Seed},
    model::Cluster,
    pki::{self, Pki},
    render::{
        audit_policy::audit_policy, bootstrap_token::bootstrap_token, cluster_objects::cluster_objects,
        encryption_config::encryption_config, kubeconfig::kubeconfigs,
    },
    tree::{Artifact, RelPath, Tree, TreeBuilder, lock::Identity},
};

/// Everything that a render writes for this cluster and seed.
///
/// # Errors
/// [`PlanError`] where something cannot be made of this cluster, or two things claim one path.
pub fn plan(cluster: &Cluster, seed: &Seed) -> Result<Tree, PlanError> {
    let mut tree = TreeBuilder::new();
    let pki = Pki::mint(cluster, seed)?;
    let token = bootstrap_token(cluster, seed)?;
    tree.extend(repository::artifacts())?;
    tree.extend(sealing::artifacts(cluster, seed)?)?;
    tree.insert(Artifact::public(RelPath::joined(&[pki::LISTING]), pki::listing(&pki)))?;
    tree.extend(pki.artifacts(cluster))?;
    tree.extend(kubeconfigs(cluster, &pki, &token)?)?;
    tree.extend(encryption_config(cluster, seed)?)?;
    tree.extend(audit_policy(cluster)?)?;
    tree.extend(cluster_objects(cluster, &pki, &token)?)?;
    cluster.nodes().try_for_each(|node| machine::add(&mut tree, cluster, node))?;
    let sums = sums::artifacts(&tree);
    tree.extend(sums)?;
    Ok(tree.finish(identity(cluster, seed)?, cluster.users)?)
}

fn identity(cluster: &Cluster, seed: &Seed) -> Result<Identity, PlanError> {
    let context = Context::new(seed, Cluster::SCHEMA, cluster.id.as_str())?;
    let seed = context.seed_id()?.to_string();
    Ok(Identity { schema: Cluster::SCHEMA, cluster: cluster.id.clone(), seed })
}
