//! What restarts, in order.

use std::collections::{BTreeMap, BTreeSet};

use super::{Drain, Identities, Members, NewNumber, Renumbering, accounts::Turns, members::runs};
use crate::{
    difference::{Question, Site, artifact_kind::ArtifactKind},
    model::{Component, Runtime},
};

/// One thing to do; the next comes when what it starts is ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A component starts anew, starts, stops or moves between a pod and a unit.
    Run(Run),
    /// A machine that is new.
    Install {
        /// Its node.
        node: String,
        /// Whether it is of the control plane.
        control_plane: bool,
        /// The node that the same machine was until now.
        was: Option<String>,
    },
    /// A machine that is a node no longer, or the same machine no longer in this role.
    Retire {
        /// Its node.
        node: String,
        /// What runs on it, and what runs that.
        runs: BTreeMap<Component, Runtime>,
        /// The node that the same machine is then.
        becomes: Option<String>,
    },
}

/// What runs a component on a node and is to run it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The component.
    pub component: Component,
    /// Its node.
    pub node: String,
    /// What ran it; `None`: nothing did.
    pub from: Option<Runtime>,
    /// What runs it; `None`: nothing does.
    pub to: Option<Runtime>,
    /// Accounts that get their new number while it is stopped.
    pub numbers: Vec<NewNumber>,
    /// Whether the kubeconfig that its kubelet wrote is removed first, to be written anew.
    pub is_stale: bool,
    /// Why the node is drained before; `None`: it is not.
    pub drain: Option<Drain>,
}

/// What runs a component on a node, before and after, where the definition is another.
#[derive(Debug, Default, Clone, Copy)]
struct Runs {
    from: Option<Runtime>,
    to: Option<Runtime>,
}

/// Everything that starts or stops, in a safe order.
pub(super) fn steps(
    question: &Question<'_>,
    renumberings: &[Renumbering],
    stale: &BTreeSet<String>,
    members: &Members,
    identities: &Identities,
    mut drains: BTreeMap<String, Drain>,
) -> Vec<Step> {
    let before = question.before().map(Question::nodes).unwrap_or_default();
    let after = Question::nodes(question.after());
    let control_plane = Question::control_plane(question.after());
    let turn = |node: &str| members.joining.iter().position(|one| one.node == node).unwrap_or_default();
    let turns = Turns::new(renumberings, question.after());
    let mut steps: Vec<(Order, Step)> = Vec::new();
    for ((component, node), runs) in restarts(question) {
        if before.contains(&node) && after.contains(&node) && !identities.changes_role(&node) {
            let mut order = Order::of(component, &node, control_plane.contains(&node));
            if runs.to.is_none() {
                order.phase = Phase::Stops;
            } else if component == Component::Etcd {
                order.turn = turn(&order.node);
            }
            let goes_on = runs.from.is_some() && runs.to.is_some();
            let numbers = if goes_on { turns.of(component, &node) } else { Vec::new() };
            let is_stale = component == Component::Kubelet && stale.contains(&node);
            let drain = (component == Component::Kubelet).then(|| drains.remove(&node)).flatten();
            let Runs { from, to } = runs;
            steps.push((order, Step::Run(Run { component, node, from, to, numbers, is_stale, drain })));
        }
    }
    steps.extend(machines(question, identities, turn));
    steps.sort_by(|one, other| one.0.cmp(&other.0));
    steps.into_iter().map(|(_, step)| step).collect()
}

/// Machines that come and go; one that stays as another node goes before it comes.
fn machines(
    question: &Question<'_>,
    identities: &Identities,
    turn: impl Fn(&str) -> usize,
) -> Vec<(Order, Step)> {
    let before = question.before().map(Question::nodes).unwrap_or_default();
    let after = Question::nodes(question.after());
    let control_plane = Question::control_plane(question.after());
    let mut ran = question.before().map(runs).unwrap_or_default();
    let mut retire = |node: &str, becomes| Step::Retire {
        node: node.to_owned(),
        runs: ran.remove(node).unwrap_or_default(),
        becomes,
    };
    let mut steps = Vec::new();
    for (index, same) in identities.same.iter().enumerate() {
        let worker = !(same.was_control_plane || same.is_control_plane);
        let order = |turn| Order { phase: Phase::SameMachines, worker, turn, node: String::new() };
        let turn = 2 * (index + turn(&same.after) * identities.same.len());
        let (node, control_plane) = (same.after.clone(), same.is_control_plane);
        steps.push((order(turn), retire(&same.before, Some(same.after.clone()))));
        steps.push((order(turn + 1), Step::Install { node, control_plane, was: Some(same.before.clone()) }));
    }
    let is_new = |node: &&String| identities.same.iter().all(|same| same.after != **node);
    for node in after.difference(&before).filter(is_new) {
        let control_plane = control_plane.contains(node);
        let (phase, turn) = (Phase::NewMachines, turn(node));
        let order = Order { phase, worker: !control_plane, turn, node: node.clone() };
        steps.push((order, Step::Install { node: node.clone(), control_plane, was: None }));
    }
    let goes = |node: &&String| identities.same.iter().all(|same| same.before != **node);
    for node in before.difference(&after).filter(goes) {
        let step = retire(node, None);
        let is_of_control_plane = |step: &Step| matches!(step, Step::Retire { runs, .. } if runs.contains_key(&Component::KubeApiserver));
        let worker = !is_of_control_plane(&step);
        steps.push((Order { phase: Phase::OldMachines, worker, turn: 0, node: node.clone() }, step));
    }
    steps
}

/// What happens on every machine before the next does on any.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Etcd,
    ApiServers,
    ControllerManagers,
    Schedulers,
    Kubelets,
    /// What nothing runs any longer goes when no process asks it any more.
    Stops,
    /// Machines that go as one node and come as another, each before the next.
    SameMachines,
    NewMachines,
    OldMachines,
}

/// By phase, then machine by machine, those of the control plane first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Order {
    phase: Phase,
    worker: bool,
    /// The turn of a member of etcd that joins.
    turn: usize,
    node: String,
}

impl Order {
    fn of(component: Component, node: &str, control_plane: bool) -> Self {
        let phase = match component {
            Component::Etcd => Phase::Etcd,
            Component::KubeApiserver => Phase::ApiServers,
            Component::KubeControllerManager => Phase::ControllerManagers,
            Component::KubeScheduler => Phase::Schedulers,
            Component::Kubelet => Phase::Kubelets,
        };
        Self { phase, worker: !control_plane, turn: 0, node: node.to_owned() }
    }
}

/// The components whose pod or unit is another, with what runs them.
fn restarts(question: &Question<'_>) -> BTreeMap<(Component, String), Runs> {
    let mut restarts: BTreeMap<(Component, String), Runs> = BTreeMap::new();
    for pair in question.pairs().iter().filter(|pair| pair.drift.is_none()) {
        let (runtime, component) = match ArtifactKind::of(&pair.place) {
            ArtifactKind::StaticPod(component) => (Runtime::StaticPod, component),
            ArtifactKind::Unit(component) => (Runtime::Systemd, component),
            _ => continue,
        };
        let Site::Node(node) = Site::of(&pair.place) else { continue };
        let runs = restarts.entry((component, node)).or_default();
        runs.from = pair.before.map(|_| runtime).or(runs.from);
        runs.to = pair.after.map(|_| runtime).or(runs.to);
    }
    restarts
}
