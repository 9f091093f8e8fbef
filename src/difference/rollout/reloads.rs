//! Which processes take in what changes by reading their configuration again, without a restart.

use std::collections::BTreeSet;

use crate::{component::specification, model::Component, resolved::ResolvedCluster};

/// The processes that can reload and for which only the content of their files changes.
///
/// Their units also follow from the version of kubemint, which has the templates, and from the numbers of accounts.
pub(super) fn reloading(
    (before, after): (&ResolvedCluster, &ResolvedCluster),
) -> BTreeSet<(Component, String)> {
    if (&before.kubemint, before.cluster.users) != (&after.kubemint, after.cluster.users) {
        return BTreeSet::new();
    }
    let can_reload = Component::ALL.into_iter().filter(|one| specification(*one).unit.reload.is_some());
    let same = can_reload.flat_map(|component| {
        let both = after.processes(component);
        let same = both.filter(move |(node, new)| before.process(component, node.as_str()) == Some(*new));
        same.map(move |(node, _)| (component, node.to_string()))
    });
    same.collect()
}
