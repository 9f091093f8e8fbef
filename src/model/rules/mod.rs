//! The rules between the values of a cluster, one file a subject.

use super::{Draft, Violation};

/// A rule: what it finds wrong, nothing where it holds.
type Rule = fn(&Draft) -> Vec<Violation>;

/// Every rule there is.
const RULES: &[Rule] = &[];

/// Applies every rule.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    RULES.iter().flat_map(|rule| rule(draft)).collect()
}
