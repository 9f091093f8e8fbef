//! Flags that exclude what kubemint sets, lose data, or say something of one machine to all.

use super::Flags;
use crate::{
    component::{Reason, refused_flags},
    diagnostic::Violation,
};

/// Every flag that no cluster.toml may set.
pub(super) fn check(flags: &Flags<'_>) -> Vec<Violation> {
    let refused = refused_flags(flags.table.component).iter();
    let set = refused.filter(|refused| flags.set(refused.name).is_some());
    set.map(|refused| {
        let (code, expected) = match refused.reason {
            Reason::Excludes => ("excluded-flag", "a flag that fits what kubemint sets"),
            Reason::LosesData => ("data-loss", "a flag that keeps what the cluster has stored"),
            Reason::OneMachine => ("one-machine", "a flag that says the same of every machine"),
            Reason::Ends => ("excluded-flag", "a flag with which the process runs"),
        };
        let name = flags.table.component.name();
        let message = format!("--{} of {name} {}", refused.name, refused.because);
        Violation::new(code, flags.path(refused.name), message, expected).at_key().help(refused.instead)
    })
    .collect()
}
