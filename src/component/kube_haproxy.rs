//! haproxy on each worker: the clients on that machine reach a healthy API server at its loopback address, from the
//! first boot on. It needs no election, no credential and no virtual IP, because all API servers are known when the
//! tree is rendered.

use super::{
    Listen, Probe, Reload, Specification, Unit, listen_address::loopback, paths, specification::Probes,
};
use crate::model::{Account, Cluster, Component, Endpoint, Host, NodeRef};

/// haproxy. Its unit, account and configuration have different names: a distribution's package has a haproxy.service, a user
/// haproxy and a file in /etc/haproxy, which may be in use for something else.
pub(super) static SPECIFICATION: Specification = Specification {
    listens: |cluster, node| {
        vec![Listen { purpose: "api", address: loopback(node), port: cluster.load_balancer.port }]
    },
    probes: |cluster, node| {
        let (host, port) = (loopback(node), cluster.load_balancer.port);
        let probe = |path| Probe { host, port, path, tls: true };
        Some(Probes { liveness: probe("/livez"), readiness: probe("/readyz"), startup: probe("/livez") })
    },
    unit: Unit {
        template: ("load-balancer.service", include_str!("../../templates/load-balancer.service")),
        description: "haproxy in front of the API servers",
        documentation: "https://docs.haproxy.org/",
        program: Some("/usr/sbin/haproxy"),
        // A master process notifies systemd, and reloads by starting workers with the new configuration.
        bare_arguments: &["-Ws", "-f", "/etc/kubernetes/haproxy.cfg"],
        // It rereads the CA's certificate only when it reloads.
        reads: &[paths::HAPROXY_CFG, paths::CA],
        reload: Some(Reload { test: &["-c", "-q"], signal: "USR2" }),
        service_type: "notify",
        stop_status: Some(143),
        ..Unit::CONTROL_PLANE
    },
    ..Specification::load_balancer(Component::KubeHaproxy, Account::KubeHaproxy)
};

/// The address that clients on a node connect to; `None` if no haproxy runs on it.
#[must_use]
pub fn local_endpoint(cluster: &Cluster, node: NodeRef<'_>) -> Option<Endpoint> {
    let here = cluster.runs_on(Component::KubeHaproxy, node);
    here.then(|| Endpoint::new(Host::Address(loopback(node)), cluster.load_balancer.port))
}
