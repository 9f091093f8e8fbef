//! The accounts that a node needs, and how a unit notices that one has the wrong UID or GID.

use super::systemd_quoting::{ExecArgument, Unquotable};
use crate::{
    component::components_of,
    model::{Account, Cluster, NodeRef, Users},
};

/// The accounts that kubemint creates on `node`: those of its components, so none on a worker.
pub(super) fn accounts(cluster: &Cluster, node: NodeRef<'_>) -> Vec<Account> {
    let needed =
        |account: &Account| components_of(*account).any(|component| cluster.runs_on(component, node));
    Account::MADE.into_iter().filter(needed).collect()
}

/// A script for `/bin/sh -c` that succeeds if `account` has the right UID or GID, and otherwise says why it fails.
///
/// systemd-sysusers silently assigns another UID if the requested one is taken. The files of the archive and `runAsUser` of pods
/// have only the UID, so the account that has taken it would own the cluster's keys.
pub(super) fn number_check(account: Account, users: &Users) -> Result<ExecArgument, Unquotable> {
    let (name, id) = (account.name(), account.id(users));
    let (database, entry, kind) = if account.is_group_only() {
        ("group", format!("^{name}:[^:]*:{id}:"), "group")
    } else {
        ("passwd", format!("^{name}:[^:]*:{id}:{id}:"), "user and group")
    };
    ExecArgument::new(&format!(
        "getent {database} {name} | grep -q '{entry}' || \
         {{ echo '{name} is not {kind} {id}: give it a free number in [users] of cluster.toml' >&2; exit 1; }}"
    ))
}
