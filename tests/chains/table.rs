//! What certificates.txt says, held against what the certificates say, and some of it against what people asked for.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};
use x509_parser::{oid_registry::Oid, prelude::*};

use crate::{
    certificate::Certificate,
    trees::{Rendered, TREES, tree},
};

/// A certificate's line without its generation, which no certificate says.
fn line(certificate: &Certificate) -> String {
    let (_, parsed) = X509Certificate::from_der(&certificate.der).unwrap();
    let path = if parsed.is_ca() { on_every_node(&certificate.path) } else { certificate.path.clone() };
    let (from, to) = (&parsed.validity().not_before, &parsed.validity().not_after);
    let key = Sha256::digest(parsed.public_key().raw);
    let key: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    [
        path,
        name(parsed.subject()),
        name(parsed.issuer()),
        uses(&parsed),
        alternative_names(&parsed),
        time(from),
        time(to),
        key,
    ]
    .join(" | ")
}

fn on_every_node(path: &str) -> String {
    let (_, rest) = path.strip_prefix("nodes/").unwrap().split_once('/').unwrap();
    format!("nodes/*/{rest}")
}

fn time(time: &ASN1Time) -> String {
    let date = time.to_datetime();
    let (date, clock) = (date.date(), date.time());
    format!("{date}T{:02}:{:02}:{:02}Z", clock.hour(), clock.minute(), clock.second())
}

fn name(name: &X509Name<'_>) -> String {
    let attribute = |(oid, value): (&Oid<'_>, &str)| {
        let short = match oid.to_id_string().as_str() {
            "2.5.4.6" => "C",
            "2.5.4.8" => "ST",
            "2.5.4.7" => "L",
            "2.5.4.10" => "O",
            "2.5.4.11" => "OU",
            "2.5.4.3" => "CN",
            other => panic!("{other}"),
        };
        let mark = |c: char| {
            if ",+\"\\<>;=|".contains(c) { format!("\\{:02X}", u32::from(c)) } else { c.to_string() }
        };
        format!("{short}={}", value.chars().map(mark).collect::<String>())
    };
    let attributes = name.iter_attributes().map(|a| attribute((a.attr_type(), a.as_str().unwrap())));
    attributes.collect::<Vec<_>>().join(", ")
}

fn uses(certificate: &X509Certificate<'_>) -> String {
    let Some(usage) = certificate.extended_key_usage().unwrap() else { return "authority".to_owned() };
    assert!(!usage.value.any && usage.value.other.is_empty());
    let uses = [(usage.value.server_auth, "server"), (usage.value.client_auth, "client")];
    uses.into_iter().filter_map(|(is, word)| is.then_some(word)).collect::<Vec<_>>().join(",")
}

fn alternative_names(certificate: &X509Certificate<'_>) -> String {
    let Some(names) = certificate.subject_alternative_name().unwrap() else { return "-".to_owned() };
    let name = |name: &GeneralName<'_>| match name {
        GeneralName::DNSName(name) => (*name).to_owned(),
        GeneralName::IPAddress(bytes) => match (<[u8; 4]>::try_from(*bytes), <[u8; 16]>::try_from(*bytes)) {
            (Ok(v4), _) => std::net::IpAddr::from(v4).to_string(),
            (_, Ok(v6)) => std::net::IpAddr::from(v6).to_string(),
            _ => panic!("{bytes:?} is no address"),
        },
        other => panic!("{other}"),
    };
    names.value.general_names.iter().map(name).collect::<Vec<_>>().join(",")
}

fn listed(rendered: &Rendered) -> BTreeSet<String> {
    let file = rendered.tree.files().find(|file| file.place.path.as_str() == "certificates.txt").unwrap();
    let text = std::str::from_utf8(file.bytes).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    // The generation is the last field but one.
    let without_generation = |line: &str| {
        let (rest, key) = line.rsplit_once(" | ").unwrap();
        let (rest, generation) = rest.rsplit_once(" | ").unwrap();
        generation.parse::<u32>().unwrap();
        format!("{rest} | {key}")
    };
    lines.map(without_generation).collect()
}

