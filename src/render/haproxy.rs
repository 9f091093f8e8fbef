//! haproxy.cfg of a worker: every API server, and how one is found that is ready. Its comments say why each setting is there.

use std::net::SocketAddr;

use serde::Serialize;

use super::template::{TemplateError, lay_out};
use crate::{
    component::{kube_haproxy::local_endpoint, paths},
    model::{Cluster, NodeRef},
    tree::Artifact,
};

/// Each is a name, a path or an address that has no character with a meaning in haproxy.cfg.
#[derive(Serialize)]
struct Values {
    bind: String,
    ca: String,
    servers: Vec<Server>,
}

#[derive(Serialize)]
struct Server {
    name: String,
    address: String,
}

/// /etc/kubernetes/haproxy.cfg; `None` on a node without haproxy.
///
/// # Errors
/// [`TemplateError`] if the template is not valid.
pub fn haproxy_cfg(cluster: &Cluster, node: NodeRef<'_>) -> Result<Option<Artifact>, TemplateError> {
    let Some(endpoint) = local_endpoint(cluster, node) else { return Ok(None) };
    let servers = cluster.control_plane.iter().map(|node| Server {
        name: node.node.name.to_string(),
        address: SocketAddr::new(node.node.addresses.primary(), cluster.apiserver.port).to_string(),
    });
    let values = Values { bind: endpoint.to_string(), ca: paths::CA.to_string(), servers: servers.collect() };
    Ok(Some(Artifact::public(paths::HAPROXY_CFG.on(node.name()), lay_out("haproxy.cfg", &values)?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{NodesReach, example},
        render::read_systemd::text,
    };

    #[test]
    fn a_worker_knows_every_api_server() {
        let mut draft = example::draft();
        draft.load_balancer.nodes = NodesReach::Haproxy;
        draft.load_balancer.port = 8443;
        draft.apiserver.port = 443;
        let cluster = crate::validate::cluster(draft).unwrap();
        let mut nodes = cluster.nodes().map(|node| haproxy_cfg(&cluster, node).unwrap());
        assert!(nodes.by_ref().take(3).all(|file| file.is_none()));
        let file = nodes.next().unwrap().unwrap();
        let lines: Vec<_> = text(&file).lines().map(str::trim).collect();
        assert!(lines.contains(&"bind 127.0.0.1:8443"), "{lines:#?}");
        let servers: Vec<_> = lines.into_iter().filter(|line| line.starts_with("server ")).collect();
        let expected = [1, 2, 3].map(|n| format!("server master-{n} 192.168.56.10{n}:443"));
        assert_eq!(servers, expected);
    }

    #[test]
    fn nothing_is_rendered_where_it_is_off() {
        let cluster = example::cluster();
        assert!(cluster.nodes().all(|node| haproxy_cfg(&cluster, node).unwrap().is_none()));
    }
}
