//! The lock's header: which cluster, seed and schema the tree was rendered from, and the UIDs and GIDs of its
//! accounts.

use super::{Aspect, Fact};
use crate::{model::Account, tree::Lock};

/// What changed between the headers of two locks.
pub(super) fn facts(from: &Lock, to: &Lock) -> Vec<Fact> {
    let (old, new) = (from.identity(), to.identity());
    let mut facts: Vec<Fact> = [
        Fact::if_changed(Aspect::Header("schema"), &old.schema, &new.schema),
        Fact::if_changed(Aspect::Header("cluster"), &old.cluster.to_string(), &new.cluster.to_string()),
        Fact::if_changed(Aspect::Header("seed"), &old.seed, &new.seed),
    ]
    .into_iter()
    .flatten()
    .collect();
    let account = |account: Account| {
        let number = |lock: &Lock| account.is_numbered(lock.users()).then(|| account.id(lock.users()));
        Fact::if_changed(Aspect::Account(account.name()), &number(from)?, &number(to)?)
    };
    facts.extend(Account::MADE.into_iter().filter_map(account));
    facts
}
