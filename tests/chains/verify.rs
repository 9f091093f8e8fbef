//! Chains, verified by webpki for their use at fixed times.

use std::time::Duration;

use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use webpki::{EndEntityCert, Error, KeyUsage, anchor_from_trusted_cert};
use x509_parser::prelude::*;

use crate::{
    certificate::{Certificate, kubeconfig_authorities},
    signatures,
    trees::{Rendered, TREES, tree},
};

/// The leaves of a tree.
fn leaves(rendered: &Rendered) -> impl Iterator<Item = &Certificate> {
    rendered.certificates.iter().filter(|certificate| !parsed(&certificate.der).is_ca())
}

fn parsed(der: &[u8]) -> X509Certificate<'_> {
    X509Certificate::from_der(der).unwrap().1
}

/// The trusted certificates of the machine (or for administrators, of any) that shall vouch for a leaf: those of the
/// bundle that its verifiers are given.
fn anchors<'a>(rendered: &'a Rendered, leaf: &Certificate) -> Vec<&'a [u8]> {
    let bundle = match leaf.path.rsplit_once("/etc/kubernetes/pki/").map(|(_, file)| file) {
        Some(file) if file.starts_with("etcd/") || file == "apiserver-etcd-client.crt" => "etcd/ca.crt",
        Some("front-proxy-client.crt") => "front-proxy-ca.crt",
        _ => "ca.crt",
    };
    let node = leaf.path.strip_prefix("nodes/").map_or("master-1", |path| path.split('/').next().unwrap());
    let path = format!("nodes/{node}/etc/kubernetes/pki/{bundle}");
    let found: Vec<_> = rendered.certificates.iter().filter(|found| found.path == path).collect();
    // Clusters of other names have other nodes.
    let any = format!("/etc/kubernetes/pki/{bundle}");
    if found.is_empty() {
        let first = rendered.certificates.iter().find(|found| found.path.ends_with(&any)).unwrap();
        return rendered
            .certificates
            .iter()
            .filter(|f| f.path == first.path)
            .map(|f| f.der.as_slice())
            .collect();
    }
    found.into_iter().map(|found| found.der.as_slice()).collect()
}

fn verify(leaf: &[u8], anchors: &[&[u8]], usage: KeyUsage, at: i64) -> Result<(), Error> {
    let owned: Vec<_> = anchors.iter().map(|der| CertificateDer::from(*der)).collect();
    let anchors: Vec<_> = owned.iter().map(|der| anchor_from_trusted_cert(der).unwrap()).collect();
    let leaf = CertificateDer::from(leaf);
    let leaf = EndEntityCert::try_from(&leaf)?;
    let at = UnixTime::since_unix_epoch(Duration::from_secs(at.try_into().unwrap()));
    leaf.verify_for_usage(signatures::ALL, &anchors, &[], at, usage, None, None).map(|_| ())
}

/// The uses of a leaf, each with whether it is for it.
fn uses(certificate: &X509Certificate<'_>) -> [(KeyUsage, bool); 2] {
    let usage = certificate.extended_key_usage().unwrap().unwrap().value;
    [(KeyUsage::server_auth(), usage.server_auth), (KeyUsage::client_auth(), usage.client_auth)]
}

#[test]
fn every_chain_verifies_for_its_use_and_for_no_other() {
    for rendered in TREES.iter() {
        for leaf in leaves(rendered) {
            let certificate = parsed(&leaf.der);
            let at = certificate.validity().not_before.timestamp();
            let anchors = anchors(rendered, leaf);
            for (usage, is_for_it) in uses(&certificate) {
                let verified = verify(&leaf.der, &anchors, usage, at);
                assert_eq!(verified.is_ok(), is_for_it, "{}: {}: {verified:?}", rendered.name, leaf.path);
            }
        }
    }
}

#[test]
fn a_chain_verifies_from_its_first_second_to_its_last() {
    let rendered = tree("examples/ha");
    for leaf in leaves(rendered) {
        let certificate = parsed(&leaf.der);
        let (from, to) =
            (certificate.validity().not_before.timestamp(), certificate.validity().not_after.timestamp());
        let (usage, _) = uses(&certificate).into_iter().find(|(_, is_for_it)| *is_for_it).unwrap();
        let at = |at| verify(&leaf.der, &anchors(rendered, leaf), usage, at);
        assert!(at(from).is_ok() && at(to).is_ok(), "{}", leaf.path);
        assert!(matches!(at(from - 1), Err(Error::CertNotValidYet { .. })), "{}", leaf.path);
        assert!(matches!(at(to + 1), Err(Error::CertExpired { .. })), "{}", leaf.path);
    }
}

