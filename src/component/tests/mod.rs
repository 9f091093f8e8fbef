//! Properties of every component's invocation.

mod files;

use std::collections::BTreeSet;

use super::*;
use crate::model::{
    AuditPolicy, BindAddress, Cidr, Cidrs, Cluster, Draft, EncryptionProvider, EncryptionSettings, Endpoint,
    EtcdInitialState, KeyGenerations, KubeProxyRun, KubeletServing, LabelValue, NodeAddress, NodeAddresses,
    NodeRef, NodesReach, QualifiedName, Runtime, Subdomain, example::draft,
};

fn cluster(change: impl FnOnce(&mut Draft)) -> Cluster {
    let mut draft = draft();
    change(&mut draft);
    crate::validate::cluster(draft).unwrap()
}

fn dual_stack(draft: &mut Draft) {
    let cidr = |text| Cidr::parse(text).unwrap();
    draft.service_cidr = Cidrs::new(cidr("10.254.0.0/16"), Some(cidr("fd00:10::/112"))).unwrap();
    draft.pod_cidr = Cidrs::new(cidr("172.30.0.0/16"), Some(cidr("fd00:20::/48"))).unwrap();
    address_nodes(draft, |index, old| NodeAddresses::new(old, Some(ipv6_address(index))).unwrap());
}

fn ipv6(draft: &mut Draft) {
    let cidr = |text| Cidrs::new(Cidr::parse(text).unwrap(), None).unwrap();
    draft.service_cidr = cidr("fd00:10::/112");
    draft.pod_cidr = cidr("fd00:20::/48");
    address_nodes(draft, |index, _| NodeAddresses::new(ipv6_address(index), None).unwrap());
}

fn ipv6_address(index: usize) -> NodeAddress {
    NodeAddress::parse(&format!("fd00::{}", index + 1)).unwrap()
}

fn address_nodes(draft: &mut Draft, address: impl Fn(usize, NodeAddress) -> NodeAddresses) {
    let control_plane = draft.control_plane.iter_mut().map(|node| &mut node.node);
    let nodes = control_plane.chain(draft.workers.iter_mut().map(|worker| &mut worker.node));
    for (index, node) in nodes.enumerate() {
        let old = NodeAddress::parse(&node.addresses.primary().to_string()).unwrap();
        node.addresses = address(index, old);
    }
}

/// Secrets are not encrypted and never were.
fn plain() -> EncryptionSettings {
    EncryptionSettings::new(None, KeyGenerations::first())
}

/// Clusters that differ in everything that determines flags.
fn clusters() -> Vec<Cluster> {
    vec![
        cluster(|_| {}),
        cluster(dual_stack),
        cluster(ipv6),
        cluster(|draft| draft.etcd.external = vec![Endpoint::parse("etcd.example.com:2379").unwrap()]),
        cluster(|draft| draft.audit.policy = AuditPolicy::Off),
        cluster(|draft| draft.encryption = plain()),
        cluster(|draft| draft.encryption = plain().also_reading(EncryptionProvider::Aescbc).unwrap()),
        cluster(|draft| draft.kubelet.serving = KubeletServing::Csr),
        cluster(|draft| draft.kubelet.serving = KubeletServing::SelfSigned),
        cluster(|draft| draft.control_plane[0].etcd_initial_state = EtcdInitialState::Existing),
        cluster(|draft| draft.controller_manager.bind_address = BindAddress::Node),
        cluster(|draft| draft.load_balancer.nodes = NodesReach::Haproxy),
        cluster(|draft| draft.kube_proxy.run = KubeProxyRun::Systemd),
        cluster(|draft| {
            let disk = QualifiedName::parse("disk").unwrap();
            draft.workers[0].node.labels.insert(disk, LabelValue::parse("fast").unwrap());
            draft.apiserver.feature_gates.insert("ContextualLogging".to_owned(), true);
            draft.controller_manager.feature_gates.insert("ContextualLogging".to_owned(), true);
            draft.scheduler.feature_gates.insert("ContextualLogging".to_owned(), true);
        }),
    ]
}

/// Every invocation on every node of every cluster.
fn all() -> Vec<Invocation> {
    let clusters = clusters();
    clusters.iter().flat_map(|cluster| cluster.nodes().flat_map(|node| invocations(cluster, node))).collect()
}

fn of(cluster: &Cluster, component: Component) -> Invocation {
    let node = cluster.nodes().next().unwrap();
    invocations(cluster, node).into_iter().find(|invocation| invocation.component == component).unwrap()
}

fn flag(cluster: &Cluster, component: Component, name: &str) -> Option<String> {
    of(cluster, component).command.value(name).map(ToOwned::to_owned)
}

#[test]
fn a_flag_stands_once() {
    for invocation in all() {
        let names: Vec<_> = invocation.command.flags().iter().map(|flag| &flag.name).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{:?}", invocation.component);
    }
}

