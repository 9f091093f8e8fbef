//! `[load_balancer]`

use super::{Choice, Key, Shape, Table};
use crate::model::{InterfaceName, LoadBalancerSettings, NodeAddress, NodesReach, RouterId};

pub(super) static LOAD_BALANCER: Shape = Shape {
    title: "[load_balancer]",
    keys: &[
        Key::default("nodes", "\"external\""),
        Key::default("port", "7443"),
        Key::optional("virtual_ip", "none"),
        Key::optional("interface", "none; required on each control-plane node with `virtual_ip`"),
        Key::optional("router_id", "none; required with `virtual_ip`"),
    ],
};

static NODES: Choice<NodesReach> = Choice {
    expected: "\"external\" or \"haproxy\"",
    help: "take \"haproxy\" for a haproxy on each worker, or leave it out where `endpoint` of [cluster] is a load balancer \
                of your own; `virtual_ip` makes keepalived hold an address",
    words: &[("external", NodesReach::External), ("haproxy", NodesReach::Haproxy)],
};

/// The first port that a process without capabilities can listen on (`net.ipv4.ip_unprivileged_port_start`).
const UNPRIVILEGED: u32 = 1024;

pub(super) fn read(table: &Table<'_>) -> Option<LoadBalancerSettings> {
    let nodes = table.value("nodes", |item| item.choice(&NODES));
    let port = table.value("port", |item| item.number(UNPRIVILEGED, u32::from(u16::MAX)));
    let virtual_ip = table.optional("virtual_ip", |item| item.parse(NodeAddress::parse));
    let interface = table.optional("interface", |item| item.parse(InterfaceName::parse));
    let router_id = table.optional("router_id", |item| item.number(1, u32::from(u8::MAX)));
    Some(LoadBalancerSettings {
        nodes: nodes?,
        port: port.and_then(|port| u16::try_from(port).ok())?,
        virtual_ip,
        interface,
        router_id: router_id.and_then(|id| u8::try_from(id).ok()).and_then(RouterId::new),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Log;

    #[test]
    fn the_defaults_are_the_models() {
        let (log, nothing) = (Log::default(), toml::de::DeTable::new());
        let table = Table::new(&LOAD_BALANCER, String::new(), 0..0, &nothing, &log);
        assert_eq!(read(&table), Some(LoadBalancerSettings::default()));
    }
}
