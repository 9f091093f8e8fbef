//! The components' numeric ids.

use super::twice::twice;
use crate::{
    diagnostic::Violation,
    model::{Component, Draft, NumericId, Users},
};

/// Two components of one id could read each other's keys. Where etcd is external no account of its own is made.
pub(super) fn used_twice(draft: &Draft) -> Vec<Violation> {
    let defaults = ids(&Users::default());
    let is_made = |key: &str| key != "etcd" || draft.runs(Component::Etcd);
    let mut ids: Vec<_> = ids(&draft.users).into_iter().filter(|(key, _)| is_made(key)).collect();
    // The second of two is the one to change, and the file has those alone that are not the default.
    ids.sort_by_key(|id| !defaults.contains(id));
    let name_of = |path: &str| path.trim_start_matches("users.").replace('_', "-");
    let ids = ids.into_iter().map(|(key, id)| (format!("users.{key}"), id));
    let violation = |(path, first, id): (String, String, _)| {
        let (this, other) = (name_of(&path), name_of(&first));
        let message = format!("{this} has the id {id}, and so has {other}");
        Violation::new("id-used-twice", path, message, "an id of its own for each")
            .also(first, format!("{other}'s id"))
            .help("take another number; ids that the file does not name are 561 to 565")
    };
    twice(ids).into_iter().map(violation).collect()
}

/// Each key of `[users]` with its id.
const fn ids(users: &Users) -> [(&'static str, NumericId); 5] {
    [
        ("etcd", users.etcd),
        ("kube_apiserver", users.kube_apiserver),
        ("kube_controller_manager", users.kube_controller_manager),
        ("kube_scheduler", users.kube_scheduler),
        ("kube_service_account", users.kube_service_account),
    ]
}
