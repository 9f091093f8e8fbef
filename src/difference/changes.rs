//! Every change between two trees. Each pair of files is compared according to its kind.

use std::collections::BTreeSet;

use super::{
    Aspect, Change, Comparison, Fact, Files, Pair, Site, artifact_kind::ArtifactKind, certificate::Listings,
    clusters::Clusters, fields, flags, header, lines, objects, origin, permissions, readers::Readers,
    static_pod, unit,
};
use crate::{
    component::specification,
    model::CommandWords,
    resolved::{self, ResolvedCluster},
    tree::{Lock, Place, RelPath, compare::Standing, lock::Recorded},
};

/// Every change that is reported, sorted.
pub(super) fn changes(
    comparison: &Comparison<'_>,
    before: &Files,
    after: &Files,
    listings: &Listings,
    clusters: &Clusters,
) -> Vec<Change> {
    let readers = Readers::new(clusters.before().into_iter().chain(clusters.after()));
    let compared = Compared { before, after, listings, clusters, readers };
    let mut changes = compared.header(comparison);
    changes.extend(whole_nodes(comparison));
    let whole_nodes = changes.iter().filter(|change| change.fact.aspect == Aspect::Node);
    let whole: BTreeSet<Site> = whole_nodes.map(|change| change.site.clone()).collect();
    let pairs = comparison.pairs().iter().filter(|pair| !whole.contains(&Site::of(&pair.place)));
    changes.extend(pairs.flat_map(|pair| compared.pair(pair)));
    if changes.is_empty() {
        // Files that repeat what others contain, if nothing else changed.
        let derived = comparison.pairs().iter();
        changes.extend(derived.map(|pair| compared.change(&pair.place, drift(pair))));
    }
    changes.sort_by(|one, other| sort_key(one).cmp(&sort_key(other)));
    changes
}

fn sort_key(change: &Change) -> (&Site, bool, &[crate::model::Component], &Place) {
    (&change.site, change.components.is_empty(), &change.components, &change.place)
}

/// A node that only one tree has, reported as a whole.
fn whole_nodes(comparison: &Comparison<'_>) -> Vec<Change> {
    let before = comparison.before().map(Comparison::nodes).unwrap_or_default();
    let after = Comparison::nodes(comparison.after());
    let control_plane = |lock: Option<&Lock>| lock.map(Comparison::control_plane).unwrap_or_default();
    let of_before = control_plane(comparison.before());
    let of_after = control_plane(Some(comparison.after()));
    let removed = before.difference(&after).map(|node| whole_node(node, &of_before, Fact::removed));
    removed.chain(after.difference(&before).map(|node| whole_node(node, &of_after, Fact::added))).collect()
}

fn whole_node(
    node: &str,
    control_plane: &BTreeSet<String>,
    fact: fn(Aspect, &'static str) -> Fact,
) -> Change {
    let role = if control_plane.contains(node) { "control plane" } else { "worker" };
    Change {
        site: Site::Node(node.to_owned()),
        components: Vec::new(),
        place: Place::public(RelPath::joined(&["nodes", node])),
        fact: fact(Aspect::Node, role),
    }
}

/// How a file on disk differs from the rendered one.
fn drift(pair: &Pair<'_>) -> Fact {
    let words = |standing: Standing| match standing {
        Standing::Missing => "lost",
        Standing::Mode => "with a mode that is not its own",
        Standing::Changed | Standing::Same => "edited since it was rendered",
    };
    pair.drift.map_or_else(
        || Fact::other(Aspect::Bytes),
        |standing| Fact { aspect: Aspect::Disk, from: Some(words(standing).to_owned()), to: None },
    )
}

struct Compared<'a> {
    before: &'a Files,
    after: &'a Files,
    listings: &'a Listings,
    clusters: &'a Clusters,
    readers: Readers,
}

