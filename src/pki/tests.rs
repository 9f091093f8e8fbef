//! Properties of the certificates of any cluster. `tests/chains.rs` checks them with independent libraries.

use std::collections::BTreeSet;

use super::{AlternativeName, Ca, Pki, Role, leaf_labels, leaf_table::LEAF_TABLE, listing};
use crate::{
    derive::{KeyAlgorithm, Seed},
    model::{
        Draft, Endpoint, KeyGenerations, KubeletServing, Label, NodeAddress, NodeAddresses, Subdomain,
        Timestamp, Validity,
        example::{self, draft},
    },
    tree::{Content, IssuedCertificate, Secrecy},
};

fn mint(change: impl FnOnce(&mut Draft)) -> Pki {
    let mut draft = draft();
    change(&mut draft);
    Pki::mint(&crate::validate::cluster(draft).unwrap(), &Seed::DEMO, &crate::progress::Progress::default())
        .unwrap()
}

fn name(name: &str) -> Subdomain {
    Subdomain::parse(name).unwrap()
}

/// Labels and public keys of everything.
fn keys(pki: &Pki) -> Vec<(String, [u8; 32])> {
    let authorities =
        Ca::ALL.into_iter().flat_map(|ca| pki.trusted(ca)).map(super::issued::Authority::issued_certificate);
    let all = authorities.chain(pki.leaves().map(super::issued::Issued::issued_certificate));
    all.map(|certificate| (certificate.key.label.clone(), certificate.key.public_key)).collect()
}

