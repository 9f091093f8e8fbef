//! Changes of cluster.toml and what a reviewer is told of each.

use snapbox::{Assert, Data};

use crate::cluster::{Cluster, Edit, diagnostics};

/// What is rendered first, and what changes then.
struct Case {
    name: &'static str,
    /// In how many of `FORMATS` it is kept.
    formats: usize,
    before: &'static [Edit],
    change: &'static [Edit],
}

const FORMATS: [(&str, &str); 3] = [("text", "txt"), ("markdown", "md"), ("json", "json")];

const CASES: [Case; 7] = [
    Case {
        name: "flag",
        formats: 3,
        before: &[("", "[controller_manager]\nextra_args = { v = \"2\" }")],
        change: &[("v = \"2\"", "v = \"4\""), ("", "[kubelet]\nconfig = { maxPods = 200 }")],
    },
    Case {
        name: "renewal",
        formats: 1,
        before: &[],
        change: &[("ca_validity = ", "leaf_not_before = 2027-06-01T00:00:00Z\nca_validity = ")],
    },
    Case {
        name: "upgrade",
        formats: 2,
        before: &[("1.37.2", "1.36.1"), ("token_expiry = 2026-11-25", "token_expiry = 2026-11-24")],
        change: &[
            ("1.36.1", "1.37.2"),
            ("2026-11-24", "2026-11-25"),
            ("[bootstrap]", "[apiserver]\nextra_sans = [\"api.example.org\"]\n\n[bootstrap]"),
        ],
    },
    Case {
        name: "nodes",
        formats: 3,
        before: &[],
        change: &[("worker-2", "worker-3"), ("192.168.56.112", "192.168.56.113")],
    },
    Case {
        name: "generations",
        formats: 2,
        before: &[],
        change: &[(
            "",
            "[pki.generations]\nkubernetes_ca = { active = 1, trusted = [1, 2] }\n\
             service_account = { active = 2, trusted = [1, 2] }\nleaf = { default = 1, \"apiserver/master-1\" = 2 }",
        )],
    },
    Case { name: "runtime", formats: 2, before: &[], change: &[("", "[scheduler]\nruntime = \"systemd\"")] },
    Case {
        name: "accounts",
        formats: 1,
        before: &[("", "[scheduler]\nruntime = \"systemd\"")],
        change: &[("", "[users]\netcd = 600\nkube_scheduler = 601\nkube_service_account = 602")],
    },
];

#[test]
fn each_change_is_told_in_every_format() {
    let mut different = Vec::new();
    for case in CASES {
        let cluster = Cluster::rendered(case.before);
        cluster.edit(case.change);
        let expected = diagnostics::of_json(&cluster.json(&[]));
        assert_eq!(diagnostics::of_text(&cluster.diff(&["--quiet"]).1), expected, "{}", case.name);
        for (format, extension) in FORMATS.into_iter().take(case.formats) {
            let (code, told) = cluster.diff(&["--format", format]);
            assert_eq!(code, 1, "{}", case.name);
            let path =
                format!("{}/tests/diff/expected/{}.{extension}", env!("CARGO_MANIFEST_DIR"), case.name);
            let expected = Data::read_from(path.as_ref(), None).raw();
            let assert = Assert::new().action_env("SNAPSHOTS");
            if let Err(error) = assert.try_eq(Some(&case.name), Data::text(told).raw(), expected) {
                different.push(error.to_string());
            }
        }
        cluster.render();
        assert_eq!(cluster.diff(&[]), (0, "out: nothing changes\n".to_owned()), "{}", case.name);
        assert_eq!(cluster.json(&[])["changed"], false);
        assert_eq!(cluster.diff(&["--format", "markdown"]).1.lines().count(), 2);
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn every_expected_file_belongs_to_a_case() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/diff/expected");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let names: Vec<_> = names.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(names.len(), CASES.iter().map(|case| case.formats).sum::<usize>());
    assert!(names.iter().all(|name| CASES.iter().any(|case| case.name == name)), "{names:?}");
}

#[test]
fn quiet_says_nothing_and_colour_comes_when_asked_for() {
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[("", "[kubelet]\nconfig = { maxPods = 200 }")]);
    assert_eq!(cluster.diff(&["--quiet"]), (1, String::new()));
    cluster.edit(&[("1.37.2", "1.37.1")]);
    assert!(!cluster.diff(&[]).1.contains('\u{1b}'));
    assert!(cluster.diff(&["--color", "always"]).1.contains("\u{1b}[33m"));
    assert!(!cluster.diff(&["--color", "always", "--format", "markdown"]).1.contains('\u{1b}'));
    assert_eq!(cluster.run(&["check", "--demo-seed", "--format", "markdown"]).status.code(), Some(2));
}

