//! What one tree has that another has not, in the words of the domain, and what that restarts.
//!
//! ```text
//! two locks ──▶ Question: rows that differ, files that must be read ──files──▶ Difference: facts, rollout
//! ```
//! The locks say what differs. Why it does, what is not safe about it and what to do follow from the two resolved clusters among
//! the files and from the locks; the other files are compared for display alone.
//!
//! Not [`tree::compare`](crate::tree::compare), which measures a folder on disk file by file, by digest and mode: here
//! a reviewer is told which flag, name, date or field is another. A secret file is known by its lock's row alone, so
//! nothing secret can be told.

mod artifact_kind;
mod certificate;
mod change;
mod clusters;
mod fields;
mod files;
mod flags;
mod identity;
mod lines;
mod objects;
mod origin;
mod question;
mod readers;
mod rights;
pub mod rollout;
mod static_pod;
mod told;
mod unit;

pub use change::{Aspect, Change, Fact, Site};
pub use clusters::{Unknown, Why};
pub use files::Files;
pub use question::{Pair, Question};
pub use rollout::Rollout;

use certificate::Listings;
use clusters::Clusters;
use rollout::NewRecipients;

/// What a reviewer is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Each fact that is another, in the order of sites, components and places.
    pub changes: Vec<Change>,
    /// What restarts, and in which order.
    pub rollout: Rollout,
}

impl Difference {
    /// The answer to a question, from the public files that it asked for.
    ///
    /// A file that is not there is told as changed and not how.
    #[must_use]
    pub fn new(question: &Question<'_>, before: &Files, after: &Files) -> Self {
        let listings = Listings { before: before.listing(), after: after.listing() };
        let clusters = Clusters::new(question, before, after);
        let changes = told::changes(question, before, after, &listings, &clusters);
        let recipients = question.before().map(|_| NewRecipients::new(before, after)).unwrap_or_default();
        let rollout = Rollout::new(question, &clusters, &listings, &changes, recipients);
        Self { changes, rollout }
    }

    /// Whether both trees are the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}
