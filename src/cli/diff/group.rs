//! Groups changes that are the same on several nodes, to report them once.

use std::collections::BTreeMap;

use crate::{
    cli::terminal::count,
    difference::{
        Aspect, Change, Difference, Fact, Site,
        rollout::{Run, Step},
    },
    model::Component,
};

/// Changes that are the same on each of these nodes, for the same components.
pub(super) struct Group<'a> {
    /// Which components read the files, and where.
    pub(super) subject: Subject<'a>,
    /// Each file with its facts. The path is the one on the machine, or below the tree's root.
    pub(super) files: Told<'a>,
}

/// Files with their facts.
type Told<'a> = Vec<(String, Vec<&'a Fact>)>;

/// Which components read the files of a group, and where.
pub(super) enum Subject<'a> {
    /// The tree as a whole.
    Tree,
    /// No machine.
    Cluster,
    /// These components, or none, on these nodes.
    Nodes(&'a [Component], Vec<&'a str>),
    /// These nodes as a whole.
    WholeNodes(Vec<&'a str>),
}

type Key<'a> = (&'a Site, bool, &'a [Component]);

/// The groups of a difference: the tree, the cluster, then the components in the order in which they start.
pub(super) fn groups(difference: &Difference) -> Vec<Group<'_>> {
    let mut by_site: BTreeMap<Key<'_>, Told<'_>> = BTreeMap::new();
    for change in &difference.changes {
        let key = (&change.site, change.components.is_empty(), change.components.as_slice());
        let files = by_site.entry(key).or_default();
        let path = path(change);
        match files.last_mut() {
            Some((last, facts)) if *last == path => facts.push(&change.fact),
            _ => files.push((path, vec![&change.fact])),
        }
    }
    let mut groups: Vec<Group<'_>> = Vec::new();
    for ((site, _, components), files) in by_site {
        let node = match site {
            Site::Tree => {
                groups.push(Group { subject: Subject::Tree, files });
                continue;
            }
            Site::Cluster => {
                groups.push(Group { subject: Subject::Cluster, files });
                continue;
            }
            Site::Node(name) => name.as_str(),
        };
        let mut alike = groups.iter_mut().filter(|group| group.files == files);
        let alike = alike.find_map(|group| match &mut group.subject {
            Subject::Nodes(others, nodes) if *others == components => Some(nodes),
            Subject::WholeNodes(nodes) => Some(nodes),
            _ => None,
        });
        match alike {
            Some(nodes) => nodes.push(node),
            None => groups.push(Group { subject: Subject::of(components, node, &files), files }),
        }
    }
    groups.sort_by_key(|group| order(&group.subject));
    groups
}

/// The tree and the cluster first, files without readers last. The sort is stable and keeps the order of nodes.
fn order(subject: &Subject<'_>) -> (u8, bool, Vec<Component>) {
    match subject {
        Subject::Tree => (0, false, Vec::new()),
        Subject::Cluster => (1, false, Vec::new()),
        Subject::WholeNodes(_) => (2, false, Vec::new()),
        Subject::Nodes(components, _) => (3, components.is_empty(), components.to_vec()),
    }
}

fn path(change: &Change) -> String {
    let path = change.place.path.as_str();
    match path.strip_prefix("nodes/") {
        Some(of_node) => of_node.split_once('/').map(|(_, path)| format!("/{path}")).unwrap_or_default(),
        None => change.place.to_string(),
    }
}

impl<'a> Subject<'a> {
    fn of(components: &'a [Component], node: &'a str, files: &[(String, Vec<&Fact>)]) -> Self {
        let whole = files.iter().any(|(_, facts)| facts.iter().any(|fact| fact.aspect == Aspect::Node));
        if whole { Self::WholeNodes(vec![node]) } else { Self::Nodes(components, vec![node]) }
    }

    /// `kube-apiserver`, or `other files` for files that no component reads, with the nodes.
    pub(super) fn title(&self) -> (String, &[&str]) {
        match self {
            Self::Tree => ("the tree".to_owned(), &[]),
            Self::Cluster => ("the cluster".to_owned(), &[]),
            Self::WholeNodes(nodes) => (nodes.join(", "), &[]),
            Self::Nodes([], nodes) => ("other files".to_owned(), nodes),
            Self::Nodes(components, nodes) => {
                let names: Vec<&str> = components.iter().map(|component| component.name()).collect();
                (names.join(", "), nodes)
            }
        }
    }
}

/// What changes, and where, in one line.
pub(super) fn summary(difference: &Difference) -> String {
    let mut nodes: Vec<&Site> = difference.changes.iter().map(|change| &change.site).collect();
    nodes.retain(|site| matches!(site, Site::Node(_)));
    nodes.dedup();
    let mut places: Vec<_> = difference.changes.iter().map(|change| &change.place).collect();
    places.sort_unstable();
    places.dedup();
    format!(
        "{} in {} on {}; {}",
        count(difference.changes.len(), "change"),
        count(places.len(), "file"),
        count(nodes.len(), "node"),
        steps(&difference.rollout.steps),
    )
}

/// The number of steps of each kind, such as `8 restarts, 1 machine to install`.
fn steps(steps: &[Step]) -> String {
    let kind = |step: &Step| match step {
        Step::Run(Run { from: None, .. }) => 1,
        Step::Run(Run { to: None, .. }) => 2,
        Step::Run(Run { from, to, .. }) if from != to => 3,
        Step::Run(Run { reloads: true, .. }) => 4,
        Step::Run(Run { .. }) => 0,
        Step::Install { .. } => 5,
        Step::Retire { .. } => 6,
    };
    let of_kind = |number: usize| steps.iter().filter(|step| kind(step) == number).count();
    let kinds = [
        ("restart", ""),
        ("start", ""),
        ("stop", ""),
        ("move", " between pod and unit"),
        ("reload", ""),
        ("machine", " to install"),
        ("machine", " to retire"),
    ];
    let counted = kinds.iter().enumerate().map(|(number, words)| (of_kind(number), words));
    let reported = counted.filter(|(number, _)| *number > 0);
    let reported: Vec<String> = reported.map(|(number, (what, rest))| count(number, what) + rest).collect();
    if reported.is_empty() { "nothing restarts".to_owned() } else { reported.join(", ") }
}
