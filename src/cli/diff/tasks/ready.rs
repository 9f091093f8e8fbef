//! Commands that wait until a process serves again, so that lines pasted as one block stop between machines.

use super::{etcd, machine_shell::Shell};
use crate::{
    cli::shell_word::shell_word,
    difference::rollout::{Rollout, Run},
    model::{Component, Runtime},
};

/// Waits until a component that has restarted is ready; empty if it no longer runs.
pub(super) fn wait(run: &Run, rollout: &Rollout, shell: Shell<'_>) -> Vec<String> {
    let (node, name) = (run.node.as_str(), run.component.name());
    let Some(to) = run.to else { return Vec::new() };
    match (run.component, to) {
        (Component::Etcd, _) => member(node, rollout, shell).into_iter().collect(),
        (Component::KubeApiserver, _) => api_server(node, rollout).into_iter().collect(),
        (Component::Kubelet, _) => kubelet(node),
        (_, Runtime::StaticPod) => {
            let pod = shell_word(&format!("pod/{name}-{node}"));
            vec![until(&format!(
                "kubectl --namespace kube-system wait --for=condition=Ready {pod} --timeout=60s"
            ))]
        }
        (_, Runtime::Systemd) => {
            vec![shell.on(node, &until(&format!("systemctl is-active --quiet {name}")))]
        }
    }
}

/// Waits until a node's etcd member answers a linearizable read.
pub(super) fn member(node: &str, rollout: &Rollout, shell: Shell<'_>) -> Option<String> {
    let member = rollout.members.after.get(node)?;
    Some(until(&etcd::etcdctl(member, "endpoint health", shell)))
}

/// Waits until a node's own API server is ready, not one behind the endpoint.
pub(super) fn api_server(node: &str, rollout: &Rollout) -> Option<String> {
    let url = rollout.access.api_servers.get(node)?;
    Some(until(&format!("kubectl --server={} get --raw=/readyz >/dev/null", shell_word(url))))
}

/// Waits until a kubelet answers and its node is ready: the condition alone may be outdated.
fn kubelet(node: &str) -> Vec<String> {
    let path = shell_word(&format!("/api/v1/nodes/{node}/proxy/healthz"));
    vec![until(&format!("kubectl get --raw={path} >/dev/null")), ready_node(node)]
}

/// Waits until a node has registered and is ready.
pub(super) fn ready_node(node: &str) -> String {
    let node = shell_word(&format!("node/{node}"));
    until(&format!("kubectl wait --for=condition=Ready {node} --timeout=60s"))
}

/// Repeats a command until it succeeds.
pub(super) fn until(command: &str) -> String {
    format!("until {command}; do sleep 2; done")
}
