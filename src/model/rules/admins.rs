//! What an `[[admin]]` may be.

use crate::model::{Draft, Violation};

/// Groups that end in every right, and nobody can take it away: RBAC is not asked for them
/// (Kubernetes 1.37, `pkg/controlplane/apiserver`, `system:masters`).
const UNBOUND: &str = "system:masters";

/// No second way around RBAC; and one group, since a subject's attribute has one value here.
pub(super) fn groups(draft: &Draft) -> Vec<Violation> {
    let admins = draft.admins.iter().enumerate();
    admins.flat_map(|(i, admin)| check(&format!("admin[{i}].groups"), &admin.groups)).collect()
}

fn check(path: &str, groups: &[String]) -> Vec<Violation> {
    let unbound = groups.iter().enumerate().filter(|(_, group)| *group == UNBOUND).map(|(i, _)| {
        let message =
            format!("members of {UNBOUND} can do everything until their CA ends, whatever RBAC says");
        Violation::new("admin-group", format!("{path}[{i}]"), message, "a group that RBAC gives its rights")
            .help("take a group of your own and bind it; for emergencies there is super-admin.conf")
    });
    let several = (groups.len() > 1).then(|| {
        let message = format!("there are {} groups", groups.len());
        Violation::new("admin-groups", path, message, "one group, or none")
            .help("bind all that the person needs to one group")
    });
    unbound.chain(several).collect()
}