#[test]
fn owned_flags_have_no_duplicates() {
    for component in Component::ALL {
        let owned = owned_flags(component);
        assert_eq!(owned.iter().collect::<BTreeSet<_>>().len(), owned.len(), "{component:?}");
    }
}

#[test]
fn anonymous_clients_are_the_files_business() {
    for invocation in all().iter().filter(|invocation| invocation.component == Component::KubeApiserver) {
        assert_eq!(invocation.command.value("anonymous-auth"), None);
        assert!(invocation.command.value("authentication-config").is_some());
    }
    assert!(owned_flags(Component::KubeApiserver).contains(&"anonymous-auth"));
}

#[test]
fn the_api_server_verifies_kubelets_only_where_it_can() {
    let authority = |serving| {
        let cluster = cluster(|draft| draft.kubelet.serving = serving);
        flag(&cluster, Component::KubeApiserver, "kubelet-certificate-authority")
    };
    assert_eq!(authority(KubeletServing::Rendered).unwrap(), "/etc/kubernetes/pki/ca.crt");
    assert_eq!(authority(KubeletServing::Csr).unwrap(), "/etc/kubernetes/pki/ca.crt");
    assert_eq!(authority(KubeletServing::SelfSigned), None);
}

#[test]
fn node_restriction_stays_on() {
    let plugins = |text: &str| {
        let args = [("enable-admission-plugins".to_owned(), text.to_owned())];
        let cluster = cluster(|draft| draft.apiserver.extra_args.extend(args));
        flag(&cluster, Component::KubeApiserver, "enable-admission-plugins").unwrap()
    };
    assert_eq!(plugins("AlwaysPullImages"), "NodeRestriction,AlwaysPullImages");
    assert_eq!(plugins("AlwaysPullImages,NodeRestriction"), "AlwaysPullImages,NodeRestriction");
}

#[test]
fn node_masks_follow_the_families() {
    let masks = |cluster: &Cluster| {
        ["node-cidr-mask-size", "node-cidr-mask-size-ipv4", "node-cidr-mask-size-ipv6"]
            .map(|name| flag(cluster, Component::KubeControllerManager, name).unwrap_or_default())
    };
    assert_eq!(masks(&cluster(|_| {})), ["24", "", ""]);
    assert_eq!(masks(&cluster(ipv6)), ["64", "", ""]);
    assert_eq!(masks(&cluster(dual_stack)), ["", "24", "64"]);
}

#[test]
fn ipv6_addresses_stand_in_brackets_where_a_port_follows() {
    let cluster = cluster(ipv6);
    assert_eq!(flag(&cluster, Component::KubeApiserver, "etcd-servers").unwrap(), "https://[::1]:2379");
    assert_eq!(flag(&cluster, Component::KubeApiserver, "advertise-address").unwrap(), "fd00::1");
    let members =
        "master-1=https://[fd00::1]:2380,master-2=https://[fd00::2]:2380,master-3=https://[fd00::3]:2380";
    assert_eq!(flag(&cluster, Component::Etcd, "initial-cluster").unwrap(), members);
}

#[test]
fn both_ranges_are_said_where_there_are_two() {
    let cluster = cluster(dual_stack);
    for component in [Component::KubeApiserver, Component::KubeControllerManager] {
        let range = flag(&cluster, component, "service-cluster-ip-range").unwrap();
        assert_eq!(range, "10.254.0.0/16,fd00:10::/112");
    }
    assert_eq!(flag(&cluster, Component::Kubelet, "node-ip").unwrap(), "192.168.56.101,fd00::1");
}

#[test]
fn what_listens_everywhere_is_probed_on_the_loopback_address() {
    let host = |bind_address| {
        of(
            &cluster(|draft| draft.controller_manager.bind_address = bind_address),
            Component::KubeControllerManager,
        )
        .probes
        .unwrap()
        .liveness
        .host
        .to_string()
    };
    assert_eq!(host(BindAddress::Fixed("0.0.0.0".parse().unwrap())), "127.0.0.1");
    assert_eq!(host(BindAddress::Fixed("127.0.0.1".parse().unwrap())), "127.0.0.1");
    assert_eq!(host(BindAddress::Node), "192.168.56.101");
}

#[test]
fn the_users_flags_come_last_and_sorted() {
    let args = [("v", "2"), ("leader-elect-resource-name", "$(x) %h \"y\" 'z'\n#"), ("profiling", "true")];
    let args = args.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let cluster = cluster(|draft| draft.controller_manager.extra_args.extend(args));
    let command = of(&cluster, Component::KubeControllerManager).command;
    let last: Vec<_> = command.arguments().skip(command.flags().len() - 2).collect();
    assert_eq!(last, ["--leader-elect-resource-name=$(x) %h \"y\" 'z'\n#", "--v=2"]);
    assert_eq!(command.value("profiling"), Some("true"));
}

