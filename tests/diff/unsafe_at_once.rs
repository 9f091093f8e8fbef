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

#[test]
fn a_rotation_in_three_rollouts_is_safe() {
    let cluster = rendered(FIRST);
    for (from, to) in [(FIRST, TRUSTED), (TRUSTED, ACTIVE), (ACTIVE, LAST)] {
        cluster.edit(&[(from, to)]);
        let mut warnings = warnings(&cluster);
        // What the tree cannot know: whether kubelets have renewed what they asked for.
        warnings.retain(|warning| !warning.contains("joined by TLS bootstrap"));
        assert_eq!(warnings, [""; 0], "{to}");
        cluster.render();
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
