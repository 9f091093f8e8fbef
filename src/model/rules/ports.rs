//! Ports of a control-plane node.

use crate::model::{Draft, Violation};

/// The ports that are taken on every control-plane node, and by whom.
const TAKEN: &[(u16, &str)] = &[
    (2379, "etcd's clients"),
    (2380, "etcd's peers"),
    (2381, "etcd's metrics"),
    (10248, "the kubelet's health"),
    (10250, "the kubelet"),
    (10257, "kube-controller-manager"),
    (10259, "kube-scheduler"),
];

/// Who listens on a port of every control-plane node, beside the API server.
pub(super) fn taken_by(port: u16) -> Option<&'static str> {
    TAKEN.iter().find(|(number, _)| *number == port).map(|(_, who)| *who)
}

/// The API server's port must be free.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    let port = draft.apiserver.port;
    let violation = |who| {
        let message = format!("the port {port} is for {who}");
        Violation::new("port-taken", "apiserver.port", message, "a free port, such as 6443")
            .help("take 6443, or 443")
    };
    taken_by(port).map(violation).into_iter().collect()
}
