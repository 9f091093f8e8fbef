//! Objects: how they are applied, and what no apply changes.

use kubemint::render::cluster_objects::{APPLY, FORCE};

use crate::cluster::{Cluster, Edit};

/// Kind and commands of each task.
fn tasks(told: &serde_json::Value) -> Vec<(String, Vec<String>)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let tasks = told["rollout"].as_array().unwrap().iter();
    let commands = |task: &serde_json::Value| task["commands"].as_array().unwrap().iter().map(text).collect();
    tasks.map(|task| (text(&task["kind"]), commands(task))).collect()
}

/// What is done about Node objects after a change of the first worker.
fn of_worker(before: &'static str, after: &'static str) -> Vec<(String, Vec<String>)> {
    const NAME: &str = "name = \"worker-1\"";
    let with = |lines: &str| -> &'static str { format!("{NAME}\n{lines}").leak() };
    let cluster = Cluster::rendered(&[(NAME, with(before))]);
    let change: Edit = (with(before), with(after));
    cluster.edit(&[change]);
    let mut tasks = tasks(&cluster.json(&[]));
    tasks.retain(|(kind, _)| kind != "bring" && kind != "restart");
    tasks
}

fn task(kind: &str, command: &str) -> (String, Vec<String>) {
    (kind.to_owned(), vec![command.to_owned()])
}

#[test]
fn the_first_apply_is_the_super_administrators() {
    let told = tasks(&Cluster::new().json(&[]));
    let applies: Vec<&String> =
        told.iter().filter(|(kind, _)| kind != "install").flat_map(|(_, commands)| commands).collect();
    assert_eq!(
        applies,
        [
            &format!(
                "kubectl --kubeconfig out/secret/cluster/super-admin.conf {APPLY} -k out/public/cluster"
            ),
            &format!("kubectl --kubeconfig out/secret/cluster/admin.conf {APPLY} -k out/secret/cluster"),
            &format!(
                "kubectl --kubeconfig out/secret/cluster/admin.conf {APPLY} {FORCE} -k out/public/cluster/nodes"
            ),
        ]
    );
}

#[test]
fn a_label_that_goes_is_removed_by_hand_where_the_kubelet_has_it_too() {
    let apply = task("label", &format!("kubectl {APPLY} {FORCE} -k out/public/cluster/nodes"));
    assert_eq!(of_worker("", "labels = { \"example.org/zone\" = \"a\" }"), vec![apply.clone()]);
    assert_eq!(
        of_worker("labels = { \"example.org/zone\" = \"a\", disk = \"b\" }", "labels = { disk = \"c\" }"),
        [apply, task("label", "kubectl label node worker-1 example.org/zone-")]
    );
}

#[test]
fn taints_of_a_node_that_is_there_are_changed_by_hand() {
    assert_eq!(
        of_worker(
            "taints = [\"a=1:NoSchedule\", \"b:NoExecute\"]",
            "taints = [\"a=2:NoSchedule\", \"c:NoExecute\"]"
        ),
        [
            task("taint", "kubectl taint node worker-1 b:NoExecute-"),
            task("taint", "kubectl taint node worker-1 a=2:NoSchedule --overwrite"),
            task("taint", "kubectl taint node worker-1 c:NoExecute --overwrite"),
        ]
    );
}

/// A namespace, a kind, an object of that kind and a ConfigMap.
const NETWORK: &str = "apiVersion: v1\nkind: Namespace\nmetadata: { name: network }\n---\n\
    apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: pools.example.com }\n---\n\
    apiVersion: example.com/v1\nkind: Pool\nmetadata: { name: nodes }\n---\n\
    apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: network }\ndata: { mtu: \"1500\" }\n";

/// The example with objects of its own.
fn with_network(apply: &str) -> Cluster {
    let cluster = Cluster::new();
    std::fs::write(cluster.at("network.yaml"), NETWORK).unwrap();
    cluster.append(&format!("[[object]]\nsource = \"network.yaml\"\napply = \"{apply}\""));
    cluster
}

