//! etcd's members, and an etcd that kubemint does not run.

use super::twice::twice;
use crate::model::{Draft, EtcdInitialState, Violation, key_path};

/// A member that joins needs one that is there.
pub(super) fn starts(draft: &Draft) -> Vec<Violation> {
    let mut nodes = draft.control_plane.iter();
    let runs = draft.etcd.external.is_empty() && !draft.control_plane.is_empty();
    if !runs || nodes.any(|node| node.etcd_initial_state == EtcdInitialState::New) {
        return Vec::new();
    }
    let message = "every etcd member joins a cluster, and none of them starts it".to_owned();
    let path = "control_plane[0].etcd_initial_state";
    vec![
        Violation::new("etcd-initial-state", path, message, "at least one member that is \"new\"")
            .help("leave the key out for each node whose member is already in the cluster"),
    ]
}

/// Endpoints stand once, and nothing configures a process that is not there.
pub(super) fn external(draft: &Draft) -> Vec<Violation> {
    let endpoints = draft.etcd.external.iter().enumerate();
    let endpoints = endpoints.map(|(i, endpoint)| (format!("etcd.external[{i}]"), endpoint));
    let again = twice(endpoints).into_iter().map(|(path, first, endpoint)| {
        Violation::new("name-used-twice", path, format!("{endpoint} stands twice"), "each endpoint once")
            .also(first, "first used here")
            .help("take one of them away")
    });
    let flags = draft.etcd.extra_args.keys().filter(|_| !draft.etcd.external.is_empty()).map(|flag| {
        let path = key_path("etcd.extra_args", flag);
        Violation::new(
            "etcd-external",
            path,
            "kubemint does not run an external etcd",
            "no flags beside `external`",
        )
        .also("etcd.external", "an external etcd")
        .help("leave the flag out: set it where that etcd is set up")
    });
    again.chain(flags).collect()
}