#[test]
fn etcd_stays_away_where_it_is_external() {
    let cluster =
        cluster(|draft| draft.etcd.external = vec![Endpoint::parse("etcd.example.com:2379").unwrap()]);
    let node = cluster.nodes().next().unwrap();
    assert!(invocations(&cluster, node).iter().all(|invocation| invocation.component != Component::Etcd));
    assert_eq!(
        flag(&cluster, Component::KubeApiserver, "etcd-servers").unwrap(),
        "https://etcd.example.com:2379"
    );
}

/// etcd refuses to join if `--initial-cluster` has another number of members than the cluster.
#[test]
fn a_joining_member_lists_itself_and_those_before_it() {
    let cluster = cluster(|draft| {
        for number in 4..=5 {
            let mut added = draft.control_plane[0].clone();
            added.node.name = Subdomain::parse(&format!("master-{number}")).unwrap();
            let address = NodeAddress::parse(&format!("192.168.56.13{number}")).unwrap();
            added.node.addresses = NodeAddresses::new(address, None).unwrap();
            draft.control_plane.push(added);
        }
        for joining in [1, 3, 4] {
            draft.control_plane[joining].etcd_initial_state = EtcdInitialState::Existing;
        }
    });
    let reported = cluster.control_plane.iter().map(|node| {
        let node = NodeRef::ControlPlane(node);
        let command = invocation(&cluster, node, Component::Etcd, Runtime::StaticPod).command;
        let members = command.value("initial-cluster").unwrap().split(',');
        let members = members.map(|member| member.split('=').next().unwrap().trim_start_matches("master-"));
        members.collect::<String>()
    });
    assert_eq!(reported.collect::<Vec<_>>(), ["12345", "123", "12345", "1234", "12345"]);
}

#[test]
fn a_worker_that_bootstraps_has_the_flags_for_it() {
    let cluster = cluster(|_| {});
    let workers = cluster.nodes().filter(|node| !node.is_control_plane());
    let flags = workers.map(|node| {
        let command = invocation(&cluster, node, Component::Kubelet, Runtime::Systemd).command;
        command.value("bootstrap-kubeconfig").map(ToOwned::to_owned)
    });
    assert_eq!(flags.collect::<Vec<_>>(), [Some("/etc/kubernetes/bootstrap-kubelet.conf".to_owned()), None]);
}

/// Every component that is a member of the group can read the key.
#[test]
fn those_that_use_the_service_account_key_share_a_group() {
    let members: Vec<_> = components_of(Account::KubeServiceAccount).collect();
    assert_eq!(members, crate::pki::authority::SERVICE_ACCOUNT_READERS);
    assert_eq!(components_of(Account::Root).count(), 0);
}

#[test]
fn every_specification_is_in_its_place() {
    for component in Component::ALL {
        assert_eq!(specification(component).component, component);
    }
}

#[test]
fn every_earlier_form_is_of_a_flag_or_a_field_that_has_another() {
    use crate::{component::configuration_file, model::Minor};
    for (name, since) in crate::kubernetes::values::earlier_forms() {
        let of_flags = Component::ALL.into_iter().flat_map(flag_forms).map(|(known, _)| known);
        let of_fields = Component::ALL.into_iter().filter_map(configuration_file).flat_map(|file| file.forms);
        assert!(of_flags.chain(of_fields.map(|(known, _)| *known)).any(|known| known == name), "{name}");
        assert!(Minor::ALL.into_iter().any(|minor| minor < since), "{name}");
    }
}

#[test]
fn clients_leave_an_api_server_now_and_then_where_there_are_others() {
    let chance = |nodes: usize| {
        let cluster = cluster(|draft| {
            draft.load_balancer.nodes = NodesReach::Haproxy;
            draft.control_plane.truncate(nodes);
        });
        flag(&cluster, Component::KubeApiserver, "goaway-chance")
    };
    assert_eq!(chance(3).as_deref(), Some("0.001"));
    assert_eq!(chance(1), None);
    assert_eq!(flag(&cluster(|_| {}), Component::KubeApiserver, "goaway-chance"), None);
}

/// The address that the clients on a worker connect to is in every API server's certificate.
#[test]
fn haproxy_listens_where_the_certificates_are_valid() {
    for (change, host) in [(dual_stack as fn(&mut Draft), "127.0.0.1"), (ipv6, "[::1]")] {
        let cluster = cluster(|draft| {
            change(draft);
            draft.load_balancer.nodes = NodesReach::Haproxy;
        });
        let mut endpoints = cluster.nodes().map(|node| kube_haproxy::local_endpoint(&cluster, node));
        assert!(endpoints.by_ref().take(3).all(|endpoint| endpoint.is_none()));
        assert_eq!(endpoints.next().unwrap().unwrap().to_string(), format!("{host}:7443"));
    }
}