fn commands(told: &serde_json::Value) -> Vec<String> {
    tasks(told).into_iter().filter(|(kind, _)| kind != "install").flat_map(|(_, commands)| commands).collect()
}

#[test]
fn definitions_are_established_before_what_needs_them_is_applied() {
    let told = commands(&with_network("after-nodes").json(&[]));
    let of = |user: &str, apply: &str| format!("kubectl --kubeconfig out/secret/cluster/{user}.conf {apply}");
    let wait = "wait --for=condition=Established --timeout=60s customresourcedefinition/pools.example.com";
    assert_eq!(
        told,
        [
            of("super-admin", &format!("{APPLY} -k out/public/cluster/objects/definitions")),
            of("super-admin", wait),
            of("super-admin", &format!("{APPLY} -k out/public/cluster")),
            of("admin", &format!("{APPLY} -k out/secret/cluster")),
            of("admin", &format!("{APPLY} {FORCE} -k out/public/cluster/nodes")),
            of("admin", &format!("{APPLY} -k out/public/cluster/objects/after-nodes")),
        ]
    );
}

#[test]
fn a_change_is_shown_by_object_and_path_and_applied() {
    let cluster = with_network("before-nodes");
    cluster.render();
    std::fs::write(cluster.at("network.yaml"), NETWORK.replace("1500", "9000")).unwrap();
    let told = cluster.json(&[]);
    let path = "public/cluster/objects/before-nodes/network.yaml";
    let change = told["changes"].as_array().unwrap().iter().find(|change| change["path"] == path).unwrap();
    assert_eq!(
        (&change["object"], &change["name"], &change["from"], &change["to"]),
        (&"ConfigMap network/settings".into(), &"data.mtu".into(), &"1500".into(), &"9000".into())
    );
    assert_eq!(commands(&told), [format!("kubectl {APPLY} -k out/public/cluster")]);
}

#[test]
fn an_object_that_goes_is_deleted_and_what_others_are_in_stays() {
    let cluster = with_network("before-nodes");
    cluster.render();
    let text = std::fs::read_to_string(cluster.at("cluster.toml")).unwrap();
    std::fs::write(cluster.at("cluster.toml"), text.split("[[object]]").next().unwrap()).unwrap();
    let told = cluster.json(&[]);
    let apply = format!("kubectl {APPLY} -k out/public/cluster");
    let delete =
        ["kubectl delete configmap settings --namespace=network", "kubectl delete pool.example.com nodes"];
    assert_eq!(commands(&told), [apply.as_str(), delete[0], delete[1]]);
    let notes = told["notes"].to_string();
    assert!(notes.contains("CustomResourceDefinition pools.example.com, Namespace network stays"), "{notes}");
}

#[test]
fn an_object_that_moves_to_another_file_is_not_deleted() {
    let cluster = with_network("before-nodes");
    cluster.render();
    std::fs::create_dir(cluster.at("objects")).unwrap();
    std::fs::rename(cluster.at("network.yaml"), cluster.at("objects/network.yaml")).unwrap();
    cluster.edit_line("network.yaml", "objects");
    let told = commands(&cluster.json(&[]));
    assert!(told.iter().all(|command| !command.contains("delete")), "{told:?}");
    assert_eq!(told.len(), 3, "{told:?}");
}

/// kubectl takes `default` where an object names no namespace, and a claim's data go with it.
#[test]
fn an_object_that_is_still_there_and_one_with_data_are_not_deleted() {
    let cluster = with_network("before-nodes");
    let claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: db }\n";
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n";
    std::fs::write(cluster.at("network.yaml"), format!("{map}---\n{claim}")).unwrap();
    cluster.render();
    std::fs::write(cluster.at("network.yaml"), map.replace("name: x", "name: x, namespace: default"))
        .unwrap();
    let told = cluster.json(&[]);
    assert_eq!(commands(&told), [format!("kubectl {APPLY} -k out/public/cluster")]);
    assert!(
        told["notes"].to_string().contains("PersistentVolumeClaim db stays in the cluster"),
        "{}",
        told["notes"]
    );
}
