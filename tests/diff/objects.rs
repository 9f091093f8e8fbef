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
