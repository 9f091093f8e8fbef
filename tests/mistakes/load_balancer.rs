//! Load balancers and virtual IPs that cannot work, or are written as other programs write them.

use crate::{Mistake, answers, mistake};

pub(crate) const MISTAKES: &[Mistake] = &[
    mistake(
        "keepalived as the choice for nodes",
        "[pki]",
        "[load_balancer]\nnodes = \"keepalived\"\n[pki]",
        "`virtual_ip` makes keepalived hold an address",
    ),
    mistake(
        "a load balancer that is switched on",
        "[pki]",
        "[load_balancer]\nnodes = true\n[pki]",
        "take \"haproxy\"",
    ),
    mistake(
        "a port of the kubelet for haproxy",
        "[pki]",
        "[load_balancer]\nnodes = \"haproxy\"\nport = 10250\n[pki]",
        "the port 10250 of workers is for the kubelet",
    ),
    mistake(
        "a privileged port for haproxy",
        "[pki]",
        "[load_balancer]\nnodes = \"haproxy\"\nport = 443\n[pki]",
        "1024",
    ),
    mistake(
        "a virtual IP that is not the endpoint",
        "[pki]",
        "[load_balancer]\nvirtual_ip = \"192.168.56.105\"\ninterface = \"eth0\"\nrouter_id = 51\n[pki]",
        "write endpoint = \"192.168.56.105:6443\"",
    ),
    mistake(
        "a virtual IP that is a node's",
        "[pki]",
        "[load_balancer]\nvirtual_ip = \"192.168.56.101\"\ninterface = \"eth0\"\nrouter_id = 51\n[pki]",
        "take a free address of the same network",
    ),
    mistake(
        "a virtual IP with a mask",
        "[pki]",
        "[load_balancer]\nvirtual_ip = \"192.168.56.105/24\"\n[pki]",
        "write \"192.168.56.105\"",
    ),
    mistake(
        "an interface with its address",
        "[pki]",
        "[load_balancer]\ninterface = \"eth0:1\"\n[pki]",
        "`ip -brief address` lists the interfaces",
    ),
    mistake(
        "an interface alone",
        "[pki]",
        "[load_balancer]\ninterface = \"eth0\"\n[pki]",
        "add virtual_ip to [load_balancer]",
    ),
    mistake("router 0", "[pki]", "[load_balancer]\nrouter_id = 0\n[pki]", "take 1 to 255"),
    mistake(
        "a virtual IP in [cluster]",
        "endpoint =",
        "vip = \"192.168.56.105\"\nendpoint =",
        "[load_balancer]",
    ),
    mistake(
        "keepalived's word for its router",
        "[pki]",
        "[load_balancer]\nvirtual_router_id = 51\n[pki]",
        "router_id",
    ),
];

#[test]
fn each_is_answered_with_what_to_write() {
    answers("load_balancer", MISTAKES);
}
