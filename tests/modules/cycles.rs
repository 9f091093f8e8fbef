//! Cycles of a graph.

use std::collections::{BTreeMap, BTreeSet};

/// The sets of nodes that reach one another, each with more than one; none where there is no cycle.
pub fn cycles(edges: &BTreeSet<(String, String)>) -> Vec<BTreeSet<String>> {
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in edges {
        next.entry(from).or_default().insert(to);
    }
    let reach: BTreeMap<&str, BTreeSet<&str>> =
        next.keys().map(|node| (*node, reached(node, &next))).collect();
    let mut found = BTreeSet::new();
    for (node, reached) in reach.iter().filter(|(node, reached)| reached.contains(*node)) {
        let back = |other: &&&str| reach.get(**other).is_some_and(|reached| reached.contains(node));
        found.insert(reached.iter().filter(back).map(|node| (*node).to_owned()).collect());
    }
    found.into_iter().collect()
}

fn reached<'a>(from: &str, next: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        for other in next.get(node).into_iter().flatten() {
            if reached.insert(*other) {
                open.push(other);
            }
        }
    }
    reached
}
