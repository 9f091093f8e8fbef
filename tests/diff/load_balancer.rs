//! haproxy on workers and keepalived on the control plane, in a running cluster: turned on, turned off, and with other API
//! servers.

use crate::cluster::{Cluster, Edit, Task, tasks};

const HAPROXY: Edit = ("", "[load_balancer]\nnodes = \"haproxy\"");
const MORE_NODES: Edit = (
    "[[worker]]\nname = \"worker-1\"",
    "[[control_plane]]\nname = \"master-4\"\naddress = \"192.168.56.104\"\netcd_initial_state = \"existing\"\n\n\
     [[control_plane]]\nname = \"master-5\"\naddress = \"192.168.56.106\"\netcd_initial_state = \"existing\"\n\n\
     [[worker]]\nname = \"worker-1\"",
);

/// What happens in order, each kind and component once where it is repeated.
fn steps(tasks: &[Task]) -> Vec<String> {
    let mut steps: Vec<_> = tasks.iter().map(|task| format!("{} {}", task.kind, task.component)).collect();
    steps.dedup();
    steps.iter().map(|step| step.trim().to_owned()).collect()
}

fn commands_of<'a>(tasks: &'a [Task], node: &str, component: &str) -> Vec<&'a str> {
    let of = tasks.iter().filter(|task| task.node == node && task.component == component);
    of.flat_map(|task| &task.commands).map(String::as_str).collect()
}

#[test]
fn kubelets_follow_a_haproxy_that_runs_and_leave_it_before_it_stops() {
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[HAPROXY]);
    let told = cluster.json(&[]);
    let on = tasks(&told);
    let expected = ["bring", "restart kube-apiserver", "restart kube-haproxy", "restart kubelet"];
    assert_eq!(steps(&on), expected, "{on:#?}");
    let commands = commands_of(&on, "worker-2", "kube-haproxy");
    assert_eq!(
        commands,
        [
            "ssh root@worker-2 'systemctl restart kube-haproxy' </dev/null",
            "ssh root@worker-2 'until systemctl is-active --quiet kube-haproxy; do sleep 2; done' </dev/null"
        ]
    );
    let restarted = on.iter().filter(|task| task.component == "kubelet").map(|task| task.node.as_str());
    assert_eq!(restarted.collect::<Vec<_>>(), ["worker-1", "worker-2"]);
    assert!(told["notes"].to_string().contains("have /usr/sbin/haproxy from the package"), "{told}");

    cluster.render();
    cluster.edit(&[("nodes = \"haproxy\"", "nodes = \"external\"")]);
    let off = tasks(&cluster.json(&[]));
    assert_eq!(
        steps(&off),
        ["bring", "restart kube-apiserver", "restart kubelet", "restart kube-haproxy", "remove"],
        "{off:#?}"
    );
    let commands = commands_of(&off, "worker-2", "kube-haproxy").join("\n");
    assert!(commands.contains("systemctl stop kube-haproxy && rm /etc/systemd/system/kube-haproxy.service"));
    let removed = off.iter().filter(|task| task.kind == "remove" && task.node == "worker-2");
    let removed: String = removed.flat_map(|task| task.commands.clone()).collect();
    assert!(removed.contains("/etc/kubernetes/haproxy.cfg"), "{removed}");
}

#[test]
fn haproxy_reloads_where_only_its_list_of_api_servers_changes() {
    let cluster = Cluster::rendered(&[HAPROXY]);
    cluster.edit(&[MORE_NODES]);
    let all = tasks(&cluster.json(&[]));
    for node in ["worker-1", "worker-2"] {
        let first = commands_of(&all, node, "kube-haproxy")[0];
        assert_eq!(first, format!("ssh root@{node} 'systemctl reload kube-haproxy' </dev/null"));
    }
    let at = |kind| all.iter().position(|task| task.kind == kind).unwrap();
    assert!(at("reload") < at("install"), "{all:#?}");
    let text = cluster.diff(&[]).1;
    assert!(text.contains("reloads: a file it reads has changed"), "{text}");
    assert!(text.contains("2 reloads"), "{text}");
    assert!(text.contains("server master-4 192.168.56.104:6443"), "{text}");
}

#[test]
fn haproxy_restarts_where_more_changes_than_its_files() {
    let cluster = Cluster::rendered(&[HAPROXY]);
    cluster.edit(&[("nodes = \"haproxy\"", "nodes = \"haproxy\"\nport = 8443")]);
    let all = tasks(&cluster.json(&[]));
    let commands = commands_of(&all, "worker-1", "kube-haproxy");
    assert!(commands[0].contains("systemctl restart kube-haproxy"), "{commands:?}");
}

#[test]
fn keepalived_comes_to_the_control_plane_after_its_api_servers() {
    let cluster = Cluster::rendered(&[]);
    let lines = "[load_balancer]\nvirtual_ip = \"192.168.56.105\"\ninterface = \"eth0\"\nrouter_id = 51";
    cluster.edit(&[("", lines)]);
    let told = cluster.json(&[]);
    let all = tasks(&told);
    assert_eq!(steps(&all), ["bring", "restart kube-keepalived"], "{all:#?}");
    let nodes = all.iter().filter(|task| task.component == "kube-keepalived");
    assert_eq!(
        nodes.map(|task| task.node.as_str()).collect::<Vec<_>>(),
        ["master-1", "master-2", "master-3"]
    );
    cluster.render();
    cluster.edit(&[("router_id = 51", "router_id = 52")]);
    let reloads = tasks(&cluster.json(&[]));
    assert_eq!(steps(&reloads), ["bring", "reload kube-keepalived"], "{reloads:#?}");
}
