//! keepalived on control-plane nodes: one of those whose API server is ready holds the virtual IP. It needs neither an API
//! server nor etcd for its election (VRRP, RFC 9568).

use super::{Reload, Specification, Unit, paths};
use crate::model::{Account, Component};

/// keepalived. Its unit and configuration have different names: a distribution's package has a keepalived.service and a file
/// in /etc/keepalived, which may be in use for something else.
pub(super) static SPECIFICATION: Specification = Specification {
    unit: Unit {
        template: ("load-balancer.service", include_str!("../../templates/load-balancer.service")),
        description: "keepalived with the virtual IP of the API servers",
        documentation: "https://www.keepalived.org/manpage.html",
        program: Some("/usr/sbin/keepalived"),
        bare_arguments: &[
            "--dont-fork",
            "--log-console",
            "--no-syslog",
            "--vrrp",
            "--use-file=/etc/kubernetes/keepalived.conf",
            // In its RuntimeDirectory=.
            "--pid=/run/kube-keepalived/keepalived.pid",
            "--vrrp_pid=/run/kube-keepalived/vrrp.pid",
        ],
        // Its check rereads the CA's certificate each time.
        reads: &[paths::KEEPALIVED_CONF],
        // If its check cannot run, keepalived would start and hold the address without it; validating its
        // configuration fails.
        reload: Some(Reload { test: &["--config-test"], signal: "HUP" }),
        service_type: "notify",
        // For addresses, and for VRRP and ARP. It calls setgroups before each check, though the check has its own
        // user and group, and takes a check that it could not start for one that succeeded (tried with 2.2.7).
        capabilities: &["CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_SETGID"],
        ..Unit::CONTROL_PLANE
    },
    ..Specification::load_balancer(Component::KubeKeepalived, Account::KubeKeepalived)
};
