//! Accounts whose UID or GID changes, and the directories that belong to them.

use std::collections::BTreeMap;

use crate::{
    component::components_of,
    difference::{Site, artifact_kind::path_on_machine},
    model::{Account, Component},
    tree::{Lock, lock::Recorded},
};

/// An account whose UID or GID changes. systemd-sysusers does not change an account that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renumbering {
    /// The account.
    pub account: Account,
    /// The old UID or GID.
    pub from: u32,
    /// The new UID or GID.
    pub to: u32,
    /// The account that has the new UID or GID at present.
    pub taken_by: Option<Account>,
}

/// An account that gets its new UID or GID on a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountChange {
    /// The account, with its old and new UID or GID.
    pub renumbering: Renumbering,
    /// The directories whose content belongs to the account, as absolute paths.
    pub folders: Vec<String>,
}

/// Each account whose UID or GID changes.
pub(super) fn renumberings(before: &Lock, after: &Lock) -> Vec<Renumbering> {
    let number =
        |lock: &Lock, account: Account| account.is_numbered(lock.users()).then(|| account.id(lock.users()));
    let all = Account::MADE.into_iter().filter_map(|account| {
        let (from, to) = (number(before, account)?, number(after, account)?);
        let taken_by = Account::MADE.into_iter().find(|other| number(before, *other) == Some(to));
        Some(Renumbering { account, from, to, taken_by })
    });
    all.filter(|account| account.from != account.to).collect()
}

/// The component whose restart changes an account: its own, and for a group the first of its members' components that
/// restarts.
fn turn_of(account: Account) -> Option<Component> {
    components_of(account).next()
}

/// Which accounts change when a component restarts on a node.
pub(super) struct Turns<'a> {
    renumberings: &'a [Renumbering],
    folders: BTreeMap<(String, Account), Vec<String>>,
}

impl<'a> Turns<'a> {
    /// The turns of a rollout to the tree of this lock.
    pub(super) fn new(renumberings: &'a [Renumbering], after: &Lock) -> Self {
        let folders = if renumberings.is_empty() { BTreeMap::new() } else { folders(after) };
        Self { renumberings, folders }
    }

    /// The accounts that change with one component on one node.
    pub(super) fn of(&self, component: Component, node: &str) -> Vec<AccountChange> {
        let here = self.renumberings.iter().filter(|one| turn_of(one.account) == Some(component));
        let new_number = |one: &Renumbering| {
            let folders = self.folders.get(&(node.to_owned(), one.account));
            AccountChange { renumbering: one.clone(), folders: folders.cloned().unwrap_or_default() }
        };
        here.map(new_number).collect()
    }
}

/// The directories of each node that belong to an account. What its process has written there has the old UID and
/// GID.
fn folders(lock: &Lock) -> BTreeMap<(String, Account), Vec<String>> {
    let mut folders: BTreeMap<(String, Account), Vec<String>> = BTreeMap::new();
    for row in lock.rows().filter(|row| row.recorded == Recorded::Folder && row.owner != Account::Root) {
        if let (Site::Node(node), Some(path)) =
            (Site::of(&row.place), path_on_machine(row.place.path.as_str()))
        {
            folders.entry((node, row.owner)).or_default().push(format!("/{path}"));
        }
    }
    folders
}
