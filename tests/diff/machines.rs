//! A machine is its address as well as its name: one that is renamed, changes its role or takes another's address.

use crate::cluster::{Cluster, Edit, Task, tasks};

const RENAMED: Edit = ("name = \"master-3\"", "name = \"master-4\"\netcd_initial_state = \"existing\"");

/// Where the first command with these words stands, of all commands of a rollout.
fn at(tasks: &[Task], words: &str) -> usize {
    let mut commands = tasks.iter().flat_map(|task| &task.commands);
    commands.position(|command| command.contains(words)).unwrap_or_else(|| panic!("{words}: {tasks:#?}"))
}

fn has_code(told: &serde_json::Value, code: &str) -> bool {
    told["diagnostics"].as_array().unwrap().iter().any(|diagnostic| diagnostic["code"] == code)
}

#[test]
fn a_renamed_machine_goes_before_it_comes_and_is_never_stopped_after_it_was_installed() {
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[RENAMED]);
    let told = cluster.json(&[]);
    assert!(has_code(&told, "same-machine"), "{told}");
    let tasks = tasks(&told);
    let order = [
        " snapshot save ",
        "kubectl drain master-3",
        " member remove ",
        "systemctl stop kubelet",
        "kubectl delete node master-3",
        "rm -rf /etc/kubernetes /var/lib/kubelet/pki /var/lib/etcd/*",
        " member add master-4 --learner --peer-urls=https://192.168.56.103:2380",
        "kubemint pack --node master-4",
        "systemctl --no-block reboot",
        " member promote ",
        "--server=https://192.168.56.103:6443 get --raw=/readyz",
        "kubectl wait --for=condition=Ready node/master-4",
    ];
    let places: Vec<usize> = order.iter().map(|words| at(&tasks, words)).collect();
    assert!(places.is_sorted_by(|one, other| one < other), "{places:?} {tasks:#?}");
    let after = tasks.iter().flat_map(|task| &task.commands).skip(places[7]);
    let harm = after.filter(|command| ["stop", "rm -", "delete"].iter().any(|word| command.contains(word)));
    assert_eq!(harm.count(), 0, "{tasks:#?}");
}

#[test]
fn machines_that_are_renamed_go_and_come_one_after_the_other() {
    let cluster = Cluster::rendered(&[]);
    let existing = |name: &str| format!("name = \"{name}\"\netcd_initial_state = \"existing\"");
    cluster.edit(&[("name = \"master-2\"", &existing("master-5")), RENAMED]);
    let tasks = tasks(&cluster.json(&[]));
    let kinds: Vec<(&str, &str)> = tasks
        .iter()
        .filter(|task| ["retire", "install"].contains(&task.kind.as_str()))
        .map(|task| (task.kind.as_str(), task.node.as_str()))
        .collect();
    assert_eq!(
        kinds,
        [("retire", "master-2"), ("install", "master-5"), ("retire", "master-3"), ("install", "master-4")]
    );
}

#[test]
fn a_node_that_changes_its_role_leaves_the_cluster_in_between() {
    let cluster = Cluster::rendered(&[]);
    let two = ["2", "3"].map(|n| {
        (format!("[[control_plane]]\nname = \"master-{n}\""), format!("[[worker]]\nname = \"master-{n}\""))
    });
    let edits: Vec<(&str, &str)> = two.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    cluster.edit(&edits);
    let told = cluster.json(&[]);
    assert!(has_code(&told, "same-machine"), "{told}");
    let all = tasks(&told);
    assert!(all.iter().all(|task| task.kind != "restart" || task.node == "master-1"), "{all:#?}");
    assert!(
        all.iter().all(|task| task.kind != "taint"),
        "a Node that registers anew has its taints: {all:#?}"
    );
    assert!(at(&all, " member remove ") < at(&all, "kubectl delete node master-2"));
    assert!(at(&all, "kubectl delete node master-2") < at(&all, "kubemint pack --node master-2"));

    cluster.render();
    let back: Vec<(String, String)> = two
        .iter()
        .map(|(from, to)| (to.clone(), from.replace("\"\n", "\"") + "\netcd_initial_state = \"existing\""))
        .collect();
    let edits: Vec<(&str, &str)> = back.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    cluster.edit(&edits);
    let all = tasks(&cluster.json(&[]));
    assert!(
        at(&all, "kubectl delete node master-2") < at(&all, " member add master-2 --learner"),
        "{all:#?}"
    );
}

#[test]
fn nodes_that_swap_their_addresses_are_warned_of() {
    for (one, other) in [("111", "112"), ("102", "103")] {
        let cluster = Cluster::rendered(&[]);
        let [one, other] = [one, other].map(|last| format!("\"192.168.56.{last}\""));
        cluster.edit(&[(&one, "\"X\""), (&other, &one), ("\"X\"", &other)]);
        assert!(has_code(&cluster.json(&[]), "address-taken"), "{one}");
    }
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[("192.168.56.112", "192.168.56.113")]);
    let told = cluster.json(&[]);
    assert!(has_code(&told, "node-address") && !has_code(&told, "address-taken"), "{told}");
}

#[test]
fn an_etcd_of_new_members_alone_is_warned_of() {
    let cluster = Cluster::rendered(&[]);
    let renamed =
        ["1", "2", "3"].map(|n| (format!("name = \"master-{n}\""), format!("name = \"other-{n}\"")));
    let edits: Vec<(&str, &str)> = renamed.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    cluster.edit(&edits);
    assert!(has_code(&cluster.json(&[]), "no-etcd-member-stays"));
}
