//! Machines that get new files, and what to run there before anything restarts.

use std::collections::BTreeSet;

use super::{MachineChanges, Renumbering};
use crate::{
    component::paths,
    difference::{
        Comparison, Pair, Site,
        artifact_kind::{ArtifactKind, path_on_machine},
    },
    render::{sysusers, tmpfiles, unit::UNITS},
    tree::lock::Recorded,
};

/// A machine whose files change, apart from those that are copied when their component restarts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Machine {
    /// Its node.
    pub node: String,
    /// Whether files arrive while accounts still have their old UIDs and GIDs, so that tar must keep the owners as
    /// they are.
    pub keeps_owners: bool,
    /// Whether users or groups change: `systemd-sysusers`.
    pub accounts: bool,
    /// Whether an owner, a mode or a directory changes: `systemd-tmpfiles --create`.
    pub permissions: bool,
    /// Whether units change: `systemctl daemon-reload`.
    pub units: bool,
    /// Whether there are files to copy.
    pub files: bool,
    /// Files that are no longer in the tree, as absolute paths; extracting an archive does not remove them.
    pub removed: Vec<String>,
}

/// Each machine in both trees whose files change, sorted by name.
pub(super) fn machines(
    comparison: &Comparison<'_>,
    renumberings: &[Renumbering],
    stale: &BTreeSet<String>,
    machine_changes: &MachineChanges,
) -> Vec<Machine> {
    let mut machines: Vec<Machine> = Vec::new();
    let nodes = Comparison::nodes(comparison.after());
    let before = comparison.before().map(Comparison::nodes).unwrap_or_default();
    for pair in comparison.pairs().iter().filter(|pair| pair.drift.is_none()) {
        let Site::Node(node) = Site::of(&pair.place) else { continue };
        if !nodes.contains(&node) || !before.contains(&node) || machine_changes.changes_role(&node) {
            continue;
        }
        if machines.last().is_none_or(|last| last.node != node) {
            // Both the public and the secret output have files of each node.
            let at = machines.iter().position(|machine| machine.node == node);
            let machine = at.map_or_else(|| Machine { node, ..Machine::default() }, |at| machines.remove(at));
            machines.push(machine);
        }
        if let Some(machine) = machines.last_mut() {
            machine.add(pair);
        }
    }
    for machine in machines.iter_mut().filter(|machine| machine.accounts && !renumberings.is_empty()) {
        machine.keeps_owners = true;
        machine.permissions = true;
    }
    for machine in machines.iter_mut().filter(|machine| stale.contains(&machine.node)) {
        // This file is removed when the kubelet restarts.
        machine.removed.retain(|path| path != paths::KUBELET_CONF.as_str());
    }
    machines.retain(|machine| machine.files || !machine.removed.is_empty());
    machines.sort_by(|one, other| one.node.cmp(&other.node));
    machines
}

impl Machine {
    fn add(&mut self, pair: &Pair<'_>) {
        let kind = ArtifactKind::of(&pair.place);
        let Some(path) = path_on_machine(pair.place.path.as_str()) else { return };
        if matches!(kind, ArtifactKind::Derived | ArtifactKind::StaticPod(_)) {
            return;
        }
        match pair.after {
            // A unit is removed when its component stops.
            None if kind.starts().is_some() => {}
            None if pair.before.is_some_and(|row| row.recorded == Recorded::Folder) => {}
            None => self.removed.push(format!("/{path}")),
            Some(_) => self.files = true,
        }
        self.units |= UNITS.below(path).is_some() && pair.after.is_some();
        self.accounts |= path == sysusers::PATH.from_root();
        self.permissions |= path == tmpfiles::PATH.from_root();
    }
}
