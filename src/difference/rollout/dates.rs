//! Dates that whoever carries a rollout out must look at: no clock is read here.

use std::collections::BTreeSet;

use super::{Step, bootstrapped};
use crate::{
    difference::{Aspect, Change, certificate::Listings},
    tree::{Lock, Origin},
};

/// Dates of a rollout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dates {
    /// The latest first moment of a certificate that begins later than it did, RFC 3339.
    pub begins: Option<String>,
    /// New machines that join with the bootstrap token.
    pub joining: Option<Joins>,
}

/// Machines that join with the bootstrap token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joins {
    /// The nodes, sorted.
    pub nodes: Vec<String>,
    /// When the token ends, RFC 3339.
    pub token_ends: String,
    /// Whether a certificate of the same tree begins only when the token has ended: then it has ended before anybody can
    /// use it.
    pub has_ended: bool,
}

/// What a bootstrap token is derived for begins with this; the moment when it ends follows.
const TOKEN: &str = "bootstrap-token/";

impl Dates {
    pub(super) fn new(after: &Lock, listings: &Listings, changes: &[Change], steps: &[Step]) -> Self {
        let later = changes.iter().filter(|change| change.fact.aspect == Aspect::NotBefore);
        let begins = later.filter(|change| change.fact.to > change.fact.from);
        Self {
            begins: begins.filter_map(|change| change.fact.to.clone()).max(),
            joining: joins(after, listings, steps),
        }
    }
}

fn joins(after: &Lock, listings: &Listings, steps: &[Step]) -> Option<Joins> {
    let bootstrapping = bootstrapped::nodes(after);
    let installed = steps.iter().filter_map(|step| match step {
        Step::Install { node, .. } => Some(node),
        _ => None,
    });
    let nodes: BTreeSet<&String> = installed.filter(|node| bootstrapping.contains(*node)).collect();
    let token_ends = token_ends(after).filter(|_| !nodes.is_empty())?;
    // Both are UTC with whole seconds, so the order of texts is that of moments.
    let latest = listings.after.all().map(|listed| listed.not_before.as_str()).max();
    Some(Joins {
        nodes: nodes.into_iter().cloned().collect(),
        has_ended: latest.is_some_and(|latest| latest >= token_ends.as_str()),
        token_ends,
    })
}

fn token_ends(lock: &Lock) -> Option<String> {
    let origins = lock.rows().filter_map(|row| row.recorded.origin());
    let mut parts = origins.flat_map(|origin| match origin {
        Origin::Composed { parts, .. } => parts.as_slice(),
        origin => std::slice::from_ref(origin),
    });
    parts.find_map(|part| match part {
        Origin::Secret { label, .. } => label.strip_prefix(TOKEN).map(str::to_owned),
        _ => None,
    })
}
