//! Whose tree it is, and the numbers of its accounts: the lock's header.

use super::{Aspect, Fact};
use crate::{model::Account, tree::Lock};

/// What is another in the headers of two locks.
pub(super) fn facts(from: &Lock, to: &Lock) -> Vec<Fact> {
    let (old, new) = (from.identity(), to.identity());
    let mut facts: Vec<Fact> = [
        Fact::where_other(Aspect::Identity("schema"), &old.schema, &new.schema),
        Fact::where_other(Aspect::Identity("cluster"), &old.cluster.to_string(), &new.cluster.to_string()),
        Fact::where_other(Aspect::Identity("seed"), &old.seed, &new.seed),
    ]
    .into_iter()
    .flatten()
    .collect();
    let account = |account: Account| {
        let number = |lock: &Lock| account.id(lock.users());
        Fact::where_other(Aspect::Account(account.name()), &number(from), &number(to))
    };
    facts.extend(Account::MADE.into_iter().filter_map(account));
    facts
}
