//! Owner, group and mode on the machine.

use super::{Aspect, Fact};
use crate::tree::lock::Row;

/// Which of them changed between two rows.
pub(super) fn facts(from: &Row, to: &Row) -> Vec<Fact> {
    [
        Fact::if_changed(Aspect::Owner, &from.owner.name(), &to.owner.name()),
        Fact::if_changed(Aspect::Group, &from.group.name(), &to.group.name()),
        Fact::if_changed(Aspect::Mode, &from.mode, &to.mode),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::Account,
        tree::{Mode, Place, RelPath, lock::Recorded},
    };

    #[test]
    fn reports_owner_group_and_mode() {
        let row = |owner, group, mode| Row {
            place: Place::public(RelPath::joined(&["nodes", "a", "var"])),
            owner,
            group,
            mode: Mode::new(mode).unwrap(),
            recorded: Recorded::Folder,
        };
        let from = row(Account::Root, Account::Root, 0o755);
        assert_eq!(facts(&from, &from), []);
        assert_eq!(
            facts(&from, &row(Account::Etcd, Account::KubeServiceAccount, 0o700)),
            [
                Fact::changed(Aspect::Owner, "root", "etcd"),
                Fact::changed(Aspect::Group, "root", "kube-service-account"),
                Fact::changed(Aspect::Mode, "0755", "0700"),
            ]
        );
    }
}
