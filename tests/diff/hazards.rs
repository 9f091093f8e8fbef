//! Changes that look like a restart and that a running cluster does not survive: each is warned of, with what to do instead.

use crate::cluster::{Cluster, Edit};

/// A change of cluster.toml, and words of the one warning that it has.
struct Case {
    before: &'static [Edit],
    change: &'static [Edit],
    says: &'static [&'static str],
}

const CASES: [Case; 19] = [
    Case {
        before: &[],
        change: &[("pod_cidr", "dns_domain = \"example.org\"\npod_cidr")],
        says: &[
            "or dns_domain) changes from https://kubernetes.default.svc.cluster.local to https://kubernetes.default.svc.example.org: ",
            "refuse the tokens of every pod",
            "; three rollouts: first name both in `issuers`, the old one first",
        ],
    },
    Case {
        before: &[(
            "",
            "[service_accounts]\nissuers = [\"https://a.example.org\", \"https://kubernetes.default.svc.cluster.local\"]",
        )],
        change: &[(", \"https://kubernetes.default.svc.cluster.local\"", "")],
        says: &[
            "([service_accounts] issuers) changes from ",
            "; wait until every token of that issuer has ended",
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
    Case {
        before: &[],
        change: &[("192.168.56.105:6443", "192.168.56.106:6443")],
        says: &[
            "the endpoint changes from 192.168.56.105:6443 to 192.168.56.106:6443: API servers read their certificates anew",
            "first roll out \"192.168.56.106\" in [apiserver] extra_sans with the endpoint as it is; \
             then roll out the new endpoint with \"192.168.56.105\" in extra_sans; and take \"192.168.56.105\" away",
        ],
    },
    Case {
        before: &[("", "[apiserver]\nextra_sans = [\"192.168.56.106\"]")],
        change: &[
            ("192.168.56.105:6443", "192.168.56.106:6443"),
            ("extra_sans = [\"192.168.56.106\"]", "extra_sans = [\"192.168.56.105\"]"),
        ],
        says: &["before this rollout, the load balancer answers at 192.168.56.106:6443"],
    },
    Case {
        before: &[],
        change: &[("192.168.56.105:6443", "192.168.56.105:443")],
        says: &["it goes on answering at 192.168.56.105:6443 until every worker's kubelet"],
    },
    Case {
        before: &[("", "[apiserver]\nextra_sans = [\"old.example.org\", \"b.example.org\"]")],
        change: &[("\"old.example.org\", ", "")],
        says: &["old.example.org leaves the certificates of API servers", "nobody dials it any more"],
    },
    Case {
        before: &[],
        change: &[("", "[apiserver]\nport = 7443")],
        says: &[
            "the port of API servers ([apiserver] port) changes from 6443 to 7443: ",
            "; first let the load balancer",
        ],
    },
    Case {
        before: &[],
        change: &[("", "[apiserver]\nextra_args = { api-audiences = \"a\" }")],
        says: &[
            "the audiences of tokens (api-audiences) changes to a: ",
            "; first add the new audience beside",
        ],
    },
    Case {
        before: &[("", "[apiserver]\nextra_args = { service-node-port-range = \"30000-32767\" }")],
        change: &[("30000-32767", "30000-31000")],
        says: &[
            "(service-node-port-range) changes from 30000-32767 to 30000-31000: ",
            "; take a range that contains",
        ],
    },
    Case {
        before: &[],
        change: &[("", "[scheduler]\nextra_args = { leader-elect-resource-name = \"b\" }")],
        says: &[
            "the lock of the leader election changes to b: ",
            "two lead at once; stop this component on every node",
        ],
    },
    Case {
        before: &[],
        change: &[("", "[etcd]\nextra_args = { wal-dir = \"/var/lib/etcd/wal\" }")],
        says: &[
            "(wal-dir) changes to /var/lib/etcd/wal: ",
            "; one machine at a time, while its etcd is stopped: move",
        ],
    },
    Case {
        before: &[("", "[etcd]\nextra_args = { quota-backend-bytes = \"8589934592\" }")],
        change: &[("8589934592", "4294967296")],
        says: &["the quota of etcd (quota-backend-bytes) changes from 8589934592 to 4294967296: ", "NOSPACE"],
    },
    Case {
        before: &[],
        change: &[("", "[images]\netcd_tag = \"3.6.8-0\"")],
        says: &[
            "etcd changes from 3.7.0 to 3.6.8: a member does not start with data of a newer minor; first `etcdctl downgrade",
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
    assert!(
        cluster
            .diff(&[])
            .1
            .contains("\nwarning[service-range]: the range of Services (service_cidr) changes")
    );
    let markdown = cluster.diff(&["--format", "markdown"]).1;
    assert!(
        markdown.contains("\n> **Warning** `service-range` the range of Services (`service_cidr`) changes"),
        "{markdown}"
    );
}

#[test]
fn what_a_cluster_survives_is_not_warned_of() {
    for change in [
        ("172.30.0.0/16", "172.16.0.0/12"),
        ("ca_validity = \"10y\"", "ca_validity = \"11y\""),
        ("", "[[worker]]\nname = \"worker-9\"\naddress = \"192.168.56.119\""),
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
