//! Values of flags and fields: each by itself, relations between them, and paths.

mod apiserver;
mod audit;
mod etcd;
mod fields;
mod flags;
mod forms;
mod harm;
mod kubelet;
mod paths;
mod plugins;
mod related_flags;

use self::flags::Flags;
use super::tables::in_each_table;
use crate::{diagnostic::Violation, model::Draft};

/// Every rule on the values of flags and fields.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    let of_tables = in_each_table(draft, |table, target| {
        let flags = Flags { table, target };
        let rules: [fn(&Flags<'_>) -> Vec<Violation>; 8] = [
            forms::refused,
            forms::check,
            related_flags::feature_gates,
            related_flags::orders,
            apiserver::check,
            plugins::check,
            etcd::check,
            harm::check,
        ];
        rules.iter().flat_map(|rule| rule(&flags)).collect()
    });
    [
        of_tables,
        audit::check(draft),
        super::etcd::tag(draft),
        paths::check(draft),
        fields::check(draft),
        kubelet::check(draft),
    ]
    .concat()
}

/// Valid values with a drawback that the user may not know: warnings.
pub(super) fn advise(draft: &Draft) -> Vec<Violation> {
    let of_tables = in_each_table(draft, |table, target| {
        let flags = Flags { table, target };
        let node_ports = harm::node_ports(draft, &flags);
        [plugins::advise(&flags), harm::advise(&flags), node_ports.into_iter().collect()].concat()
    });
    [of_tables, audit::advise(draft), kubelet::advise(draft)].concat()
}
