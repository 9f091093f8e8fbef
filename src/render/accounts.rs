//! The accounts that a node needs, and how a unit notices that one has another number.

use super::systemd_quoting::{ExecArgument, Unquotable};
use crate::model::{Account, Cluster, NodeRef, Users};

/// The accounts that kubemint makes on `node`: those of the components that it runs, so none on a worker.
pub(super) fn accounts(cluster: &Cluster, node: NodeRef<'_>) -> Vec<Account> {
    let needed =
        |account: &Account| account.components().iter().any(|component| cluster.runs_on(*component, node));
    Account::MADE.into_iter().filter(needed).collect()
}

/// The script of `/bin/sh -c` that succeeds where `account` has its number, and else says why it fails.
///
/// systemd-sysusers takes another number, without a word, where somebody else has the one it was asked for. The
/// archive's files and the pods' `runAsUser` know the number only: that somebody would own the cluster's keys.
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
