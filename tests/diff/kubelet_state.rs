//! Settings of the kubelet with state behind them: a restart alone leaves a kubelet that does not start, or kills pods.

use crate::cluster::{Cluster, Task, tasks};

/// What drains a node: a setting, and what is done while its kubelet is stopped.
const DRAINED: [(&str, &str); 12] = [
    (
        "cpuManagerPolicy = \"static\"\nkubeReserved = { cpu = \"1\" }",
        "rm -f /var/lib/kubelet/cpu_manager_state",
    ),
    ("reservedSystemCPUs = \"0\"", "rm -f /var/lib/kubelet/cpu_manager_state &&"),
    (
        "reservedMemory = [{ numaNode = 0, limits = { memory = \"100Mi\" } }]",
        "rm -f /var/lib/kubelet/memory_manager_state",
    ),
    ("systemReserved = { memory = \"100Mi\" }", "cpu_manager_state /var/lib/kubelet/memory_manager_state"),
    ("topologyManagerPolicy = \"restricted\"", "systemctl restart kubelet"),
    ("topologyManagerScope = \"pod\"", "systemctl restart kubelet"),
    ("cgroupDriver = \"cgroupfs\"", "systemctl restart kubelet"),
    ("cgroupRoot = \"/pods\"", "systemctl restart kubelet"),
    ("userNamespaces = { idsPerPod = 131072 }", "systemctl restart kubelet"),
    ("maxPods = 50", "systemctl restart kubelet"),
    ("podsPerCore = 10", "systemctl restart kubelet"),
    ("enableControllerAttachDetach = false", "systemctl restart kubelet"),
];

fn kubelets(cluster: &Cluster) -> Vec<Task> {
    tasks(&cluster.json(&[])).into_iter().filter(|task| task.component == "kubelet").collect()
}

#[test]
fn a_node_is_drained_and_what_belongs_to_the_old_setting_is_removed() {
    let cluster = Cluster::rendered(&[]);
    for (setting, script) in DRAINED {
        let config = format!("[kubelet.config]\n{setting}");
        cluster.edit(&[("", &config)]);
        let kubelets = kubelets(&cluster);
        cluster.edit(&[(&config, "")]);
        assert_eq!(kubelets.len(), 5, "{setting}");
        for task in kubelets {
            assert!(task.commands[0].starts_with("until kubectl drain "), "{setting}: {task:#?}");
            assert!(task.commands[1].contains(script), "{setting}: {task:#?}");
            assert!(task.commands.last().unwrap().starts_with("kubectl uncordon "), "{setting}: {task:#?}");
            let is_control_plane = task.node.starts_with("master");
            let waits = task.commands.iter().any(|command| command.contains("endpoint health"));
            assert_eq!(waits, is_control_plane, "{setting}: {task:#?}");
        }
    }
}

#[test]
fn what_pods_that_run_do_not_feel_restarts_alone() {
    let cluster = Cluster::rendered(&[]);
    for setting in [
        "maxPods = 200",
        "podPidsLimit = 2048",
        "containerLogMaxFiles = 9",
        "imageGCHighThresholdPercent = 90",
    ] {
        let config = format!("[kubelet.config]\n{setting}");
        cluster.edit(&[("", &config)]);
        let kubelets = kubelets(&cluster);
        cluster.edit(&[(&config, "")]);
        assert!(
            kubelets.len() == 5 && kubelets.iter().all(|task| !task.commands[0].contains("drain")),
            "{setting}"
        );
    }
}

#[test]
fn another_container_runtime_first_loses_the_pods_of_the_old_one() {
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[("", "[kubelet]\ncontainer_runtime_endpoint = \"unix:///run/crio/crio.sock\"")]);
    let told = cluster.json(&[]);
    assert!(told["diagnostics"].to_string().contains("\"container-runtime\""), "{told}");
    let restart = "systemctl stop kubelet && crictl --runtime-endpoint=unix:///run/containerd/containerd.sock rmp --all --force && \
                   systemctl start kubelet";
    assert!(kubelets(&cluster).iter().all(|task| task.commands[1].contains(restart)));
}

#[test]
fn a_flag_is_as_its_field() {
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[("", "[kubelet]\nextra_args = { root-dir = \"/data/kubelet\" }")]);
    assert!(kubelets(&cluster).iter().all(|task| task.commands[0].contains("kubectl drain")));
}