#[test]
fn a_first_tree_is_told_as_nodes_and_objects() {
    let cluster = Cluster::new();
    let told = cluster.json(&[]);
    assert_eq!(told["first"], true);
    let changes = told["changes"].as_array().unwrap();
    let nodes = changes.iter().filter(|change| change["what"] == "node" && change["from"].is_null());
    assert_eq!(nodes.count(), 5);
    assert!(changes.iter().any(|change| change["name"] == "ClusterRole kubeadm:get-nodes"));
    assert!(changes.len() < 60, "{} changes", changes.len());
    let kinds: Vec<_> = told["rollout"].as_array().unwrap().iter().map(|task| &task["kind"]).collect();
    assert_eq!(kinds, ["install", "install", "install", "install", "install", "apply", "label"]);
}

#[test]
fn components_restart_in_a_safe_order() {
    let cluster = Cluster::rendered(&[("1.37.2", "1.36.1")]);
    cluster.edit(&[("1.36.1", "1.37.2"), ("", "[users]\nkube_service_account = 700")]);
    let told = cluster.json(&[]);
    let steps: Vec<(String, String)> = told["rollout"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|task| task["kind"] == "restart")
        .map(|task| {
            (task["component"].as_str().unwrap().to_owned(), task["node"].as_str().unwrap().to_owned())
        })
        .collect();
    let position = |component: &str| {
        let at = |node: &str| steps.iter().position(|step| *step == (component.to_owned(), node.to_owned()));
        (at("master-1").unwrap(), at("master-3").unwrap())
    };
    let (apiserver, controllers, scheduler) =
        (position("kube-apiserver"), position("kube-controller-manager"), position("kube-scheduler"));
    assert!(apiserver.1 < controllers.0 && apiserver.1 < scheduler.0, "{steps:?}");
    assert!(controllers.1 < position("kubelet").0 && scheduler.1 < position("kubelet").0, "{steps:?}");
    assert_eq!(told["version"], serde_json::json!({ "from": "1.36.1", "to": "1.37.2" }));
}

#[test]
fn a_new_machine_is_no_restart() {
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[("", "[[worker]]\nname = \"worker-9\"\naddress = \"192.168.56.119\"")]);
    let told = cluster.diff(&[]).1;
    assert!(told.lines().next().unwrap().ends_with("; 1 machine to install"), "{told}");
}

#[test]
fn objects_that_go_are_deleted_by_hand() {
    let cluster = Cluster::rendered(&[("[bootstrap]", "[bootstrap]\ndiscovery = true")]);
    cluster.edit(&[("discovery = true", "discovery = false")]);
    let told = cluster.diff(&[]).1;
    assert!(told.contains("removed\n") && told.contains("Delete what an apply leaves behind"), "{told}");
    assert!(told.contains("kubectl delete role ") && told.contains(" --namespace=kube-public"), "{told}");
}

/// Whoever reads the comment alone must learn that a removed administrator's certificate lives on, though nothing restarts.
#[test]
fn notes_are_there_where_nothing_restarts() {
    const ALICE: &str = "[[admin]]\nname = \"alice\"\ngroups = [\"operators\"]";
    let cluster = Cluster::rendered(&[("", ALICE)]);
    cluster.edit(&[(ALICE, "")]);
    let text = cluster.diff(&[]).1;
    assert!(
        text.contains("nothing restarts") && text.contains("\nnote: Kubernetes has no revocation: "),
        "{text}"
    );
    assert!(cluster.diff(&["--format", "markdown"]).1.contains("> **Note** Kubernetes has no revocation: "));
    let (code, quiet) = cluster.diff(&["--quiet"]);
    assert!(
        code == 1 && quiet.starts_with("note: Kubernetes has no revocation: ") && quiet.lines().count() == 1
    );
}

#[test]
fn quiet_hides_no_warning() {
    let cluster = Cluster::rendered(&[("1.37.2", "1.35.0")]);
    cluster.edit(&[("1.35.0", "1.37.2")]);
    let (code, quiet) = cluster.diff(&["--quiet"]);
    assert!(code == 1 && quiet.starts_with("warning[skipped-minor]: this skips a minor"), "{quiet}");
}
