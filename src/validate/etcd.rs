//! etcd: its members and their number, its release, and external etcd.

use super::names::duplicate_values;
use crate::{
    diagnostic::{Violation, key_path},
    kubernetes::{etcd_minors, minor_with_etcd},
    model::{Component, Draft, EtcdInitialState, ProcessSettings},
};

/// A member that joins needs an existing member.
pub(super) fn starts(draft: &Draft) -> Vec<Violation> {
    let mut nodes = draft.control_plane.iter();
    let runs = draft.runs(Component::Etcd) && !draft.control_plane.is_empty();
    if !runs || nodes.any(|node| node.etcd_initial_state == EtcdInitialState::New) {
        return Vec::new();
    }
    let message = "every etcd member joins a cluster, and none of them starts it".to_owned();
    let path = "control_plane[0].etcd_initial_state";
    vec![
        Violation::new("etcd-initial-state", path, message, "at least one member that is \"new\"")
            .help("leave the key out for each node whose member is already in the cluster"),
    ]
}

/// Endpoints are unique, and nothing configures an etcd that kubemint does not run.
pub(super) fn external(draft: &Draft) -> Vec<Violation> {
    let endpoints = draft.etcd.external.iter().enumerate();
    let endpoints = endpoints.map(|(i, endpoint)| (format!("etcd.external[{i}]"), endpoint));
    let again = duplicate_values(endpoints).into_iter().map(|(path, first, endpoint)| {
        Violation::new("duplicate-name", path, format!("duplicate endpoint {endpoint}"), "each endpoint once")
            .also(first, "first used here")
            .help("remove one of them")
    });
    let flags = draft.etcd.extra_args.keys().filter(|_| !draft.etcd.external.is_empty()).map(|flag| {
        let path = key_path("etcd.extra_args", flag);
        Violation::new(
            "etcd-external",
            path,
            "kubemint does not run an external etcd",
            "no flags beside `external`",
        )
        .also("etcd.external", "an external etcd")
        .help("leave the flag out: set it where that etcd is set up")
    });
    again.chain(flags).chain(external_process(draft)).collect()
}

/// The keys for a process that kubemint does not run.
fn external_process(draft: &Draft) -> Option<Violation> {
    let is_set = draft.etcd.process != ProcessSettings::NONE && !draft.etcd.external.is_empty();
    let violation = || {
        let message = "kubemint does not run an external etcd".to_owned();
        Violation::new("etcd-external", "etcd", message, "no settings of a process beside `external`")
            .also("etcd.external", "an external etcd")
            .help("leave them out: set them where that etcd is set up")
    };
    is_set.then(violation)
}

/// etcd needs a majority: an even number survives no more failures than the odd one below it, and more than seven
/// members only slow each write down (etcd's FAQ, "What is maximum cluster size?"). With external etcd, there
/// may be any number of API servers.
pub(super) fn control_plane_count(draft: &Draft) -> Vec<Violation> {
    let count = draft.control_plane.len();
    if matches!(count, 1 | 3 | 5 | 7) || (count > 0 && !draft.runs(Component::Etcd)) {
        return Vec::new();
    }
    let (message, help) = match count {
        0 => (
            "there is no control-plane node".to_owned(),
            "add a [[control_plane]] table with name and address",
        ),
        8.. => (format!("there are {count} control-plane nodes"), "make the others workers"),
        _ => (
            format!("{count} control-plane nodes tolerate no more failures than {}", count - 1),
            "add one or take one away",
        ),
    };
    vec![
        Violation::new("control-plane-count", "control_plane", message, "1, 3, 5 or 7 [[control_plane]]")
            .help(help),
    ]
}

/// The tag of etcd's image must name a minor whose flags are known: kubemint would start it with flags that it may not have.
pub(super) fn tag(draft: &Draft) -> Vec<Violation> {
    let Some(tag) = &draft.images.etcd_tag else { return Vec::new() };
    if !draft.etcd.external.is_empty() || minor_with_etcd(draft.version.minor(), tag.as_str()).is_some() {
        return Vec::new();
    }
    let known = etcd_minors().join(" and ");
    let message = format!("unknown etcd release {tag}");
    let expected = format!("a tag that begins with its version: etcd {known} are known");
    let help = "leave it out for the tag that kubeadm of this minor names";
    vec![Violation::new("etcd-tag", "images.etcd_tag", message, expected).help(help)]
}

