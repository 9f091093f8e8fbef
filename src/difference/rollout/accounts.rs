//! Accounts that get another number, and what of a machine is theirs.

use std::collections::BTreeMap;

use crate::{
    component::components_of,
    difference::{Site, artifact_kind::path_on_machine},
    model::{Account, Component},
    tree::{Lock, lock::Recorded},
};

/// An account of a machine that gets another number. systemd-sysusers leaves one that is there as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renumbering {
    /// The account.
    pub account: Account,
    /// The number that it has.
    pub from: u32,
    /// The number that it gets.
    pub to: u32,
    /// The account that has that number until now.
    pub taken_by: Option<Account>,
}

/// An account that gets its new number on a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNumber {
    /// The account, and both numbers.
    pub renumbering: Renumbering,
    /// The folders whose content is the account's. Absolute paths.
    pub folders: Vec<String>,
}

/// Each account whose number is another.
pub(super) fn renumberings(before: &Lock, after: &Lock) -> Vec<Renumbering> {
    let number = |lock: &Lock, account: Account| account.id(lock.users());
    let all = Account::MADE.into_iter().map(|account| {
        let (from, to) = (number(before, account), number(after, account));
        let taken_by = Account::MADE.into_iter().find(|other| number(before, *other) == to);
        Renumbering { account, from, to, taken_by }
    });
    all.filter(|account| account.from != account.to).collect()
}

/// The component at whose restart an account gets its number: its own, and for a group the first that restarts of those
/// in it.
fn turn_of(account: Account) -> Option<Component> {
    components_of(account).next()
}

/// Which accounts get their numbers when a component restarts on a node.
pub(super) struct Turns<'a> {
    renumberings: &'a [Renumbering],
    folders: BTreeMap<(String, Account), Vec<String>>,
}

impl<'a> Turns<'a> {
    /// Of a rollout to the tree of this lock.
    pub(super) fn new(renumberings: &'a [Renumbering], after: &Lock) -> Self {
        let folders = if renumberings.is_empty() { BTreeMap::new() } else { folders(after) };
        Self { renumberings, folders }
    }

    /// Those of one component on one node.
    pub(super) fn of(&self, component: Component, node: &str) -> Vec<NewNumber> {
        let here = self.renumberings.iter().filter(|one| turn_of(one.account) == Some(component));
        let new_number = |one: &Renumbering| {
            let folders = self.folders.get(&(node.to_owned(), one.account));
            NewNumber { renumbering: one.clone(), folders: folders.cloned().unwrap_or_default() }
        };
        here.map(new_number).collect()
    }
}

/// The folders of each node that belong to an account: what its process has put there has the old number.
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
