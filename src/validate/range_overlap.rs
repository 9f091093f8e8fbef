//! Ranges that share addresses.

use super::addresses::ranges;
use crate::{diagnostic::Violation, model::Draft};

/// A pod and a Service must not get the same address.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    let ranges = ranges(draft);
    let pairs = ranges
        .iter()
        .enumerate()
        .flat_map(|(i, first)| ranges.iter().skip(i + 1).map(move |second| (first, second)));
    let overlapping = pairs.filter(|((_, first), (_, second))| first.overlaps(second));
    let violation = |((first_path, first), (path, range)): (&(String, _), &(String, _))| {
        let message = format!("{range} and {first} share addresses");
        Violation::new("ranges-overlap", path, message, "ranges that share no address")
            .also(first_path, "this range")
            .help("move one of them, out of the network of the nodes as well")
    };
    overlapping.map(violation).collect()
}