#[test]
fn certificates_txt_says_what_the_certificates_say() {
    for rendered in TREES.iter() {
        // The signing certificate is the first of its bundle once more.
        let found = rendered.certificates.iter().filter(|found| !found.path.ends_with("/ca-signing.crt"));
        let (found, listed) = (found.map(line).collect::<BTreeSet<_>>(), listed(rendered));
        let differing: Vec<_> = found.symmetric_difference(&listed).collect();
        assert!(differing.is_empty(), "{}: {differing:#?}", rendered.name);
    }
}

#[test]
fn the_signing_certificate_is_alone_and_the_first_of_its_bundle() {
    for Rendered { name, certificates, .. } in TREES.iter() {
        for signing in certificates.iter().filter(|found| found.path.ends_with("/ca-signing.crt")) {
            let bundle = signing.path.replace("ca-signing", "ca");
            let first = certificates.iter().find(|found| found.path == bundle).unwrap();
            assert_eq!(first.der, signing.der, "{name}: {bundle}");
            assert_eq!(certificates.iter().filter(|found| found.path == signing.path).count(), 1, "{name}");
        }
    }
}

/// The fields of the certificate at a path of a tree.
fn fields(tree: &Rendered, path: &str) -> Vec<String> {
    let found = tree.certificates.iter().find(|found| found.path == path).unwrap();
    line(found).split(" | ").map(str::to_owned).collect()
}

#[test]
fn kube_controller_managers_are_what_their_walk_through_asked_for() {
    let tree = tree("examples/controller-manager-ha");
    let client = fields(tree, "nodes/master-1/etc/kubernetes/controller-manager.conf");
    let ours = "C=CN, ST=BeiJing, L=BeiJing";
    assert_eq!(
        client[1],
        format!("{ours}, O=system:kube-controller-manager, OU=System, CN=system:kube-controller-manager")
    );
    assert_eq!((client[3].as_str(), client[4].as_str()), ("client", "-"));
    let serving = fields(tree, "nodes/master-1/etc/kubernetes/pki/controller-manager.crt");
    assert_eq!(serving[3], "server");
    assert_eq!(serving[4], "master-1,localhost,192.168.56.101,127.0.0.1,::1,192.168.56.102,192.168.56.103");
    assert!(serving[2].starts_with(ours) && serving[2].ends_with("CN=kubernetes"), "{}", serving[2]);
}

#[test]
fn each_group_of_a_user_is_an_organization_in_the_files_order() {
    let tree = tree("text of many kinds");
    let found = |path: &str| tree.certificates.iter().find(|found| found.path == path).unwrap();
    let groups = |name: &str| {
        let der = &found(&format!("cluster/admins/{name}.conf")).der;
        let (_, parsed) = X509Certificate::from_der(der).unwrap();
        assert!(parsed.subject().iter_rdn().all(|set| set.iter().count() == 1), "{name}");
        let organizations =
            parsed.subject().iter_organization().map(|group| group.as_str().unwrap().to_owned());
        organizations.collect::<Vec<_>>()
    };
    assert_eq!(groups("alice"), ["example:writers", "a, O=b", "example:authors"]);
    assert_eq!(groups("prometheus"), ["system:monitoring"]);
    assert_eq!(groups("nobody"), Vec::<String>::new());
    assert_eq!(
        fields(tree, "cluster/admins/alice.conf")[1],
        "C=DE, ST=Bayern \\7C Süd, L=日本, O=example:writers, O=a\\2C O\\3Db, O=example:authors, \
         OU=a\\3Db\\2C c\\2Bd, CN=alice"
    );
}

#[test]
fn an_api_server_is_known_by_all_its_names() {
    let serving = fields(tree("examples/ha"), "nodes/master-2/etc/kubernetes/pki/apiserver.crt");
    assert_eq!(
        serving[1..7],
        [
            "CN=kube-apiserver",
            "O=INSECURE DEMONSTRATION (kubemint demo seed), CN=kubernetes",
            "server",
            "master-2,kubernetes,kubernetes.default,kubernetes.default.svc,\
             kubernetes.default.svc.cluster.local,localhost,10.254.0.1,192.168.56.102,192.168.56.105,127.0.0.1,::1",
            "2026-11-23T00:00:00Z",
            "2027-11-22T23:59:59Z",
        ]
    );
}
