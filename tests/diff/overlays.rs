//! Files of the user's own: what a change of one does, and that every command knows them.

use std::fs;

use crate::cluster::{Cluster, tasks};

const SYSCTL: &str = "machines/etc/sysctl.d/90-own.conf";

/// The example with an overlay of a setting, a unit and a program on the workers.
fn with_overlay(more: &str) -> Cluster {
    let cluster = Cluster::new();
    for (path, text) in [
        (SYSCTL, "net.ipv4.ip_forward = 1\n"),
        ("machines/etc/systemd/system/own.service", "[Service]\nExecStart=/usr/local/sbin/own\n"),
        ("machines/usr/local/sbin/own", "#!/bin/sh\nexec sleep infinity\n"),
    ] {
        fs::create_dir_all(cluster.at(path).parent().unwrap()).unwrap();
        fs::write(cluster.at(path), text).unwrap();
    }
    cluster.append(&format!("[[overlay]]\ndirectory = \"machines\"\nnodes = [\"worker\"]\n{more}"));
    cluster.render();
    cluster
}

fn ok(cluster: &Cluster, arguments: &[&str]) -> String {
    let output = cluster.run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Kind, component and node of each task.
fn said(cluster: &Cluster) -> Vec<(String, String, String)> {
    tasks(&cluster.json(&[])).into_iter().map(|task| (task.kind, task.component, task.node)).collect()
}

#[test]
fn a_changed_line_is_shown_and_restarts_who_reads_it() {
    let cluster = with_overlay("restarts = [\"kubelet\"]");
    assert!(said(&cluster).is_empty());
    fs::write(cluster.at(SYSCTL), "net.ipv4.ip_forward = 0\n").unwrap();
    let (_, text) = cluster.diff(&[]);
    for line in ["etc/sysctl.d/90-own.conf", "net.ipv4.ip_forward = 1", "net.ipv4.ip_forward = 0"] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let said: Vec<_> = said(&cluster).into_iter().filter(|(kind, ..)| kind == "restart").collect();
    let kubelet = |node: &str| ("restart".to_owned(), "kubelet".to_owned(), node.to_owned());
    assert_eq!(said, [kubelet("worker-1"), kubelet("worker-2")]);
}

#[test]
fn a_file_that_nobody_of_kubemints_reads_is_only_copied_or_removed() {
    let cluster = with_overlay("");
    fs::remove_file(cluster.at(SYSCTL)).unwrap();
    fs::write(cluster.at("machines/etc/systemd/system/own.service"), "[Service]\nExecStart=/bin/true\n")
        .unwrap();
    let tasks = tasks(&cluster.json(&[]));
    assert!(tasks.iter().all(|task| task.kind != "restart"));
    let commands: String = tasks.iter().flat_map(|task| task.commands.clone()).collect();
    assert!(
        commands.contains("rm -f /etc/sysctl.d/90-own.conf")
            || commands.contains("rm /etc/sysctl.d/90-own.conf"),
        "{commands}"
    );
    assert!(commands.contains("systemctl daemon-reload"), "{commands}");
}

#[test]
fn a_drop_in_of_a_components_unit_restarts_it() {
    let cluster = with_overlay("");
    let drop_in = "machines/etc/systemd/system/kubelet.service.d/20-own.conf";
    fs::create_dir_all(cluster.at(drop_in).parent().unwrap()).unwrap();
    fs::write(cluster.at(drop_in), "[Service]\nNice=-5\n").unwrap();
    assert!(said(&cluster).iter().any(|(kind, component, _)| kind == "restart" && component == "kubelet"));
}

#[test]
fn every_command_knows_the_files() {
    let cluster = with_overlay("[overlay.permissions]\n\"/etc/sysctl.d/90-own.conf\" = { mode = \"0600\" }");
    let lock = fs::read_to_string(cluster.at("out/public/kubemint.lock")).unwrap();
    for row in ["90-own.conf root:root 0600 ", "own.service root:root 0644 ", "sbin/own root:root 0755 "] {
        assert!(lock.lines().any(|line| line.contains(row) && line.ends_with(" overlay")), "{row}");
    }
    let sums = fs::read_to_string(cluster.at("out/public/nodes/worker-1/SHA256SUMS")).unwrap();
    assert!(sums.contains("etc/sysctl.d/90-own.conf"), "{sums}");
    for arguments in [
        &["check", "--demo-seed"][..],
        &["check", "--locked"],
        &["render", "--locked"],
        &["pack", "--node", "worker-1", "--public-only", "--format", "tar"],
        &["pack", "--node", "worker-1", "--public-only", "--format", "ignition"],
        &["pack", "--node", "worker-1", "--public-only", "--format", "cloud-init"],
    ] {
        let said = ok(&cluster, arguments);
        assert!(arguments[0] != "pack" || said.contains("etc/sysctl.d/90-own.conf"), "{arguments:?}");
    }
    fs::write(cluster.at(SYSCTL), "# other\n").unwrap();
    assert_eq!(cluster.run(&["check", "--locked"]).status.code(), Some(1));
}
