//! keepalived.conf of a control-plane node: the virtual IP, who else may hold it, and when this node may.
//!
//! curl asks the node's own API server for /readyz, at the address that other machines use and with the cluster's CA. It needs
//! no credentials, as the API server answers probes of anonymous clients. keepalived's own HTTP check verifies no certificate,
//! and is only for the servers of an IPVS table.

use std::net::SocketAddr;

use serde::Serialize;

use super::template::{TemplateError, lay_out};
use crate::{
    component::paths,
    model::{Account, Cluster, ControlPlaneNode, NodeRef},
    tree::Artifact,
};

/// Each is a name, a number, a path or an address that has no character with a meaning in keepalived.conf.
#[derive(Serialize)]
struct Values<'a> {
    user: &'static str,
    ca: String,
    readyz: String,
    virtual_ip: String,
    prefix: u8,
    interface: String,
    router_id: String,
    priority: usize,
    own_address: String,
    peers: &'a [String],
}

/// The priority of the first node; each further one has one less. 255 would be that of the address's owner (RFC 9568).
const HIGHEST_PRIORITY: usize = 100;

/// /etc/kubernetes/keepalived.conf; `None` on a node without keepalived.
///
/// # Errors
/// [`TemplateError`] if the template is not valid.
pub fn keepalived_conf(cluster: &Cluster, node: NodeRef<'_>) -> Result<Option<Artifact>, TemplateError> {
    let NodeRef::ControlPlane(own) = node else { return Ok(None) };
    let settings = &cluster.load_balancer;
    let interface = own.interface.as_ref().or(settings.interface.as_ref());
    let Some(((virtual_ip, interface), router_id)) =
        settings.virtual_ip.zip(interface).zip(settings.router_id)
    else {
        return Ok(None);
    };
    let virtual_ip = virtual_ip.ip();
    // VRRP speaks one family for each address.
    let address = |node: &ControlPlaneNode| {
        let mut all = node.node.addresses.iter();
        let primary = node.node.addresses.primary();
        all.find(|address| address.is_ipv4() == virtual_ip.is_ipv4()).unwrap_or(primary)
    };
    let others = cluster.control_plane.iter().filter(|other| other.node.name != own.node.name);
    let peers: Vec<_> = others.map(|other| address(other).to_string()).collect();
    let at = cluster.control_plane.iter().take_while(|other| other.node.name != own.node.name).count();
    let api_server = SocketAddr::new(own.node.addresses.primary(), cluster.apiserver.port);
    let values = Values {
        user: Account::KubeKeepalived.name(),
        ca: paths::CA.to_string(),
        readyz: format!("https://{api_server}/readyz"),
        prefix: if virtual_ip.is_ipv4() { 32 } else { 128 },
        virtual_ip: virtual_ip.to_string(),
        interface: interface.to_string(),
        router_id: router_id.to_string(),
        priority: HIGHEST_PRIORITY.saturating_sub(at).max(1),
        own_address: address(own).to_string(),
        peers: &peers,
    };
    let text = lay_out("keepalived.conf", &values)?;
    Ok(Some(Artifact::public(paths::KEEPALIVED_CONF.on(node.name()), text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{InterfaceName, NodeAddress, RouterId, example},
        render::read_systemd::text,
    };

    fn cluster(nodes: usize) -> Cluster {
        let mut draft = example::draft();
        draft.control_plane.truncate(nodes);
        draft.control_plane[0].interface = InterfaceName::parse("enp1s0").ok();
        draft.load_balancer.virtual_ip = NodeAddress::parse("192.168.56.105").ok();
        draft.load_balancer.interface = InterfaceName::parse("eth0").ok();
        draft.load_balancer.router_id = RouterId::new(51);
        crate::validate::cluster(draft).unwrap()
    }

    fn conf(cluster: &Cluster, node: usize) -> Option<String> {
        let file = keepalived_conf(cluster, cluster.nodes().nth(node).unwrap()).unwrap();
        file.map(|file| text(&file).lines().map(str::trim).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn the_nodes_differ_in_priority_peers_and_interface() {
        let cluster = cluster(3);
        let (first, third) = (conf(&cluster, 0).unwrap(), conf(&cluster, 2).unwrap());
        for (text, lines) in [
            (
                &first,
                [
                    "\npriority 100\ninterface enp1s0\n",
                    "\nunicast_peer {\n192.168.56.102\n192.168.56.103\n}",
                    "192.168.56.105/32 dev enp1s0",
                    "https://192.168.56.101:6443/readyz\"",
                ],
            ),
            (
                &third,
                [
                    "\npriority 98\ninterface eth0\n",
                    "\nunicast_src_ip 192.168.56.103\nunicast_peer {\n192.168.56.101\n192.168.56.102\n}",
                    "192.168.56.105/32 dev eth0",
                    "https://192.168.56.103:6443/readyz\"",
                ],
            ),
        ] {
            assert!(lines.iter().all(|line| text.contains(line)), "{text}");
        }
        assert!(conf(&cluster, 3).is_none(), "a worker");
    }

    #[test]
    fn a_single_node_has_no_peers() {
        assert!(!conf(&cluster(1), 0).unwrap().contains("unicast"));
    }
}
