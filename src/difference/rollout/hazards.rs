//! Changes that a running cluster does not survive in one rollout, found by a table.

use super::{
    command_lines::{CommandLine, CommandLines},
    hazard_table::{Hazard, Seen, TABLE},
};
use crate::{
    component::paths,
    difference::{Aspect, Change, Site, artifact_kind::path_on_machine, command_line},
    model::Component,
    tree::MachinePath,
};

/// A hazard that this difference has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Danger {
    /// Which.
    pub hazard: &'static Hazard,
    /// The value before, where it has one.
    pub from: Option<String>,
    /// The value after.
    pub to: Option<String>,
    /// The node, where the value is its own.
    pub node: Option<String>,
}

/// Every hazard, in the table's order.
pub(super) fn dangers(
    before: &CommandLines<'_>,
    after: &CommandLines<'_>,
    changes: &[Change],
) -> Vec<Danger> {
    let flags = changed_flags(before, after);
    let mut dangers: Vec<Danger> = Vec::new();
    for hazard in TABLE {
        for danger in of_flags(hazard, &flags).into_iter().chain(of_facts(hazard, changes)) {
            if !dangers.contains(&danger) {
                dangers.push(danger);
            }
        }
    }
    dangers
}

/// A flag on a node, before and after.
struct ChangedFlag {
    component: Component,
    node: String,
    name: String,
    from: Option<String>,
    to: Option<String>,
}

/// The flags of processes that both trees run, whatever runs them.
fn changed_flags(before: &CommandLines<'_>, after: &CommandLines<'_>) -> Vec<ChangedFlag> {
    let changed = after.iter().flat_map(|((component, node), new)| {
        let old = before.get(*component, node).filter(|old| !old.is_in_same_file_as(new));
        let facts = |old: &CommandLine<'_>| command_line::facts(&old.words().flags(), &new.words().flags());
        let facts = old.map(facts).unwrap_or_default();
        facts.into_iter().filter_map(|fact| match fact.aspect {
            Aspect::Flag(name) => {
                let (component, node, from, to) = (*component, node.clone(), fact.from, fact.to);
                Some(ChangedFlag { component, node, name, from, to })
            }
            _ => None,
        })
    });
    changed.collect()
}

fn of_flags(hazard: &'static Hazard, flags: &[ChangedFlag]) -> Vec<Danger> {
    let is_seen = |flag: &&ChangedFlag| {
        let is =
            |component: &Component, name: &str| (flag.component, flag.name.as_str()) == (*component, name);
        match (&hazard.seen, &flag.from, &flag.to) {
            (
                Seen::Flag(component, name, is_unsafe) | Seen::FlagOfNode(component, name, is_unsafe),
                Some(from),
                Some(to),
            ) => is(component, name) && is_unsafe(from, to),
            (Seen::AnyFlag(components, names), ..) => {
                components.contains(&flag.component) && names.contains(&flag.name.as_str())
            }
            _ => false,
        }
    };
    let danger = |flag: &ChangedFlag| Danger {
        hazard,
        from: flag.from.clone(),
        to: flag.to.clone(),
        node: matches!(hazard.seen, Seen::FlagOfNode(..)).then(|| flag.node.clone()),
    };
    flags.iter().filter(is_seen).map(danger).collect()
}

fn of_facts(hazard: &'static Hazard, changes: &[Change]) -> Vec<Danger> {
    let is_in = |change: &Change, file: &MachinePath| {
        let path = path_on_machine(change.place.path.as_str());
        matches!(change.site, Site::Node(_)) && path == file.as_str().strip_prefix('/')
    };
    let is_seen = |change: &&Change| match &hazard.seen {
        Seen::Fact(file, aspect) => change.fact.aspect == *aspect && is_in(change, file),
        Seen::KubeletField(name, value) => {
            let is_field = matches!(&change.fact.aspect, Aspect::Field { path, .. } if path == name);
            is_field && change.fact.to.as_deref() == Some(*value) && is_in(change, &paths::KUBELET_CONFIG)
        }
        _ => false,
    };
    let danger = |change: &Change| Danger {
        hazard,
        from: change.fact.from.clone(),
        to: change.fact.to.clone(),
        node: None,
    };
    changes.iter().filter(is_seen).map(danger).collect()
}