#[test]
fn a_server_is_valid_for_each_of_its_names() {
    for rendered in TREES.iter() {
        for leaf in leaves(rendered) {
            let certificate = parsed(&leaf.der);
            let Some(names) = certificate.subject_alternative_name().unwrap() else { continue };
            let der = CertificateDer::from(leaf.der.as_slice());
            let verifier = EndEntityCert::try_from(&der).unwrap();
            // webpki takes a name of digits for no name; a node may have one, and its kubelet is asked by address.
            let is_number = |name: &GeneralName<'_>| matches!(name, GeneralName::DNSName("007"));
            for name in names.value.general_names.iter().filter(|name| !is_number(name)) {
                let name = server_name(name);
                assert!(verifier.verify_is_valid_for_subject_name(&name).is_ok(), "{}: {name:?}", leaf.path);
            }
            let stranger = ServerName::try_from("stranger.example.com").unwrap();
            assert!(verifier.verify_is_valid_for_subject_name(&stranger).is_err(), "{}", leaf.path);
        }
    }
}

fn server_name(name: &GeneralName<'_>) -> ServerName<'static> {
    match name {
        GeneralName::DNSName(name) => ServerName::try_from((*name).to_owned()).unwrap(),
        GeneralName::IPAddress(bytes) => match <[u8; 4]>::try_from(*bytes) {
            Ok(v4) => std::net::IpAddr::from(v4).into(),
            Err(_) => std::net::IpAddr::from(<[u8; 16]>::try_from(*bytes).unwrap()).into(),
        },
        other => panic!("{other}"),
    }
}

/// The judge itself: it must refuse the authorities of another cluster, of another kind, and a changed byte.
#[test]
fn a_chain_to_another_authority_does_not_verify() {
    let (ours, other) = (tree("examples/ha"), tree("another cluster"));
    for leaf in leaves(ours) {
        let certificate = parsed(&leaf.der);
        let at = certificate.validity().not_before.timestamp();
        let (usage, _) = uses(&certificate).into_iter().find(|(_, is_for_it)| *is_for_it).unwrap();
        assert!(verify(&leaf.der, &anchors(other, leaf), usage, at).is_err(), "{}", leaf.path);
        let mut changed = leaf.der.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert!(verify(&changed, &anchors(ours, leaf), usage, at).is_err(), "{}", leaf.path);
    }
}

/// While a CA's key is rotated, what the retired generation signed is still trusted, and the other way round.
#[test]
fn both_generations_of_a_rotation_are_trusted() {
    let (before, rotation) = (tree("examples/ha"), tree("rotation"));
    let path = "nodes/master-1/etc/kubernetes/pki/apiserver.crt";
    let leaf = |rendered: &'static Rendered| leaves(rendered).find(|leaf| leaf.path == path).unwrap();
    for signed in [leaf(before), leaf(rotation)] {
        let at = parsed(&signed.der).validity().not_before.timestamp();
        let anchors = anchors(rotation, signed);
        assert_eq!(anchors.len(), 2);
        assert!(verify(&signed.der, &anchors, KeyUsage::server_auth(), at).is_ok());
    }
    let old = anchors(before, leaf(before));
    let at = parsed(&leaf(rotation).der).validity().not_before.timestamp();
    assert!(verify(&leaf(rotation).der, &old, KeyUsage::server_auth(), at).is_err());
}

#[test]
fn every_kubeconfig_trusts_what_its_machine_trusts() {
    for rendered in TREES.iter() {
        let bundle =
            rendered.tree.files().find(|file| file.place.path.as_str().ends_with("/pki/ca.crt")).unwrap();
        let all = kubeconfig_authorities(&rendered.tree);
        assert!(!all.is_empty());
        for (path, authorities) in all {
            assert_eq!(authorities, bundle.bytes, "{}: {path}", rendered.name);
        }
    }
}
