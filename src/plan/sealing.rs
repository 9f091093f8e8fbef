//! What `seal` needs from the tree: the recipients and the key of its index. Only for a cluster with recipients.

use super::PlanError;
use crate::{
    derive::{Context, SealKey, Seed},
    model::Cluster,
    seal::{KEY, KEY_LABEL, RECIPIENTS, Recipients},
    tree::{Artifact, Origin, RelPath},
};

/// Both files, or none. Without the seed, the key has no bytes.
pub(super) fn artifacts(cluster: &Cluster, seed: Option<&Seed>) -> Result<Vec<Artifact>, PlanError> {
    let recipients = Recipients::of(cluster);
    if recipients.is_empty() {
        return Ok(Vec::new());
    }
    let key = |seed| -> Result<_, PlanError> {
        let key = SealKey::derive(&Context::new(seed, Cluster::SCHEMA, cluster.id.as_str())?)?;
        Ok(key.to_text())
    };
    let key = seed.map(key).transpose()?;
    let origin = Origin::Secret { label: KEY_LABEL.to_owned(), generation: 1 };
    Ok(vec![
        Artifact::public(RelPath::joined(&[RECIPIENTS]), recipients.to_string()),
        Artifact::secret(RelPath::joined(&[KEY]), key, origin),
    ])
}