fn moment(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn apiserver(pki: &Pki) -> &IssuedCertificate {
    pki.leaf(Role::APISERVER, Some(&name("master-1"))).unwrap().issued_certificate()
}

#[test]
fn every_role_has_one_row_and_no_two_keys_share_a_label() {
    let roles: BTreeSet<_> = LEAF_TABLE.iter().map(|row| row.role).collect();
    assert_eq!(roles.len(), LEAF_TABLE.len());
    assert!(LEAF_TABLE.iter().all(|row| row.role.row().is_some_and(|found| std::ptr::eq(found, row))));
    let labels = leaf_labels(&draft());
    assert_eq!(labels.iter().collect::<BTreeSet<_>>().len(), labels.len());
}

#[test]
fn a_server_has_names_and_a_mere_client_none() {
    use super::ExtendedKeyUsage::Server;
    for row in LEAF_TABLE {
        assert_eq!(row.usages.contains(&Server), !row.names.is_empty(), "{:?}", row.role);
        assert!(!row.usages.is_empty(), "{:?}", row.role);
    }
}

/// Every address and name of a node, except those that all machines share. A key that is valid for another machine can pass as a
/// server there, including the API server.
#[test]
fn a_serving_certificate_names_its_own_machine_and_no_other() {
    let cluster = crate::validate::cluster(draft()).unwrap();
    let pki = Pki::mint(&cluster, &Seed::DEMO, &crate::progress::Progress::default()).unwrap();
    let names_of = |node: &crate::model::Node| {
        let addresses = node.addresses.iter().map(AlternativeName::Address);
        std::iter::once(AlternativeName::Dns(node.name.to_string())).chain(addresses).collect::<Vec<_>>()
    };
    let mut judged = 0;
    for leaf in pki.leaves().filter(|leaf| !leaf.profile().alternative_names.is_empty()) {
        let holder = leaf.holder().expect("a server is on a machine");
        for node in cluster.nodes().map(crate::model::NodeRef::node) {
            let is_own = node.name == *holder;
            for name in names_of(node) {
                let names = &leaf.profile().alternative_names;
                assert_eq!(names.contains(&name), is_own, "{}: {name} in {names:?}", leaf.label());
                judged += 1;
            }
        }
    }
    assert!(judged > 100, "{judged}");
}

#[test]
fn a_serving_certificate_has_extra_names_of_its_own_component_only() {
    let extra = |text: &str| vec![crate::model::Host::parse(text).unwrap()];
    let pki = mint(|draft| {
        draft.controller_manager.extra_sans = extra("192.168.56.102");
        draft.scheduler.extra_sans = extra("scheduler.example.com");
        draft.apiserver.extra_sans = extra("api.example.com");
    });
    for (role, own) in [
        (Role::CONTROLLER_MANAGER_SERVING, "192.168.56.102"),
        (Role::SCHEDULER_SERVING, "scheduler.example.com"),
        (Role::APISERVER, "api.example.com"),
    ] {
        let names = &pki.leaf(role, Some(&name("master-1"))).unwrap().profile().alternative_names;
        let names: Vec<_> = names.iter().map(ToString::to_string).collect();
        for extra in ["192.168.56.102", "scheduler.example.com", "api.example.com"] {
            assert_eq!(names.iter().any(|name| name == extra), extra == own, "{role:?}: {names:?}");
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let cluster = example::cluster();
    let [one, two] = [(); 2].map(|()| {
        Pki::mint(&cluster, &Seed::DEMO, &crate::progress::Progress::default()).unwrap().artifacts(&cluster)
    });
    assert_eq!(one, two);
}

#[test]
fn a_name_or_address_changes_certificates_and_no_key() {
    let before = mint(|_| ());
    let renamed = mint(|draft| draft.name = Label::parse("other").unwrap());
    assert_eq!(keys(&before), keys(&renamed));
    let moved = mint(|draft| {
        let address = NodeAddress::parse("192.168.56.99").unwrap();
        draft.control_plane[0].node.addresses = NodeAddresses::new(address, None).unwrap();
        draft.endpoint = Endpoint::parse("api.example.com:6443").unwrap();
    });
    assert_eq!(keys(&before), keys(&moved));
    assert_ne!(apiserver(&before).request, apiserver(&moved).request);
}

#[test]
fn another_cluster_or_seed_has_other_keys() {
    let before = mint(|_| ());
    let other = mint(|draft| draft.id = crate::model::ClusterId::parse(&"0".repeat(32)).unwrap());
    let cluster = example::cluster();
    let seed =
        Pki::mint(&cluster, &Seed::from_bytes([7; 32]), &crate::progress::Progress::default()).unwrap();
    for ((before, other), seed) in keys(&before).iter().zip(keys(&other)).zip(keys(&seed)) {
        assert!(before.1 != other.1 && before.1 != seed.1 && before.0 == other.0);
    }
}

#[test]
fn rotating_a_leaf_key_keeps_its_request() {
    let before = mint(|_| ());
    let rotated = mint(|draft| {
        draft.pki.generations.leaf.insert("apiserver/master-1".to_owned(), 2);
    });
    let (before, rotated) = (apiserver(&before), apiserver(&rotated));
    assert_eq!(before.request, rotated.request);
    assert_ne!(before.key.public_key, rotated.key.public_key);
    assert_eq!(rotated.key.generation, 2);
}

#[test]
fn renewing_leaves_changes_no_authority() {
    let [before, after] = [1, 2].map(|years| mint(|draft| draft.pki.leaf_validity = Validity::Years(years)));
    let moved = mint(|draft| draft.pki.leaf_not_before = moment("2027-10-01T00:00:00Z"));
    for ca in Ca::ALL {
        assert_eq!(before.ca_bundle_pem(ca), after.ca_bundle_pem(ca));
        assert_eq!(before.ca_bundle_pem(ca), moved.ca_bundle_pem(ca));
    }
    assert_ne!(apiserver(&before).request, apiserver(&after).request);
    assert_eq!(keys(&before), keys(&moved));
    let profile = |pki: &Pki| pki.leaf(Role::APISERVER, Some(&name("master-1"))).unwrap().profile().clone();
    assert_eq!(profile(&moved).not_before, moment("2027-10-01T00:00:00Z"));
    assert_eq!(profile(&moved).not_after, moment("2028-09-30T23:59:59Z"));
}

#[test]
fn one_certificate_is_renewed_alone_and_all_of_them_together() {
    let renewal = |draft: &mut Draft| {
        draft.pki.renewals.insert("apiserver/master-1".to_owned(), moment("2027-05-01T00:00:00Z"));
    };
    let (before, after) = (mint(|_| ()), mint(renewal));
    let changed = before.leaves().zip(after.leaves()).filter(|(old, new)| old.profile() != new.profile());
    let changed: Vec<_> = changed.map(|(old, _)| old.label()).collect();
    assert_eq!(changed, ["apiserver/master-1"]);
    let all = mint(|draft| {
        renewal(draft);
        draft.pki.leaf_not_before = moment("2027-10-01T00:00:00Z");
    });
    assert!(all.leaves().all(|leaf| leaf.profile().not_before == moment("2027-10-01T00:00:00Z")));
}

#[test]
fn a_rotation_trusts_both_generations_and_signs_with_the_active_one() {
    let old = mint(|_| ());
    let both = mint(|draft| {
        draft.pki.generations.kubernetes_ca = KeyGenerations::new(2, vec![1, 2]).unwrap();
        draft.pki.generations.service_account = KeyGenerations::new(1, vec![1, 2]).unwrap();
    });
    let generations: Vec<_> = both.trusted(Ca::Kubernetes).map(super::Authority::generation).collect();
    assert_eq!(generations, [2, 1]);
    assert!(both.ca_bundle_pem(Ca::Kubernetes).ends_with(&old.ca_bundle_pem(Ca::Kubernetes)));
    assert_eq!(apiserver(&both).issuer, ("kubernetes-ca".to_owned(), 2));
    assert!(both.service_account().public_pem().starts_with(&old.service_account().public_pem()));
    assert_eq!(both.service_account().public_pem().matches("BEGIN PUBLIC KEY").count(), 2);
    let cluster = example::cluster();
    let signing = both.artifacts(&cluster).into_iter().find(|a| a.path.as_str().ends_with("ca-signing.crt"));
    let Content::File(bytes) = signing.unwrap().content else { panic!("a folder") };
    assert_eq!(bytes.as_slice(), both.authority(Ca::Kubernetes).certificate_pem().as_bytes());
}

#[test]
fn a_kubelet_that_bootstraps_has_no_client_certificate() {
    let pki = mint(|_| ());
    let leaf = |role, node: &str| pki.leaf(role, Some(&name(node)));
    assert!(leaf(Role::KUBELET, "worker-1").is_none());
    assert!(leaf(Role::KUBELET, "worker-2").is_some() && leaf(Role::KUBELET, "master-1").is_some());
    assert!(leaf(Role::KUBELET_SERVING, "worker-1").is_some());
    let csr = mint(|draft| draft.kubelet.serving = KubeletServing::Csr);
    assert!(csr.leaves().all(|leaf| leaf.role() != Role::KUBELET_SERVING));
}

#[test]
fn an_external_etcd_has_no_members_of_ours() {
    let pki = mint(|draft| draft.etcd.external = vec![Endpoint::parse("etcd.example.com:2379").unwrap()]);
    let of_etcd: Vec<_> =
        pki.leaves().filter(|leaf| leaf.signer() == Ca::Etcd).map(super::Issued::role).collect();
    assert_eq!(of_etcd, [Role::APISERVER_ETCD_CLIENT; 3]);
}

#[test]
fn private_keys_are_secret_and_certificates_are_public() {
    let cluster = example::cluster();
    let pki = mint(|_| ());
    for artifact in pki.artifacts(&cluster) {
        let Content::File(bytes) = &artifact.content else { panic!("a folder") };
        let text = std::str::from_utf8(bytes).unwrap();
        assert_eq!(text.contains("PRIVATE KEY"), artifact.secrecy == Secrecy::Secret, "{}", artifact.path);
        let name = artifact.path.as_str();
        assert_eq!(name.ends_with(".key"), artifact.secrecy == Secrecy::Secret, "{name}");
        let readable = artifact.mode.bits() & 0o077;
        let shared = if name.ends_with("sa.key") { 0o040 } else { 0 };
        assert!(artifact.secrecy == Secrecy::Public || readable == shared, "{name}: {}", artifact.mode);
    }
}

#[test]
fn the_demonstration_shows_in_every_authority_and_in_no_other() {
    let demo = mint(|_| ());
    let real =
        Pki::mint(&example::cluster(), &Seed::from_bytes([7; 32]), &crate::progress::Progress::default())
            .unwrap();
    for ca in Ca::ALL {
        assert!(demo.authority(ca).profile().subject.to_string().contains("INSECURE DEMONSTRATION"));
        assert!(!real.authority(ca).profile().subject.to_string().contains("DEMONSTRATION"));
    }
}

#[test]
fn every_algorithm_mints() {
    for algorithm in [KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP384, KeyAlgorithm::Rsa2048] {
        let pki = mint(|draft| {
            draft.pki.key_algorithm = algorithm;
            draft.control_plane.truncate(1);
            draft.workers.clear();
        });
        assert!(pki.leaves().all(|leaf| leaf.issued_certificate().key.algorithm == algorithm));
    }
}

#[test]
fn the_listing_has_a_line_a_certificate() {
    let pki = mint(|_| ());
    let text = listing(&pki);
    let lines: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines.len(), pki.leaves().count() + Ca::ALL.len());
    assert!(lines.is_sorted());
    assert!(lines.iter().all(|line| line.split(" | ").count() == 9));
    let apiserver =
        lines.iter().find(|line| line.contains("master-1/etc/kubernetes/pki/apiserver.crt")).unwrap();
    assert!(apiserver.contains("kubernetes.default.svc.cluster.local") && apiserver.contains("10.254.0.1"));
}
