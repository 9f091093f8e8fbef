//! Changes that a running cluster does not survive in one rollout: how to detect each, why it is unsafe, and what to
//! do instead.

use ipnet::IpNet;

use crate::{component::paths, difference::Aspect, model::Component, tree::MachinePath};

/// A kind of change that is unsafe in one rollout.
#[derive(Debug)]
pub struct Hazard {
    /// Its stable code for programs, in kebab case.
    pub code: &'static str,
    /// What changes.
    pub what: &'static str,
    /// How it is detected.
    pub(super) detection: Detection,
    /// Why it is unsafe.
    pub why: &'static str,
    /// What to do instead.
    pub instead: &'static str,
}

/// Whether changing a flag from the first value to the second is unsafe.
type IsUnsafe = fn(&str, &str) -> bool;

/// How a hazard is detected in two trees.
#[derive(Debug)]
pub(super) enum Detection {
    /// A component's flag changes.
    Flag(Component, &'static str, IsUnsafe),
    /// The same, for a flag with a value of its own on each node.
    FlagOfNode(Component, &'static str, IsUnsafe),
    /// A component's flag is added, changed or removed.
    AnyFlag(&'static [Component], &'static [&'static str]),
    /// A field of the KubeletConfiguration changes to this value.
    KubeletField(&'static str, &'static str),
    /// A fact about a file of a machine.
    Fact(MachinePath, Aspect),
    /// An object to apply, `Kind namespace/name`, is no longer in the tree.
    Removed(&'static str),
}

/// Every kind, in the order in which `diff` reports them.
#[must_use]
pub const fn hazards() -> &'static [Hazard] {
    HAZARDS
}

/// Changes that look as if a restart were enough, but for which it is not.
pub(super) static HAZARDS: &[Hazard] = &[
    Hazard {
        code: "service-account-issuer",
        what: "the issuer that signs service accounts' tokens ([service_accounts] issuers, or dns_domain)",
        detection: Detection::Flag(Component::KubeApiserver, "service-account-issuer", signs_unaccepted),
        why: "API servers restart one after the other, and one accepts the tokens of its own issuers alone: those that have \
              restarted refuse the tokens of every pod, or those that have not refuse the new ones",
        instead: "three rollouts: first name both in `issuers`, the old one first; then the new one first; then, once every \
                  token of the old one has ended, the new one alone",
    },
    Hazard {
        code: "service-account-issuer-removed",
        what: "the issuers whose tokens are accepted ([service_accounts] issuers)",
        detection: Detection::Flag(Component::KubeApiserver, "service-account-issuer", is_no_longer_accepted),
        why: "API servers refuse tokens of an issuer that they no longer name, whoever holds them",
        instead: "wait until every token of that issuer has ended: an hour for those of pods, as long as was asked for with \
                  `kubectl create token`",
    },
    Hazard {
        code: "service-range",
        what: "the range of Services (service_cidr)",
        detection: Detection::Flag(
            Component::KubeApiserver,
            "service-cluster-ip-range",
            has_lost_first_range,
        ),
        why: "the ServiceCIDR object `kubernetes` keeps the old range, and every Service its ClusterIP: the Service `kubernetes`, \
              whose address the API servers' new certificates lack, so that pods refuse them, and the DNS Service, whose new \
              address kubelets give to pods",
        instead: "leave service_cidr as it is and add a range with a ServiceCIDR object (networking.k8s.io/v1); a second family \
                  behind the first is safe",
    },
    Hazard {
        code: "cluster-dns",
        what: "the cluster's DNS server ([coredns] run)",
        detection: Detection::Removed("Service kube-system/kube-dns"),
        why: "once its Service is deleted, pods cannot look up a name until another DNS server has the same address",
        instead: "give your own server's Service the name kube-dns and this address, and leave out the command that deletes it",
    },
    Hazard {
        code: "pod-range",
        what: "the range of pods (pod_cidr)",
        detection: Detection::Flag(Component::KubeControllerManager, "cluster-cidr", has_left_ranges),
        why: "nodes keep the pod ranges that they have, and kube-controller-manager ends whenever it leads and finds one outside",
        instead: "take a range that contains the old one, or plan an outage: stop every kube-controller-manager, drain and \
                  delete each Node, change the CNI plugin's range, and register the nodes anew",
    },
    Hazard {
        code: "etcd-store",
        what: "the etcd that API servers use ([etcd] external)",
        detection: Detection::Flag(Component::KubeApiserver, "etcd-servers", has_no_common_endpoint),
        why: "nothing takes the data across: the cluster begins empty, and while API servers restart there are two",
        instead: "first stop every API server, save a snapshot (`etcdctl snapshot save`) and restore it into the other etcd \
                  (`etcdutl snapshot restore`)",
    },
    Hazard {
        code: "etcd-peer-address",
        what: "the address of a member of etcd",
        detection: Detection::FlagOfNode(Component::Etcd, "initial-advertise-peer-urls", is_different),
        why: "a member that has data does not tell the others its new address: they dial the old one, and with a majority so \
              changed etcd stops",
        instead: "one machine in a rollout of its own, and before its etcd restarts: `etcdctl member update ID \
                  --peer-urls=URL` with the new URL and the ID that `etcdctl member list` shows",
    },
    Hazard {
        code: "ca-subject",
        what: "the name of every CA ([pki] subject)",
        detection: Detection::Fact(paths::CA, Aspect::Subject),
        why: "certificates name their CA: those that are there do not verify against the renamed one, nor new ones against \
              the old, in all three CAs at once",
        instead: OUTAGE,
    },
    Hazard {
        code: "key-algorithm",
        what: "the algorithm of every key ([pki] key_algorithm)",
        detection: Detection::Fact(paths::CA, Aspect::KeyAlgorithm),
        why: "all three CAs and the key of tokens are replaced within their generation: what has restarted and what has not \
              refuse each other's certificates and tokens",
        instead: OUTAGE,
    },
    Hazard {
        code: "every-key",
        what: "every key (another seed or cluster id)",
        detection: Detection::Fact(paths::CA, Aspect::Key),
        why: "this is another cluster's tree: certificates and tokens are refused, and encrypted Secrets become unreadable",
        instead: "render with the seed and id that the cluster was made with, or make a new cluster",
    },
    Hazard {
        code: "apiserver-port",
        what: "the port of API servers ([apiserver] port)",
        detection: Detection::Flag(Component::KubeApiserver, "secure-port", is_different),
        why: "each API server serves at the new port as soon as it restarts, where the load balancer does not dial it yet; \
              controllers and kubelets of the control plane that dial their own node's API server lose it until they restart, \
              which is after the last API server",
        instead: "first let the load balancer dial both ports of each machine and use those that are ready, and [controller_manager] \
                  and [scheduler] apiserver = \"endpoint\" in a rollout of their own; then roll out this, and take both back \
                  afterwards. Without a load balancer, plan an outage of the API",
    },
    Hazard {
        code: "kubelet-serving",
        what: "whether API servers verify kubelets ([kubelet] serving)",
        detection: Detection::AnyFlag(&[Component::KubeApiserver], &["kubelet-certificate-authority"]),
        why: "API servers restart before kubelets, and one that verifies refuses a kubelet that has not restarted, so that logs, \
              exec and metrics of its pods fail until then; where it no longer verifies, anybody on the network can pose as a \
              kubelet towards it",
        instead: "nothing lies between both: do it when nobody needs logs and exec, and the other way round leave it as it is",
    },
    Hazard {
        code: "kubelet-serving-approval",
        what: "where kubelets get their serving certificates ([kubelet] serving = \"csr\")",
        detection: Detection::KubeletField("serverTLSBootstrap", "true"),
        why: "a kubelet asks for one when it restarts and has none until somebody approves, so that logs, exec and metrics of its \
              pods fail, and this plan waits for it",
        instead: "have something approve such requests first, or `kubectl get csr` and `kubectl certificate approve` beside each \
                  restart, after a look at the names that it asks for",
    },
    Hazard {
        code: "token-audience",
        what: "the audiences of tokens (api-audiences)",
        detection: Detection::AnyFlag(&[Component::KubeApiserver], &["api-audiences"]),
        why: "an API server refuses tokens that were issued for none of its audiences, those of every pod among them",
        instead: "first add the new audience beside those that there are, and take an old one away in a rollout of its own, once \
                  every token that was issued for it alone has ended",
    },
    Hazard {
        code: "node-port-range",
        what: "the range of node ports (service-node-port-range)",
        detection: Detection::Flag(Component::KubeApiserver, "service-node-port-range", has_left_ports),
        why: "Services keep the node ports that they have, and one outside of the range can no longer be changed",
        instead: "take a range that contains the old one, or move those Services first",
    },
    Hazard {
        code: "etcd-store-of-resources",
        what: "where API servers keep single resources (etcd-servers-overrides)",
        detection: Detection::AnyFlag(&[Component::KubeApiserver], &["etcd-servers-overrides"]),
        why: "nothing takes the objects across: those of a resource that moves are gone for each API server that restarts",
        instead: "plan an outage: stop every API server, copy the resource's keys into the other etcd, then start them",
    },
    Hazard {
        code: "etcd-key-prefix",
        what: "where API servers keep objects in etcd (etcd-prefix)",
        detection: Detection::AnyFlag(&[Component::KubeApiserver], &["etcd-prefix"]),
        why: "an API server that restarts finds nothing below another prefix: the cluster begins empty",
        instead: "leave it as it is",
    },
    Hazard {
        code: "leader-election-lock",
        what: "the lock of the leader election",
        detection: Detection::AnyFlag(
            &[Component::KubeControllerManager, Component::KubeScheduler],
            &[
                "leader-elect",
                "leader-elect-resource-lock",
                "leader-elect-resource-name",
                "leader-elect-resource-namespace",
            ],
        ),
        why: "while the rollout goes on, those that have restarted and those that have not take different locks, so two lead at \
              once",
        instead: "stop this component on every node before it starts on the first with the new flags",
    },
    Hazard {
        code: "etcd-wal-directory",
        what: "where a member of etcd keeps its log (wal-dir)",
        detection: Detection::AnyFlag(&[Component::Etcd], &["wal-dir"]),
        why: "a member that finds no log in its directory takes itself for a new one: it ends, since the cluster knows it \
              already, and one that is alone begins empty",
        instead: "one machine at a time, while its etcd is stopped: move the files of the old directory (`wal` in the data \
                  directory, where none was set) into the new one",
    },
    Hazard {
        code: "etcd-quota",
        what: "the quota of etcd (quota-backend-bytes)",
        detection: Detection::Flag(Component::Etcd, "quota-backend-bytes", is_less),
        why: "a member whose database is larger raises the alarm NOSPACE, and etcd refuses every write",
        instead: "look at the database's size first (`etcdctl endpoint status`), and compact and defragment it below the new quota",
    },
];

/// No state of cluster.toml trusts both keys or both names of one generation.
const OUTAGE: &str = "leave it as it is, or plan an outage: stop every component of every machine, bring the new files to all, \
                      let workers that bootstrapped join anew, then start, and restart every pod";

/// Any other value is unsafe.
fn is_different(from: &str, to: &str) -> bool {
    from != to
}

/// Whether the issuer that signs after the change is not accepted before it, or the other way round. Issuers have commas between.
fn signs_unaccepted(from: &str, to: &str) -> bool {
    let first = |list: &str| list.split(',').next().map(ToOwned::to_owned);
    let lacks =
        |list: &str, issuer: Option<String>| !list.split(',').any(|one| Some(one) == issuer.as_deref());
    lacks(from, first(to)) || lacks(to, first(from))
}

/// Whether an issuer that signs no longer is not accepted any more.
fn is_no_longer_accepted(from: &str, to: &str) -> bool {
    let is_lost = from.split(',').any(|old| !to.split(',').any(|new| new == old));
    is_lost && !signs_unaccepted(from, to)
}

/// Whether the first range changes, or a second one changes or is removed: kube-apiserver accepts only the addition
/// of a second one.
fn has_lost_first_range(from: &str, to: &str) -> bool {
    !to.strip_prefix(from).is_some_and(|rest| rest.is_empty() || rest.starts_with(','))
}

/// Whether one of the old ranges is not inside a new one.
fn has_left_ranges(from: &str, to: &str) -> bool {
    let ranges = |text: &str| text.split(',').map(str::parse).collect::<Result<Vec<IpNet>, _>>();
    let (Ok(from), Ok(to)) = (ranges(from), ranges(to)) else { return true };
    !from.iter().all(|old| to.iter().any(|new| new.contains(old)))
}

/// Whether the two lists of endpoints have none in common. The IP family does not matter: each API server connects to
/// the member beside it.
fn has_no_common_endpoint(from: &str, to: &str) -> bool {
    let is_own =
        |urls: &str| ["https://127.0.0.1:", "https://[::1]:"].iter().any(|own| urls.starts_with(own));
    let shares = from.split(',').any(|url| to.split(',').any(|other| url == other));
    let stays_own = is_own(from) && is_own(to);
    !(shares || stays_own)
}

/// Whether a port of the old range is missing from the new one; both are `FIRST-LAST`.
fn has_left_ports(from: &str, to: &str) -> bool {
    let ports = |text: &str| {
        let (first, last) = text.split_once('-')?;
        Some((first.parse::<u16>().ok()?, last.parse::<u16>().ok()?))
    };
    let (Some(from), Some(to)) = (ports(from), ports(to)) else { return true };
    from.0 < to.0 || from.1 > to.1
}

/// Whether a number decreases; 0 stands for a default that is not known here.
fn is_less(from: &str, to: &str) -> bool {
    let numbers = from.parse::<u64>().ok().zip(to.parse::<u64>().ok());
    numbers.is_none_or(|(from, to)| to < from || from == 0)
}

impl PartialEq for Hazard {
    /// Rows are compared by what changes: no two rows say the same.
    fn eq(&self, other: &Self) -> bool {
        self.what == other.what
    }
}

impl Eq for Hazard {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_may_grow_but_not_move() {
        assert!(!has_lost_first_range("10.0.0.0/16", "10.0.0.0/16,fd00::/108"));
        for to in ["10.0.0.0/12", "fd00::/108,10.0.0.0/16", "10.0.0.0/160"] {
            assert!(has_lost_first_range("10.0.0.0/16", to), "{to}");
        }
        assert!(!has_left_ranges("172.30.0.0/16", "172.16.0.0/12,fd00::/48"));
        for to in ["172.30.0.0/17", "172.31.0.0/16", "fd00::/48", ""] {
            assert!(has_left_ranges("172.30.0.0/16", to), "{to}");
        }
    }

    #[test]
    fn an_issuer_is_added_before_it_signs() {
        for (from, to, swapped, removed) in [
            ("a", "a,b", false, false),
            ("a,b", "b,a", false, false),
            ("b,a", "b", false, true),
            ("a", "b", true, false),
            ("a", "b,a", true, false),
            ("a,b", "b", true, false),
        ] {
            assert_eq!(signs_unaccepted(from, to), swapped, "{from} {to}");
            assert_eq!(is_no_longer_accepted(from, to), removed, "{from} {to}");
        }
    }

    #[test]
    fn another_endpoint_leads_to_the_same_store() {
        assert!(!has_no_common_endpoint("https://a:2379", "https://b:2379,https://a:2379"));
        assert!(!has_no_common_endpoint("https://127.0.0.1:2379", "https://[::1]:2379"));
        assert!(has_no_common_endpoint("https://127.0.0.1:2379", "https://a:2379"));
        assert!(has_no_common_endpoint("https://a:2379", "https://b:2379"));
    }
}
