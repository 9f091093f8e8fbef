//! Machines that come and go, and the members of etcd on them.

use crate::cluster::{Cluster, Edit};

const TWO_MORE: Edit = (
    "[[worker]]\nname = \"worker-1\"",
    "[[control_plane]]\nname = \"master-9\"\naddress = \"192.168.56.109\"\netcd_initial_state = \"existing\"\n\n\
     [[control_plane]]\nname = \"master-4\"\naddress = \"192.168.56.104\"\netcd_initial_state = \"existing\"\n\n\
     [[worker]]\nname = \"worker-1\"",
);

const IN_POD: &str = "kubectl --namespace kube-system exec etcd-master-1 -- etcdctl --endpoints=https://127.0.0.1:2379 \
                      --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/server.crt \
                      --key=/etc/kubernetes/pki/etcd/server.key";

fn texts(value: &serde_json::Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

/// The tasks of a kind, with node and commands.
fn tasks<'a>(told: &'a serde_json::Value, kind: &str) -> Vec<(&'a str, Vec<&'a str>)> {
    let of_kind = told["rollout"].as_array().unwrap().iter().filter(|task| task["kind"] == kind);
    of_kind.map(|task| (task["node"].as_str().unwrap(), texts(&task["commands"]))).collect()
}

#[test]
fn members_are_added_one_by_one_in_the_order_in_which_they_are_told_of_each_other() {
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[TWO_MORE]);
    let told = cluster.json(&[]);
    let installs = tasks(&told, "install");
    assert_eq!(installs.iter().map(|(node, _)| *node).collect::<Vec<_>>(), ["master-9", "master-4"]);
    assert_eq!(
        installs[0].1[0],
        format!(
            "until {IN_POD} member list | grep -qF ', https://192.168.56.109:2380, ' || \
             {IN_POD} member add master-9 --learner --peer-urls=https://192.168.56.109:2380; do sleep 5; done"
        )
    );
    assert!(installs[0].1[1].starts_with("kubemint pack --node master-9 "), "{installs:?}");
    let is_voter = format!(
        "until {IN_POD} member list | grep -F ', master-9, ' | grep -q ', false$'; do {IN_POD} member promote "
    );
    assert!(installs[0].1[3].starts_with(&is_voter), "a learner has no vote: {installs:?}");
    assert_eq!(told["rollout"][0]["kind"], "save", "a snapshot first: {told}");
    assert_eq!(texts(&told["warnings"]), [""; 0]);
    let in_vain = "a member of etcd that has data does not read --initial-cluster";
    assert!(texts(&told["notes"]).iter().any(|note| note.starts_with(in_vain)), "{told}");
}

#[test]
fn a_member_that_would_begin_a_cluster_of_its_own_is_warned_of() {
    let cluster = Cluster::rendered(&[]);
    let (place, with) = TWO_MORE;
    cluster.edit_line(place, &with.replace("etcd_initial_state = \"existing\"\n", ""));
    let told = cluster.json(&[]);
    let warnings = texts(&told["warnings"]);
    let [warning] = warnings.as_slice() else { panic!("{warnings:?}") };
    assert!(
        warning.starts_with("etcd on master-4, master-9 would start with --initial-cluster-state=new"),
        "{warning}"
    );
    assert!(!told["rollout"].to_string().contains("member add"), "{told}");
}

#[test]
fn a_machine_of_the_control_plane_leaves_etcd_and_stops_before_its_node_goes() {
    let cluster = Cluster::rendered(&[TWO_MORE]);
    let (without, with) = TWO_MORE;
    cluster.edit_line(with, without);
    let told = cluster.json(&[]);
    let retired = tasks(&told, "retire");
    let (node, commands) = &retired[0];
    let expected = [
        "until kubectl drain master-4 --ignore-daemonsets --delete-emptydir-data; do sleep 2; done".to_owned(),
        format!("{IN_POD} member remove $({IN_POD} member list | grep -F ', master-4, ' | cut -d, -f1)"),
        "ssh root@master-4 'rm -f /etc/kubernetes/manifests/etcd.yaml /etc/kubernetes/manifests/kube-apiserver.yaml \
         /etc/kubernetes/manifests/kube-controller-manager.yaml /etc/kubernetes/manifests/kube-scheduler.yaml && until \
         n=$(find /proc -maxdepth 1 \\( -user etcd -o -user kube-apiserver -o -user kube-controller-manager -o -user kube-scheduler \\)) \
         && [ -z \"$n\" ]; do sleep 1; done && systemctl stop \
         kubelet && rm -f /etc/systemd/system/multi-user.target.d/10-kubemint.conf && systemctl daemon-reload' </dev/null"
            .to_owned(),
        "kubectl delete node master-4".to_owned(),
    ];
    assert_eq!(
        (*node, commands.as_slice()),
        ("master-4", expected.each_ref().map(String::as_str).as_slice())
    );
    let title = told["rollout"].as_array().unwrap().iter().find(|task| task["kind"] == "retire").unwrap();
    assert!(title["title"].as_str().unwrap().contains("out of the load balancer"), "{title}");
}

#[test]
fn units_are_asked_and_stopped_on_their_machines() {
    const UNITS: Edit = ("", "[etcd]\nruntime = \"systemd\"");
    let cluster = Cluster::rendered(&[TWO_MORE, UNITS]);
    let (without, with) = TWO_MORE;
    cluster.edit_line(with, without);
    let told = cluster.json(&[]);
    let retired = tasks(&told, "retire");
    assert!(retired[0].1[1].starts_with("ssh root@master-1 'etcdctl --endpoints="), "{retired:?}");
    assert!(retired[0].1[2].contains(" && systemctl stop etcd kubelet && "), "{retired:?}");
}

#[test]
fn a_worker_that_goes_has_a_certificate_that_it_asked_for() {
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[("[[worker]]\nname = \"worker-2\"\naddress = \"192.168.56.112\"\n", "")]);
    let told = cluster.json(&[]);
    let notes = texts(&told["notes"]);
    assert!(
        notes.iter().any(|note| note.contains("no revocation")
            && note.contains("what worker-2 asked for by TLS bootstrap")),
        "{notes:?}"
    );
    let stop = "ssh root@worker-2 'systemctl stop kubelet && rm -f \
                /etc/systemd/system/multi-user.target.d/10-kubemint.conf && systemctl daemon-reload' </dev/null";
    assert_eq!(tasks(&told, "retire")[0].1[1], stop);
}

#[test]
fn another_minor_of_etcd_begins_with_a_snapshot() {
    let cluster = Cluster::rendered(&[("1.37.2", "1.36.1")]);
    cluster.edit(&[("1.36.1", "1.37.2")]);
    let told = cluster.json(&[]);
    assert_eq!(told["rollout"][0]["kind"], "save", "{told}");
    let saves = tasks(&told, "save");
    assert_eq!((saves.len(), saves[0].0), (1, "master-1"));
    assert_eq!(saves[0].1[0], format!("{IN_POD} snapshot save /var/lib/etcd/etcd-before-3.7.db"));
    let cluster = Cluster::rendered(&[("1.37.2", "1.37.1")]);
    cluster.edit(&[("1.37.1", "1.37.2")]);
    assert_eq!(tasks(&cluster.json(&[]), "save"), []);
}
