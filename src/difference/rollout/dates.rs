//! Dates that whoever does the rollout has to compare with the clock, since kubemint does not read it.

use std::collections::BTreeSet;

use super::{Step, bootstrapped};
use crate::{
    difference::{Aspect, Change, certificate::Listings},
    tree::{Lock, Origin},
};

/// Dates of a rollout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dates {
    /// The latest notBefore of the certificates whose validity begins later than before, in RFC 3339.
    pub begins: Option<String>,
    /// New machines that join with the bootstrap token.
    pub joining: Option<Joins>,
}

/// Machines that join with the bootstrap token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joins {
    /// The nodes, sorted.
    pub nodes: Vec<String>,
    /// When the token expires, in RFC 3339.
    pub token_ends: String,
    /// Whether a certificate of the same tree becomes valid only after the token has expired, so that nobody could
    /// use the token.
    pub has_ended: bool,
}

/// The prefix of a bootstrap token's label; its expiry follows.
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
    // Both are UTC in whole seconds, so they sort as texts.
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
