//! Commands as people paste them, in one block: each step waits for the one before, and reaches machines as the user says.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use crate::cluster::{Cluster, Task, tasks};

/// The command of a task that ends when its component is ready again.
fn wait(task: &Task) -> String {
    task.commands.iter().rfind(|command| command.contains("until ")).cloned().unwrap_or_default()
}

#[test]
fn a_wait_stands_between_two_machines_of_every_component() {
    let ready = |component: &str, node: &str| match component {
        "etcd" => "etcdctl --endpoints=https://127.0.0.1:2379".to_owned() + " --cacert",
        "kube-apiserver" => {
            format!("kubectl --server=https://192.168.56.10{}:6443 get --raw=/readyz", &node[7..])
        }
        "kubelet" => format!("kubectl wait --for=condition=Ready node/{node}"),
        other => format!("wait --for=condition=Ready pod/{other}-{node}"),
    };
    let units = ["etcd", "apiserver", "controller_manager", "scheduler"]
        .map(|table| format!("[{table}]\nruntime = \"systemd\""));
    for (runtime, is_pod) in [(String::new(), true), (units.join("\n"), false)] {
        let cluster = Cluster::rendered(&[("", &runtime)]);
        cluster.edit(&[("ca_validity = ", "leaf_not_before = 2026-11-24T00:00:00Z\nca_validity = ")]);
        let restarts: Vec<Task> =
            tasks(&cluster.json(&[])).into_iter().filter(|task| task.kind == "restart").collect();
        assert_eq!(restarts.len(), 3 * 4 + 5);
        for task in &restarts {
            let is_controller =
                ["kube-controller-manager", "kube-scheduler"].contains(&task.component.as_str());
            let expected = if is_controller && !is_pod {
                format!("systemctl is-active --quiet {}", task.component)
            } else {
                ready(&task.component, &task.node)
            };
            assert!(wait(task).contains(&expected), "{task:#?}");
            if is_pod && task.component != "kubelet" {
                assert!(
                    task.commands[0].contains("until n=$(find /proc -maxdepth 1 -user "),
                    "the old process answers: {task:#?}"
                );
            }
        }
    }
}

#[test]
fn no_command_reads_the_lines_that_are_pasted_behind_it() {
    let cluster = Cluster::rendered(&[("1.37.2", "1.36.1"), ("", "[etcd]\nruntime = \"systemd\"")]);
    cluster.edit(&[("1.36.1", "1.37.2"), ("worker-2", "worker-3")]);
    for command in tasks(&cluster.json(&[])).iter().flat_map(|task| &task.commands) {
        for part in command.split("ssh root@").skip(1) {
            let is_fed = command.starts_with("kubemint pack");
            assert!(is_fed || part.contains("</dev/null"), "{command}");
        }
    }
}

#[test]
fn a_minor_of_the_kubelet_drains_each_node_and_gives_it_back() {
    let cluster = Cluster::rendered(&[("1.37.2", "1.36.1")]);
    cluster.edit(&[("1.36.1", "1.37.2")]);
    let told = cluster.json(&[]);
    let all = tasks(&told);
    let kubelets: Vec<&Task> = all.iter().filter(|task| task.component == "kubelet").collect();
    assert_eq!(kubelets.len(), 5);
    for task in kubelets {
        let (first, last) = (task.commands.first().unwrap(), task.commands.last().unwrap());
        assert!(first.starts_with(&format!("until kubectl drain {} ", task.node)), "{task:#?}");
        assert_eq!(*last, format!("kubectl uncordon {}", task.node));
    }
    let notes = told["notes"].to_string();
    assert!(
        notes.contains("is drained before its kubelet restarts, for the kubelet's minor has state"),
        "{notes}"
    );
    assert!(notes.contains("feature gates that turn on: ") && notes.contains("SELinuxMount"), "{notes}");
    cluster.edit(&[("1.37.2", "1.36.2")]);
    assert!(!cluster.json(&[]).to_string().contains("kubectl drain"), "a patch drains nothing");
}

#[test]
fn a_snapshot_is_copied_to_the_machine_that_runs_the_commands() {
    let cluster = Cluster::rendered(&[("1.37.2", "1.36.1")]);
    cluster.edit(&[("1.36.1", "1.37.2")]);
    let all = tasks(&cluster.json(&[]));
    let save = all.iter().find(|task| task.kind == "save").unwrap();
    assert_eq!(
        save.commands[1..],
        [
            "(umask 077 && ssh root@master-1 'cat /var/lib/etcd/etcd-before-3.7.db' </dev/null > ~/etcd-before-3.7.db)",
            "ssh root@master-1 'rm /var/lib/etcd/etcd-before-3.7.db' </dev/null",
        ]
    );
}