#[cfg(test)]
mod tests {
    use crate::model::{Draft, Endpoint, EtcdInitialState, NodeName, NumericId, example::draft};

    /// The codes of a cluster's violations; none if it is valid.
    fn codes(draft: Draft) -> Vec<&'static str> {
        let violations = crate::validate::cluster(draft).err().unwrap_or_default();
        violations.into_iter().map(|violation| violation.code).collect()
    }

    fn external(draft: &mut Draft, endpoint: &str) {
        draft.etcd.external = vec![Endpoint::parse(endpoint).unwrap()];
    }

    type Change = fn(&mut Draft);

    /// Why a cluster with its own etcd is refused.
    const BECAUSE_OF_ETCD: &[(&str, Change)] = &[
        ("control-plane-count", |draft| draft.control_plane.truncate(2)),
        ("control-plane-count", |draft| {
            let nodes = (4..=9).map(|i| {
                let mut node = draft.control_plane[0].clone();
                node.node.name = NodeName::parse(&format!("master-{i}")).unwrap();
                let address = crate::model::NodeAddress::parse(&format!("192.168.56.2{i}")).unwrap();
                node.node.addresses = crate::model::NodeAddresses::new(address, None).unwrap();
                node
            });
            draft.control_plane.extend(nodes.collect::<Vec<_>>());
        }),
        ("port-taken", |draft| draft.apiserver.port = 2379),
        ("port-taken", |draft| draft.apiserver.port = 2380),
        ("port-taken", |draft| draft.apiserver.port = 2381),
        ("port-taken", |draft| draft.endpoint = Endpoint::parse("192.168.56.101:2381").unwrap()),
        ("duplicate-id", |draft| draft.users.etcd = draft.users.kube_apiserver),
        ("duplicate-id", |draft| draft.users.kube_scheduler = NumericId::new(561).unwrap()),
        ("etcd-initial-state", |draft| {
            for node in &mut draft.control_plane {
                node.etcd_initial_state = EtcdInitialState::Existing;
            }
        }),
    ];

    #[test]
    fn an_etcd_that_the_cluster_does_not_run_stands_in_nobodys_way() {
        for (code, change) in BECAUSE_OF_ETCD {
            let mut own = draft();
            change(&mut own);
            assert_eq!(codes(own), [*code]);
            let mut other = draft();
            change(&mut other);
            external(&mut other, "etcd.example.com:2379");
            assert_eq!(codes(other), Vec::<&str>::new(), "{code}");
        }
    }

    #[test]
    fn an_external_etcd_on_a_control_plane_node_has_its_port_there() {
        for (endpoint, code) in [
            ("192.168.56.102:2379", Some("port-taken")),
            ("127.0.0.1:2379", Some("port-taken")),
            ("192.168.56.102:2380", None),
            ("192.168.56.250:2379", None),
        ] {
            let mut draft = draft();
            draft.apiserver.port = 2379;
            external(&mut draft, endpoint);
            assert_eq!(codes(draft), Vec::from_iter(code), "{endpoint}");
        }
    }

    #[test]
    fn a_control_plane_has_a_node_whoever_runs_etcd() {
        let mut draft = draft();
        draft.control_plane.clear();
        external(&mut draft, "etcd.example.com:2379");
        assert_eq!(codes(draft), ["control-plane-count"]);
    }

    #[test]
    fn a_flag_of_an_etcd_that_the_cluster_does_not_run_is_wrong_for_that_alone() {
        for flag in ["no-such-flag", "data-dir", "snapshot-count"] {
            let mut draft = draft();
            draft.etcd.extra_args.insert(flag.to_owned(), "x".to_owned());
            external(&mut draft, "etcd.example.com:2379");
            assert_eq!(codes(draft), ["etcd-external"], "{flag}");
        }
    }
}
