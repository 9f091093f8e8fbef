//! Changes that one rollout cannot make safely: they are told, and the way that is safe is told of nothing.

use crate::cluster::Cluster;

const KEYS: [(&str, &str); 4] = [
    ("kubernetes_ca", "kubernetes-ca"),
    ("etcd_ca", "etcd-ca"),
    ("front_proxy_ca", "front-proxy-ca"),
    ("service_account", "service-account"),
];

fn warnings(cluster: &Cluster) -> Vec<String> {
    let told = cluster.json(&[]);
    told["warnings"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// A cluster with all four keys in this state.
fn rendered(state: &str) -> Cluster {
    let lines: Vec<String> = KEYS.iter().map(|(key, _)| format!("{key} = {state}")).collect();
    let cluster = Cluster::new();
    cluster.append(&format!("[pki.generations]\n{}", lines.join("\n")));
    cluster.render();
    cluster
}

/// What is told, and nothing else, where this key alone goes from one state to the other; it is back in the first then.
fn the_warning(cluster: &Cluster, key: &str, from: &str, to: &str) -> String {
    let [old, new] = [from, to].map(|state| format!("{key} = {state}"));
    cluster.edit_line(&old, &new);
    let warnings = warnings(cluster);
    cluster.edit_line(&new, &old);
    let [warning] = warnings.as_slice() else { panic!("{key}: {warnings:?}") };
    warning.clone()
}

const FIRST: &str = "{ active = 1, trusted = [1] }";
const TRUSTED: &str = "{ active = 1, trusted = [1, 2] }";
const ACTIVE: &str = "{ active = 2, trusted = [1, 2] }";
const LAST: &str = "{ active = 2, trusted = [2] }";

/// What is said of each key when its second generation begins to sign, and when its first one retires.
const CONDITIONS: [(&str, &str, &str); 4] = [
    (
        "kubernetes-ca",
        "every pod that reads kube-root-ca.crt at its start only has restarted",
        "nobody uses such a certificate any more",
    ),
    (
        "etcd-ca",
        "every member of etcd and every API server has restarted with the tree before",
        "every other client of etcd, such as a backup, has a certificate by the active generation",
    ),
    (
        "front-proxy-ca",
        "aggregated API servers that read that ConfigMap at their start only have restarted since",
        "every API server has sent certificates by the active generation",
    ),
    (
        "service-account",
        "every API server has restarted with the tree before",
        "every Secret of type kubernetes.io/service-account-token is a new one",
    ),
];

#[test]
fn a_rotation_in_three_rollouts_has_its_condition_before_the_step_that_breaks_things() {
    let cluster = rendered(FIRST);
    cluster.edit(&[(FIRST, TRUSTED)]);
    assert_eq!(warnings(&cluster), [""; 0], "nothing refuses anything where one more key is trusted");
    cluster.render();
    let steps = [
        (TRUSTED, ACTIVE, "of generation 2 begins to sign", 1),
        (ACTIVE, LAST, "of generation 1 is no longer trusted", 2),
    ];
    for (from, to, what, column) in steps {
        cluster.edit(&[(from, to)]);
        let warnings = warnings(&cluster);
        for row in CONDITIONS {
            let subject = format!("{} {what}", row.0);
            let condition = if column == 1 { row.1 } else { row.2 };
            let is_said = |warning: &String| warning.starts_with(&subject) && warning.contains(condition);
            assert!(warnings.iter().any(is_said), "{subject}: {warnings:#?}");
        }
        let kubelets = warnings.iter().filter(|warning| warning.contains("joined by TLS bootstrap")).count();
        assert_eq!((warnings.len() - kubelets, kubelets), (CONDITIONS.len(), column - 1), "{warnings:#?}");
        cluster.render();
    }
}

#[test]
fn a_ca_that_retires_leaves_the_config_map_of_aggregated_api_servers() {
    for (key, is_there) in [("kubernetes_ca", true), ("front_proxy_ca", true), ("etcd_ca", false)] {
        let cluster = Cluster::rendered(&[("", &format!("[pki.generations]\n{key} = {ACTIVE}"))]);
        cluster.edit(&[(ACTIVE, LAST)]);
        let told = cluster.json(&[]);
        let last = told["rollout"].as_array().unwrap().last().unwrap();
        let delete = "kubectl delete --namespace kube-system configmap extension-apiserver-authentication";
        assert_eq!(last["commands"][0] == delete, is_there, "{key}: {last}");
    }
}

#[test]
fn a_key_that_signs_before_it_is_trusted_is_warned_of() {
    let cluster = rendered(FIRST);
    for (key, label) in KEYS {
        let warning = the_warning(&cluster, key, FIRST, ACTIVE);
        assert!(warning.starts_with(&format!("{label} of generation 2 would sign at once")), "{warning}");
        let signed = if key == "service_account" { "refuses its tokens" } else { "refuses its certificates" };
        assert!(warning.contains(signed), "{warning}");
    }
}

#[test]
fn a_key_that_is_forgotten_while_it_signs_is_warned_of() {
    let cluster = rendered(TRUSTED);
    for (key, label) in KEYS {
        let warning = the_warning(&cluster, key, TRUSTED, LAST);
        assert!(warning.starts_with(&format!("{label} of generation 1 has signed until now")), "{warning}");
    }
}

#[test]
fn a_number_that_another_account_has_is_warned_of() {
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[("", "[users]\netcd = 562\nkube_apiserver = 561")]);
    let warnings = warnings(&cluster);
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert!(
        warnings[0].starts_with("kube-apiserver still has number 562, which etcd is to get: move kube-apiserver to a free number first"),
        "{warnings:?}"
    );
}

#[test]
fn a_skipped_minor_and_a_way_back_are_warned_of() {
    let cluster = Cluster::rendered(&[("1.37.2", "1.35.4")]);
    cluster.edit(&[("1.35.4", "1.37.2")]);
    assert!(warnings(&cluster)[0].starts_with("this skips a minor"));
    // A tree of units has no image that tells the release.
    let units = ["etcd", "apiserver", "controller_manager", "scheduler"];
    let units: Vec<String> = units.iter().map(|table| format!("[{table}]\nruntime = \"systemd\"")).collect();
    let cluster = Cluster::new();
    cluster.append(&units.join("\n"));
    cluster.render();
    cluster.edit(&[("1.37.2", "1.36.1")]);
    let told = cluster.json(&[]);
    assert_eq!(told["version"], serde_json::json!({ "from": "1.37.2", "to": "1.36.1" }));
    let restarts = told["rollout"].as_array().unwrap().iter().filter(|task| task["kind"] == "restart");
    assert_eq!(restarts.count(), 3 * 4 + 5, "each process of each node");
    assert!(told["notes"][1].as_str().unwrap().contains("have the new etcd, kube-apiserver, "), "{told}");
    assert!(warnings(&cluster)[0].starts_with("a control plane cannot be taken back"));
}
