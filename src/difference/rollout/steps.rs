//! The steps of a rollout, in order.

use std::collections::{BTreeMap, BTreeSet};

use super::{AccountChange, Drain, MachineChanges, Members, Renumbering, accounts::Turns, members::runs};
use crate::{
    difference::{Comparison, Site, artifact_kind::ArtifactKind},
    model::{Component, Runtime},
};

/// A step of a rollout. The next one begins when what it starts is ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A component restarts, starts, stops or moves between a pod and a unit.
    Run(Run),
    /// A new machine is installed.
    Install {
        /// Its node.
        node: String,
        /// Whether it belongs to the control plane.
        control_plane: bool,
        /// The node that the same machine was before.
        was: Option<String>,
    },
    /// A machine that is no longer a node, or no longer in this role, is removed.
    Retire {
        /// Its node.
        node: String,
        /// What runs on it, and whether as a static pod or a unit.
        runs: BTreeMap<Component, Runtime>,
        /// The node that the same machine becomes.
        becomes: Option<String>,
    },
}

/// How a component runs on a node, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The component.
    pub component: Component,
    /// Its node.
    pub node: String,
    /// How it runs before; `None` if it does not.
    pub from: Option<Runtime>,
    /// How it runs after; `None` if it does not.
    pub to: Option<Runtime>,
    /// Accounts whose UID or GID changes while it is stopped.
    pub accounts: Vec<AccountChange>,
    /// Whether the kubeconfig that its kubelet wrote is removed first, so that it writes it again.
    pub is_stale: bool,
    /// Why the node is drained first; `None` if it is not.
    pub drain: Option<Drain>,
    /// Whether it only reads its configuration again, and does not restart.
    pub reloads: bool,
}

/// How a component runs on a node before and after, if its pod or unit changes.
#[derive(Debug, Default, Clone, Copy)]
struct Runs {
    from: Option<Runtime>,
    to: Option<Runtime>,
}

/// Everything that starts or stops, in a safe order.
pub(super) fn steps(
    comparison: &Comparison<'_>,
    renumberings: &[Renumbering],
    stale: &BTreeSet<String>,
    members: &Members,
    machine_changes: &MachineChanges,
    mut drains: BTreeMap<String, Drain>,
    reloading: &BTreeSet<(Component, String)>,
) -> Vec<Step> {
    let before = comparison.before().map(Comparison::nodes).unwrap_or_default();
    let after = Comparison::nodes(comparison.after());
    let control_plane = Comparison::control_plane(comparison.after());
    let turn = |node: &str| members.joining.iter().position(|one| one.node == node).unwrap_or_default();
    let turns = Turns::new(renumberings, comparison.after());
    let mut steps: Vec<(Order, Step)> = Vec::new();
    for ((component, node), runs) in restarts(comparison) {
        if before.contains(&node) && after.contains(&node) && !machine_changes.changes_role(&node) {
            let mut order = Order::of(component, &node, control_plane.contains(&node));
            if runs.to.is_none() {
                order.phase = Phase::Stops;
            } else if component == Component::Etcd {
                order.turn = turn(&order.node);
            }
            let goes_on = runs.from.is_some() && runs.to.is_some();
            let accounts = if goes_on { turns.of(component, &node) } else { Vec::new() };
            let is_stale = component == Component::Kubelet && stale.contains(&node);
            let drain = (component == Component::Kubelet).then(|| drains.remove(&node)).flatten();
            let Runs { from, to } = runs;
            let reloads = goes_on && reloading.contains(&(component, node.clone()));
            let run = Run { component, node, from, to, accounts, is_stale, drain, reloads };
            steps.push((order, Step::Run(run)));
        }
    }
    steps.extend(machines(comparison, machine_changes, turn));
    steps.sort_by(|one, other| one.0.cmp(&other.0));
    steps.into_iter().map(|(_, step)| step).collect()
}

/// Machines to remove and to install. One that becomes another node is removed before it is installed.
fn machines(
    comparison: &Comparison<'_>,
    machine_changes: &MachineChanges,
    turn: impl Fn(&str) -> usize,
) -> Vec<(Order, Step)> {
    let before = comparison.before().map(Comparison::nodes).unwrap_or_default();
    let after = Comparison::nodes(comparison.after());
    let control_plane = Comparison::control_plane(comparison.after());
    let mut ran = comparison.before().map(runs).unwrap_or_default();
    let mut retire = |node: &str, becomes| Step::Retire {
        node: node.to_owned(),
        runs: ran.remove(node).unwrap_or_default(),
        becomes,
    };
    let mut steps = Vec::new();
    for (index, same) in machine_changes.same.iter().enumerate() {
        let worker = !(same.was_control_plane || same.is_control_plane);
        let order = |turn| Order { phase: Phase::SameMachines, worker, turn, node: String::new() };
        let turn = 2 * (index + turn(&same.after) * machine_changes.same.len());
        let (node, control_plane) = (same.after.clone(), same.is_control_plane);
        steps.push((order(turn), retire(&same.before, Some(same.after.clone()))));
        steps.push((order(turn + 1), Step::Install { node, control_plane, was: Some(same.before.clone()) }));
    }
    let is_new = |node: &&String| machine_changes.same.iter().all(|same| same.after != **node);
    for node in after.difference(&before).filter(is_new) {
        let control_plane = control_plane.contains(node);
        let (phase, turn) = (Phase::NewMachines, turn(node));
        let order = Order { phase, worker: !control_plane, turn, node: node.clone() };
        steps.push((order, Step::Install { node: node.clone(), control_plane, was: None }));
    }
    let goes = |node: &&String| machine_changes.same.iter().all(|same| same.before != **node);
    for node in before.difference(&after).filter(goes) {
        let step = retire(node, None);
        let is_of_control_plane = |step: &Step| matches!(step, Step::Retire { runs, .. } if runs.contains_key(&Component::KubeApiserver));
        let worker = !is_of_control_plane(&step);
        steps.push((Order { phase: Phase::OldMachines, worker, turn: 0, node: node.clone() }, step));
    }
    steps
}

/// Each phase is finished on all machines before the next begins.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    /// Components restart in the order in which they start.
    Restarts(Component),
    /// Components that nothing runs any more stop once no process uses them.
    Stops,
    /// Machines that become another node, one after the other.
    SameMachines,
    NewMachines,
    OldMachines,
}

/// By phase, then machine by machine, the control plane first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Order {
    phase: Phase,
    worker: bool,
    /// The position of an etcd member among those that join.
    turn: usize,
    node: String,
}

impl Order {
    fn of(component: Component, node: &str, control_plane: bool) -> Self {
        let phase = Phase::Restarts(component);
        Self { phase, worker: !control_plane, turn: 0, node: node.to_owned() }
    }
}

/// The components whose pod or unit changes, and how they run.
fn restarts(comparison: &Comparison<'_>) -> BTreeMap<(Component, String), Runs> {
    let mut restarts: BTreeMap<(Component, String), Runs> = BTreeMap::new();
    for pair in comparison.pairs().iter().filter(|pair| pair.drift.is_none()) {
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
