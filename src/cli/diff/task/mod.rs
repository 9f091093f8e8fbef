//! A rollout as tasks with the commands for each.

mod etcd;
mod files;
mod machine;
mod machine_shell;
mod objects;
mod process;
mod ready;
mod renumber;

use std::path::Path;

use self::{machine::New, machine_shell::Shell};
use crate::difference::rollout::{Rollout, Step};

/// Something to do on one machine, or with the cluster.
pub(super) struct Task {
    /// What it is, for programs.
    pub(super) kind: &'static str,
    /// What it is, for people: the same for tasks that follow each other.
    pub(super) title: String,
    /// The node, where it is done on a machine.
    pub(super) node: Option<String>,
    /// The component that restarts.
    pub(super) component: Option<&'static str>,
    /// What to run, where kubemint and kubectl are.
    pub(super) commands: Vec<String>,
}

/// Every task of a rollout in order.
pub(super) fn tasks(rollout: &Rollout, out: &Path, is_first: bool) -> Vec<Task> {
    let apply = objects::apply(rollout, out, is_first);
    // The first time there is nothing that answers until machines run.
    let (apply, apply_at_last) = if is_first { (None, apply) } else { (apply, None) };
    let shell = Shell { out, access: &rollout.access };
    let of_step = |step: &Step| match step {
        Step::Run(run) => process::restart(run, rollout, shell),
        Step::Install { node, control_plane, was } => {
            let new = New { node, control_plane: *control_plane, was: was.as_deref(), is_first };
            machine::install(&new, rollout, shell)
        }
        Step::Retire { node, runs, becomes } => {
            machine::retire(node, runs, becomes.as_deref(), rollout, shell)
        }
    };
    apply
        .into_iter()
        .chain(etcd::snapshot(rollout, shell))
        .chain(rollout.machines.iter().filter_map(|machine| files::bring(machine, shell)))
        .chain(rollout.steps.iter().map(of_step))
        .chain(rollout.machines.iter().filter_map(|machine| files::remove(machine, shell)))
        .chain(apply_at_last)
        .chain(objects::label(rollout, out, is_first))
        .chain(rollout.node_edits.iter().map(objects::edit_node))
        .chain(objects::delete_objects(rollout))
        .chain(objects::forget_old_authorities(rollout))
        .collect()
}

impl Task {
    fn on_node(kind: &'static str, title: &str, node: &str, commands: Vec<String>) -> Self {
        Self { kind, title: title.to_owned(), node: Some(node.to_owned()), component: None, commands }
    }

    fn of_cluster(kind: &'static str, title: &str, commands: Vec<String>) -> Self {
        Self { kind, title: title.to_owned(), node: None, component: None, commands }
    }
}
