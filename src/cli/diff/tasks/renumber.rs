//! Commands that give an account of a machine another number.
//!
//! systemd-sysusers leaves an account that is there as it is, and usermod (shadow-utils) refuses one whose process runs;
//! tmpfiles.d names accounts, so that `systemd-tmpfiles --create` gives each rendered file to its account again.

use super::machine_shell::gone;
use crate::difference::rollout::AccountChange;

/// A script that stops a process, gives its accounts their numbers and leaves it stopped; it stops nothing where a
/// number is taken.
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
        // It makes the group of its own the user's as well.
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
