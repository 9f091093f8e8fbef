//! Commands that change the UID or GID of an account on a machine.
//!
//! systemd-sysusers does not change an existing account, and usermod (shadow-utils) refuses one with a running
//! process. tmpfiles.d names accounts, so `systemd-tmpfiles --create` gives each rendered file to its account again.

use super::machine_shell::gone;
use crate::difference::rollout::AccountChange;

/// A script that stops a process, changes its accounts and leaves it stopped; it stops nothing if a UID or GID is
/// taken.
pub(super) fn script(stop: Option<String>, accounts: &[AccountChange]) -> Option<String> {
    if accounts.is_empty() {
        return stop;
    }
    let free = accounts.iter().flat_map(is_free);
    let change = accounts.iter().flat_map(change);
    let steps = free.chain(stop).chain(change).chain(["systemd-tmpfiles --create".to_owned()]);
    Some(steps.collect::<Vec<_>>().join(" && "))
}

fn is_free(account: &AccountChange) -> Vec<String> {
    let to = account.renumbering.to;
    let databases: &[&str] =
        if account.renumbering.account.is_group_only() { &["group"] } else { &["passwd", "group"] };
    databases.iter().map(|database| format!("! getent {database} {to} >/dev/null")).collect()
}

fn change(account: &AccountChange) -> Vec<String> {
    let AccountChange { renumbering, folders } = account;
    let (name, from, to) = (renumbering.account.name(), renumbering.from, renumbering.to);
    if renumbering.account.is_group_only() {
        return vec![format!("groupmod -g {to} {name}")];
    }
    let mut steps = vec![
        gone(&[&from.to_string()]),
        // This also changes the user's primary group.
        format!("groupmod -g {to} {name}"),
        format!("usermod -u {to} {name}"),
    ];
    if !folders.is_empty() {
        let folders = folders.join(" ");
        steps.push(format!("chown -R --from={from} {to} {folders}"));
        steps.push(format!("chown -R --from=:{from} :{to} {folders}"));
    }
    steps
}
