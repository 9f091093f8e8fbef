//! Owner, group and mode on the machine.

use super::{Aspect, Fact};
use crate::tree::lock::Row;

/// What is another of them in two rows.
pub(super) fn facts(from: &Row, to: &Row) -> Vec<Fact> {
    [
        Fact::where_other(Aspect::Owner, &from.owner.name(), &to.owner.name()),
        Fact::where_other(Aspect::Group, &from.group.name(), &to.group.name()),
        Fact::where_other(Aspect::Mode, &from.mode, &to.mode),
    ]
    .into_iter()
    .flatten()
    .collect()
}
