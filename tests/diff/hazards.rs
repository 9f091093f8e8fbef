//! Changes that look like a restart and that a running cluster does not survive: each is warned of, with what to do instead.

use crate::cluster::{Cluster, Edit};

/// A change of cluster.toml, and words of the one warning that it has.
struct Case {
    before: &'static [Edit],
    change: &'static [Edit],
    says: &'static [&'static str],
}

const CASES: [Case; 7] = [
    Case {
        before: &[],
        change: &[("pod_cidr", "dns_domain = \"example.org\"\npod_cidr")],
        says: &[
            "(dns_domain) changes from https://kubernetes.default.svc.cluster.local to https://kubernetes.default.svc.example.org: ",
            "refuses the tokens of every pod at once; leave dns_domain",
        ],
    },
    Case {
        before: &[],
        change: &[("10.254.0.0/16", "10.253.0.0/16")],
        says: &[
            "(service_cidr) changes from 10.254.0.0/16 to 10.253.0.0/16: ",
            "; leave service_cidr as it is",
        ],
    },
    Case {
        before: &[],
        change: &[("172.30.0.0/16", "172.29.0.0/16")],
        says: &[
            "(pod_cidr) changes from 172.30.0.0/16 to 172.29.0.0/16: ",
            "; take a range that contains the old one",
        ],
    },
    Case {
        before: &[],
        change: &[("", "[etcd]\nexternal = [\"192.168.56.90:2379\"]")],
        says: &[
            "from https://127.0.0.1:2379 to https://192.168.56.90:2379: nothing takes the data across",
            "; first stop",
        ],
    },
    Case {
        before: &[],
        change: &[("192.168.56.103", "192.168.56.104")],
        says: &[
            "a member of etcd changes from https://192.168.56.103:2380 to https://192.168.56.104:2380 on master-3: ",
            "`etcdctl member update ID --peer-urls=URL`",
        ],
    },
    Case {
        before: &[],
        change: &[("ca_validity", "subject = { country = \"CN\" }\nca_validity")],
        says: &[
            "the name of every CA ([pki] subject) changes from O=",
            "; leave it as it is, or plan an outage",
        ],
    },
    Case {
        before: &[],
        change: &[("ecdsa-p256", "ecdsa-p384")],
        says: &[
            "([pki] key_algorithm) changes from ecdsa-p256 to ecdsa-p384: ",
            "; leave it as it is, or plan an outage",
        ],
    },
];

fn warnings(cluster: &Cluster) -> Vec<String> {
    let told = cluster.json(&[]);
    told["warnings"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_change_that_a_cluster_does_not_survive_has_one_warning() {
    for case in CASES {
        let cluster = Cluster::rendered(case.before);
        cluster.edit(case.change);
        let warnings = warnings(&cluster);
        let [warning] = warnings.as_slice() else { panic!("{:?}: {warnings:#?}", case.change) };
        for words in case.says {
            assert!(warning.contains(words), "{words} is not in {warning}");
        }
    }
}

#[test]
fn text_and_markdown_warn_as_well() {
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[("10.254.0.0/16", "10.253.0.0/16")]);
    assert!(cluster.diff(&[]).1.contains("\n  warning: the range of Services (service_cidr) changes"));
    let markdown = cluster.diff(&["--format", "markdown"]).1;
    assert!(
        markdown.contains("\n> **Warning** the range of Services (service\\_cidr) changes"),
        "{markdown}"
    );
}

#[test]
fn what_a_cluster_survives_is_not_warned_of() {
    for change in [
        ("172.30.0.0/16", "172.16.0.0/12"),
        ("ca_validity = \"10y\"", "ca_validity = \"11y\""),
        ("", "[[worker]]\nname = \"worker-9\"\naddress = \"192.168.56.119\""),
        ("192.168.56.105:6443", "192.168.56.106:6443"),
    ] {
        let cluster = Cluster::rendered(&[]);
        cluster.edit(&[change]);
        assert_eq!(warnings(&cluster), [""; 0], "{change:?}");
    }
}

#[test]
fn a_process_that_moves_is_compared_with_itself() {
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[("172.30.0.0/16", "172.29.0.0/16"), ("", "[controller_manager]\nruntime = \"systemd\"")]);
    let warnings = warnings(&cluster);
    assert!(warnings.len() == 1 && warnings[0].starts_with("the range of pods"), "{warnings:?}");
}
