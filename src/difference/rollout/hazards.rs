//! Changes that a running cluster does not survive in one rollout, found by a table.

use super::{
    hazard_table::{Hazard, Seen, TABLE},
    kubelet_state::KubeletFacts,
};
use crate::{
    difference::{Aspect, Change, Fact, Site, artifact_kind::path_on_machine, flags},
    model::Component,
    resolved::ResolvedCluster,
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

/// Every hazard, in the table's order; those alone that the locks tell, where a resolved cluster is not known.
pub(super) fn dangers(
    clusters: Option<(&ResolvedCluster, &ResolvedCluster)>,
    kubelets: &KubeletFacts,
    changes: &[Change],
) -> Vec<Danger> {
    let flags = clusters.map(|(before, after)| changed_flags(before, after)).unwrap_or_default();
    let mut dangers: Vec<Danger> = Vec::new();
    for hazard in TABLE {
        let seen = of_flags(hazard, &flags).into_iter();
        for danger in seen.chain(of_kubelets(hazard, kubelets)).chain(of_facts(hazard, changes)) {
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

/// The flags of processes of the control plane that both trees run, whatever runs them.
fn changed_flags(before: &ResolvedCluster, after: &ResolvedCluster) -> Vec<ChangedFlag> {
    let processes = Component::CONTROL_PLANE.into_iter().flat_map(|component| {
        let both = after.processes(component);
        both.filter_map(move |(node, new)| {
            Some((component, node, before.process(component, node.as_str())?, new))
        })
    });
    let changed = processes.flat_map(|(component, node, old, new)| {
        let facts = flags::facts(&old.flags, &new.flags).into_iter();
        facts.filter_map(move |Fact { aspect, from, to }| match aspect {
            Aspect::Flag(name) => Some(ChangedFlag { component, node: node.to_string(), name, from, to }),
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

fn of_kubelets(hazard: &'static Hazard, kubelets: &KubeletFacts) -> Vec<Danger> {
    let Seen::KubeletField(name, value) = &hazard.seen else { return Vec::new() };
    let is_seen = |fact: &&Fact| {
        let is_field = matches!(&fact.aspect, Aspect::Field { path, .. } if path == name);
        is_field && fact.to.as_deref() == Some(*value)
    };
    kubelets.values().flatten().filter(is_seen).map(|fact| danger(hazard, fact)).collect()
}

fn of_facts(hazard: &'static Hazard, changes: &[Change]) -> Vec<Danger> {
    let Seen::Fact(file, aspect) = &hazard.seen else { return Vec::new() };
    let is_seen = |change: &&Change| {
        let path = path_on_machine(change.place.path.as_str());
        let is_in = matches!(change.site, Site::Node(_)) && path == file.as_str().strip_prefix('/');
        change.fact.aspect == *aspect && is_in
    };
    changes.iter().filter(is_seen).map(|change| danger(hazard, &change.fact)).collect()
}

fn danger(hazard: &'static Hazard, fact: &Fact) -> Danger {
    Danger { hazard, from: fact.from.clone(), to: fact.to.clone(), node: None }
}
