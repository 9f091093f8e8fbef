//! A machine that becomes a node, and one that is a node no longer.

use std::path::Path;

use super::{
    Task,
    machine_shell::{NUMERIC, unpack},
};
use crate::cli::shell_word::shell_word;

/// A machine that gets its whole tree.
pub(super) fn install(node: &str, control_plane: bool, out: &Path, is_first: bool) -> Task {
    let title = match (is_first, control_plane) {
        (true, _) => "Install the machines, then boot them",
        (false, true) => {
            "Install each new machine of the control plane, then boot it; first make it a member of etcd"
        }
        (false, false) => "Install the new machines, then boot them",
    };
    Task::on_node("install", title, node, vec![unpack(node, out, NUMERIC)])
}

/// A machine whose Node object goes.
pub(super) fn retire(node: &str, control_plane: bool) -> Task {
    let title = if control_plane {
        "Take out each machine that is no node any more; first remove its member from etcd"
    } else {
        "Take out the machines that are no nodes any more"
    };
    let name = shell_word(node);
    let drain = format!("kubectl drain {name} --ignore-daemonsets --delete-emptydir-data");
    Task::on_node("retire", title, node, vec![drain, format!("kubectl delete node {name}")])
}