impl Compared<'_> {
    fn change(&self, place: &Place, fact: Fact) -> Change {
        let components = self.readers.of(place);
        Change { site: Site::of(place), components, place: place.clone(), fact }
    }

    fn header(&self, comparison: &Comparison<'_>) -> Vec<Change> {
        let facts = comparison.before().map(|before| header::facts(before, comparison.after()));
        let of_lock = facts.into_iter().flatten().map(|fact| self.change(&Lock::place(), fact));
        let of_model = self.clusters.both().map(whole_cluster).into_iter().flatten();
        of_lock.chain(of_model.map(|fact| self.change(&resolved::place(), fact))).collect()
    }

    /// Every fact of a pair. There is at least one, except for a file that repeats others.
    fn pair(&self, pair: &Pair<'_>) -> Vec<Change> {
        let mut facts = match (pair.before, pair.after) {
            (Some(before), Some(after)) => {
                let mut facts = self.content(pair, &before.recorded, &after.recorded);
                facts.extend(permissions::facts(before, after));
                facts
            }
            (None, Some(_)) => whole(pair, None, self.after.text(&pair.place)),
            (Some(_), None) => whole(pair, self.before.text(&pair.place), None),
            (None, None) => Vec::new(),
        };
        let follows = ArtifactKind::of(&pair.place) == ArtifactKind::Derived;
        if pair.drift.is_some() && !follows {
            facts.push(drift(pair));
        }
        if facts.is_empty() && !follows {
            facts.push(Fact::other(Aspect::Bytes));
        }
        facts.into_iter().map(|fact| self.change(&pair.place, fact)).collect()
    }

    /// The changed flags of a pod's or unit's component.
    fn flags(&self, place: &Place) -> Vec<Fact> {
        let process = |cluster: &'_ ResolvedCluster| {
            let (Site::Node(node), Some(component)) = (Site::of(place), ArtifactKind::of(place).starts())
            else {
                return None;
            };
            cluster.process(component, &node).map(|process| process.flags.clone())
        };
        let both = self.clusters.both().and_then(|(before, after)| process(before).zip(process(after)));
        both.map(|(from, to)| flags::facts(&from, &to)).unwrap_or_default()
    }

    /// What changed inside a file that is in both trees.
    fn content(&self, pair: &Pair<'_>, before: &Recorded, after: &Recorded) -> Vec<Fact> {
        let texts = self.before.text(&pair.place).zip(self.after.text(&pair.place));
        let flags = || self.flags(&pair.place);
        match (ArtifactKind::of(&pair.place), texts) {
            (ArtifactKind::Derived, _) => Vec::new(),
            (ArtifactKind::StaticPod(_), Some((from, to))) => {
                static_pod::facts(from, to, &flags()).unwrap_or_default()
            }
            (ArtifactKind::Unit(component), Some((from, to))) => {
                let reloads = specification(component).unit.reload.is_some();
                let facts = unit::facts(from, to, &flags());
                if reloads { unit::reloading(facts) } else { facts }
            }
            (ArtifactKind::DropIn, Some((from, to))) => unit::facts(from, to, &flags()),
            (ArtifactKind::Objects, Some((from, to))) => {
                objects::facts(Some(from), Some(to)).unwrap_or_default()
            }
            (ArtifactKind::Yaml, Some((from, to))) => yaml(from, to),
            (ArtifactKind::Lines, Some((from, to))) => lines::facts(from, to),
            _ => origin::facts(self.listings, before, after),
        }
    }
}

/// What changed of the tree as a whole and is in no other file: the kubemint that rendered it, and how commands reach
/// its machines.
fn whole_cluster((from, to): (&ResolvedCluster, &ResolvedCluster)) -> Vec<Fact> {
    let field = |path: &str| Aspect::Field { object: None, path: path.to_owned() };
    let (old, new) = (&from.cluster.rollout, &to.cluster.rollout);
    let become_root = |words: &Option<CommandWords>| words.as_ref().map(ToString::to_string);
    let become_root = Fact {
        aspect: field("cluster.rollout.become"),
        from: become_root(&old.become_root),
        to: become_root(&new.become_root),
    };
    [
        Fact::if_changed(field("kubemint"), &from.kubemint, &to.kubemint),
        Fact::if_changed(field("cluster.rollout.ssh"), &old.ssh, &new.ssh),
        (become_root.from != become_root.to).then_some(become_root),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A file that only one tree has; if it contains objects to apply, each of its objects.
fn whole(pair: &Pair<'_>, from: Option<&str>, to: Option<&str>) -> Vec<Fact> {
    let objects = match ArtifactKind::of(&pair.place) {
        ArtifactKind::Derived => return Vec::new(),
        ArtifactKind::Objects => objects::facts(from, to).unwrap_or_default(),
        _ => Vec::new(),
    };
    if !objects.is_empty() {
        return objects;
    }
    let output = pair.place.secrecy.folder();
    vec![match pair.after {
        Some(_) => Fact::added(Aspect::File, output),
        None => Fact::removed(Aspect::File, output),
    }]
}

/// The changed fields of every document of a file that does not contain objects to apply.
fn yaml(from: &str, to: &str) -> Vec<Fact> {
    let Some((from, to)) = fields::documents(from).zip(fields::documents(to)) else { return Vec::new() };
    from.iter().zip(&to).flat_map(|(from, to)| fields::facts(None, from, to)).collect()
}
