//! What differs between two trees, in terms of flags, fields, certificates and objects, and what restarts because of it.
//!
//! ```text
//! two locks ──▶ Comparison: rows that differ, files to read ──files──▶ Difference: facts, rollout
//! ```
//!
//! The locks say what differs. Why it differs, which hazards it has and what to do follow from the locks and the two
//! resolved clusters. The other files are compared only for display.
//!
//! [`tree::compare`](crate::tree::compare) does something else: it compares a directory on disk with a tree by digest
//! and mode. Here, a reviewer learns which flag, name, date or field changed. Of a secret file only the lock's row is
//! known, so no secret can be printed.

mod artifact_kind;
mod certificate;
mod change;
mod changes;
mod clusters;
mod comparison;
mod fields;
mod files;
mod flags;
mod header;
mod lines;
mod objects;
mod origin;
mod permissions;
mod readers;
pub mod rollout;
mod static_pod;
mod unit;

pub use change::{Aspect, Change, Fact, Site};
pub use clusters::{Unknown, Why};
pub use comparison::{Comparison, Pair};
pub use files::Files;
pub use rollout::Rollout;

use certificate::Listings;
use clusters::Clusters;
use rollout::NewRecipients;

/// Everything that a reviewer sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Each fact that changed, sorted by site, component and place.
    pub changes: Vec<Change>,
    /// What restarts, and in which order.
    pub rollout: Rollout,
}

impl Difference {
    /// Compares two trees, given the public files that the pair asked for.
    ///
    /// A file that is missing is reported as changed, without details.
    #[must_use]
    pub fn new(comparison: &Comparison<'_>, before: &Files, after: &Files) -> Self {
        let listings = Listings { before: before.listing(), after: after.listing() };
        let clusters = Clusters::new(comparison, before, after);
        let changes = changes::changes(comparison, before, after, &listings, &clusters);
        let recipients = comparison.before().map(|_| NewRecipients::new(before, after)).unwrap_or_default();
        let rollout = Rollout::new(comparison, &clusters, &listings, &changes, recipients);
        Self { changes, rollout }
    }

    /// Whether both trees are the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}
