//! A rollout as tasks with the commands for each.

mod etcd;
mod files;
mod machine;
mod machine_shell;
mod objects;
mod process;
mod ready;
mod renumber;
mod task;

use std::path::Path;

pub(super) use self::task::Task;
use self::{machine::New, machine_shell::Shell};
use crate::difference::rollout::{Rollout, Step};

/// Every task of a rollout in order.
pub(super) fn tasks(rollout: &Rollout, out: &Path, is_first: bool) -> Vec<Task> {
    let apply = objects::apply(rollout, out, is_first);
    // In a first rollout, no API server answers until machines run.
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
    // The snapshot is of the cluster before any of it changes.
    etcd::snapshot(rollout, shell)
        .into_iter()
        .chain(apply)
        .chain(rollout.machines.iter().filter_map(|machine| files::bring(machine, shell)))
        .chain(rollout.steps.iter().map(of_step))
        .chain(rollout.machines.iter().filter_map(|machine| files::remove(machine, shell)))
        .chain(apply_at_last)
        .chain(objects::label(rollout, out, is_first))
        .chain(objects::apply_after_nodes(rollout, out, is_first))
        .chain(rollout.node_edits.iter().map(objects::edit_node))
        .chain(objects::delete_objects(rollout))
        .chain(objects::delete_old_authorities(rollout))
        .collect()
}
