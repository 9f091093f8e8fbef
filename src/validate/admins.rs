//! What an `[[admin]]` may be.

use super::twice::twice;
use crate::{
    diagnostic::Violation,
    model::{Draft, GroupName},
};

/// Groups that end in every right, and nobody can take it away: RBAC is not asked for them
/// (Kubernetes 1.37, `pkg/controlplane/apiserver`, `system:masters`).
const UNBOUND: &str = "system:masters";

/// No second way around RBAC, and each group once.
pub(super) fn groups(draft: &Draft) -> Vec<Violation> {
    let admins = draft.admins.iter().enumerate();
    admins.flat_map(|(i, admin)| check(&format!("admin[{i}].groups"), &admin.groups)).collect()
}

fn check(path: &str, groups: &[GroupName]) -> Vec<Violation> {
    let paths = groups.iter().enumerate().map(|(i, group)| (format!("{path}[{i}]"), group));
    let unbound = groups.iter().enumerate().filter(|(_, group)| group.as_str() == UNBOUND).map(|(i, _)| {
        let message =
            format!("members of {UNBOUND} can do everything until their CA ends, whatever RBAC says");
        Violation::new("admin-group", format!("{path}[{i}]"), message, "a group that RBAC gives its rights")
            .help("take a group of your own and bind it; for emergencies there is super-admin.conf")
    });
    let again = twice(paths).into_iter().map(|(path, first, group)| {
        Violation::new(
            "name-used-twice",
            path,
            format!("the group {:?} stands twice", group.as_str()),
            "each group once",
        )
        .also(first, "first used here")
        .help("take one of them away")
    });
    unbound.chain(again).collect()
}