#[test]
fn machines_are_reached_as_rollout_says_also_from_a_rendered_tree() {
    const ROLLOUT: &str = "[rollout]\nssh = \"ssh -p 2222 ops@{address}\"\nbecome = \"sudo -n\"";
    let cluster = Cluster::rendered(&[("", ROLLOUT)]);
    cluster.git(&["init", "-q"]);
    cluster.git(&["add", "-A"]);
    cluster.git(&["commit", "-qm", "first"]);
    cluster.edit(&[("", "[kubelet]\nconfig = { maxPods = 200 }"), ("\"worker-2\"", "\"worker-3\"")]);
    let told = cluster.json(&[]);
    let commands: Vec<String> = tasks(&told).into_iter().flat_map(|task| task.commands).collect();
    let expected = "kubemint pack --node worker-1 --out out | ssh -p 2222 ops@192.168.56.111 sudo -n tar -C / -xp --overwrite \
                    --numeric-owner --exclude=etc/kubernetes/manifests";
    assert!(commands.iter().any(|command| command == expected), "{commands:#?}");
    let restart =
        "ssh -p 2222 ops@192.168.56.111 'sudo -n sh -c '\\''systemctl restart kubelet'\\''' </dev/null";
    assert!(commands.iter().any(|command| command == restart), "{commands:#?}");
    assert!(commands.iter().all(|command| !command.contains("root@")), "{commands:#?}");
    let gone = commands.iter().find(|command| command.contains("systemctl stop kubelet")).unwrap();
    assert!(gone.contains("ops@192.168.56.112"), "a machine of the tree before: {gone}");
    cluster.render();
    let from_trees: serde_json::Value = serde_json::from_slice(
        &cluster.run(&["diff", "--against", "HEAD", "--as-rendered", "--format", "json"]).stdout,
    )
    .unwrap();
    assert_eq!(from_trees["rollout"], told["rollout"]);
}

/// An archive whose only file is longer than what tar reads at once, so that it can be stopped in the middle of it.
fn archive(path: &str, content: &[u8]) -> Vec<u8> {
    let mut header = tar::Header::new_ustar();
    header.set_size(content.len() as u64);
    header.set_mode(0o600);
    let mut archive = tar::Builder::new(Vec::new());
    archive.append_data(&mut header, path, content).unwrap();
    archive.into_inner().unwrap()
}

#[test]
fn a_manifest_that_is_being_replaced_is_never_seen_empty_or_half_written() {
    const PATH: &str = "etc/kubernetes/manifests/kube-apiserver.yaml";
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[("ca_validity = ", "leaf_not_before = 2026-11-24T00:00:00Z\nca_validity = ")]);
    let all = tasks(&cluster.json(&[]));
    let replace = &all.iter().find(|task| task.component == "kube-apiserver").unwrap().commands[0];
    let (_, script) = replace.split_once("ssh root@master-1 '").unwrap();
    let (script, _) = script.split_once(" && if ").unwrap();
    let machine = tempfile::tempdir().unwrap();
    let root = machine.path().to_str().unwrap();
    let script = script.replace("/etc/", &format!("{root}/etc/")).replace("-C / ", &format!("-C {root} "));
    let manifest = machine.path().join(PATH);
    std::fs::create_dir_all(manifest.parent().unwrap()).unwrap();
    std::fs::write(&manifest, "old").unwrap();

    let new = "new ".repeat(25_000);
    let packed = archive(PATH, new.as_bytes());
    let (first, rest) = packed.split_at(50_000);
    let mut shell = Command::new("sh").arg("-c").arg(&script).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = shell.stdin.take().unwrap();
    input.write_all(first).unwrap();
    let written = || {
        std::fs::read_dir(manifest.parent().unwrap()).unwrap().any(|file| {
            let file = file.unwrap();
            file.path() != manifest && file.metadata().unwrap().len() > 0
        })
    };
    let begun = std::time::Instant::now();
    while !written() {
        assert!(std::fs::read_to_string(&manifest).unwrap() == "old", "{script}");
        assert!(begun.elapsed().as_secs() < 60, "tar has written nothing: {script}");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(std::fs::read_to_string(&manifest).unwrap() == "old", "{script}");
    input.write_all(rest).unwrap();
    drop(input);
    assert!(shell.wait().unwrap().success(), "{script}");
    assert!(std::fs::read_to_string(&manifest).unwrap() == new, "not the whole new manifest");
    assert_eq!(std::fs::read_dir(manifest.parent().unwrap()).unwrap().count(), 1, "nothing is left");
}
