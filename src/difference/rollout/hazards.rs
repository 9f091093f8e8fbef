//! The hazards between two trees, found with the table of hazards.

use super::{
    hazard_table::{Detection, HAZARDS, Hazard},
    kubelet_state::KubeletFacts,
};
use crate::{
    difference::{Aspect, Change, Fact, Site, artifact_kind::path_on_machine, flags},
    model::Component,
    resolved::ResolvedCluster,
};

/// A hazard that was found between two trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundHazard {
    /// Its row of the table.
    pub hazard: &'static Hazard,
    /// The value before, if there is one.
    pub from: Option<String>,
    /// The value after, if there is one.
    pub to: Option<String>,
    /// The node, if the value is that of one node.
    pub node: Option<String>,
}

/// Every hazard found, in the order of the table. Without both resolved clusters, only those that follow from the
/// locks.
pub(super) fn hazards(
    clusters: Option<(&ResolvedCluster, &ResolvedCluster)>,
    kubelets: &KubeletFacts,
    changes: &[Change],
) -> Vec<FoundHazard> {
    let flags = clusters.map(|(before, after)| changed_flags(before, after)).unwrap_or_default();
    let mut all: Vec<FoundHazard> = Vec::new();
    for hazard in HAZARDS {
        let found = of_flags(hazard, &flags).into_iter();
        for one in found.chain(of_kubelets(hazard, kubelets)).chain(of_facts(hazard, changes)) {
            if !all.contains(&one) {
                all.push(one);
            }
        }
    }
    all
}

/// The values of a flag on a node, before and after.
struct ChangedFlag {
    component: Component,
    node: String,
    name: String,
    from: Option<String>,
    to: Option<String>,
}

/// The changed flags of the control plane's processes that run in both trees, whether as a pod or as a unit.
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

fn of_flags(hazard: &'static Hazard, flags: &[ChangedFlag]) -> Vec<FoundHazard> {
    let matches_hazard = |flag: &&ChangedFlag| {
        let is =
            |component: &Component, name: &str| (flag.component, flag.name.as_str()) == (*component, name);
        match (&hazard.detection, &flag.from, &flag.to) {
            (
                Detection::Flag(component, name, is_unsafe)
                | Detection::FlagOfNode(component, name, is_unsafe),
                Some(from),
                Some(to),
            ) => is(component, name) && is_unsafe(from, to),
            (Detection::AnyFlag(components, names), ..) => {
                components.contains(&flag.component) && names.contains(&flag.name.as_str())
            }
            _ => false,
        }
    };
    let found = |flag: &ChangedFlag| FoundHazard {
        hazard,
        from: flag.from.clone(),
        to: flag.to.clone(),
        node: matches!(hazard.detection, Detection::FlagOfNode(..)).then(|| flag.node.clone()),
    };
    flags.iter().filter(matches_hazard).map(found).collect()
}

fn of_kubelets(hazard: &'static Hazard, kubelets: &KubeletFacts) -> Vec<FoundHazard> {
    let Detection::KubeletField(name, value) = &hazard.detection else { return Vec::new() };
    let matches_hazard = |fact: &&Fact| {
        let is_field = matches!(&fact.aspect, Aspect::Field { path, .. } if path == name);
        is_field && fact.to.as_deref() == Some(*value)
    };
    kubelets.values().flatten().filter(matches_hazard).map(|fact| found(hazard, fact)).collect()
}

fn of_facts(hazard: &'static Hazard, changes: &[Change]) -> Vec<FoundHazard> {
    let matches_hazard = |change: &&Change| match &hazard.detection {
        Detection::Fact(file, aspect) => {
            let path = path_on_machine(change.place.path.as_str());
            let is_in = matches!(change.site, Site::Node(_)) && path == file.as_str().strip_prefix('/');
            change.fact.aspect == *aspect && is_in
        }
        Detection::Removed(object) => {
            matches!(&change.fact.aspect, Aspect::Object(name) if name == object) && change.fact.to.is_none()
        }
        _ => false,
    };
    changes.iter().filter(matches_hazard).map(|change| found(hazard, &change.fact)).collect()
}

fn found(hazard: &'static Hazard, fact: &Fact) -> FoundHazard {
    FoundHazard { hazard, from: fact.from.clone(), to: fact.to.clone(), node: None }
}
