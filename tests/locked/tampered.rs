//! What cannot be taken from a committed tree: other requests, and trees that somebody tampered with.

use kubemint::{
    derive::{KeyAlgorithm, Seed},
    pki::Refusal,
    tree::Secrecy,
};
use x509_parser::pem::Pem;

use crate::committed::{Half, example, hex};

const APISERVER: &str = "nodes/master-1/etc/kubernetes/pki/apiserver.crt";
const OTHERS_APISERVER: &str = "nodes/master-2/etc/kubernetes/pki/apiserver.crt";

fn half() -> Half {
    Half::rendered(&example(), &Seed::DEMO)
}

/// The labels of certificates that are asked for otherwise, with what differs.
fn differing(refusals: &[Refusal]) -> Vec<(&str, String)> {
    let differing = refusals.iter().map(|refusal| match refusal {
        Refusal::Differs { label, differences } => (label.as_str(), differences.join("; ")),
        other => panic!("{other}"),
    });
    differing.collect()
}

fn pem(der: &[u8]) -> Vec<u8> {
    use p256::pkcs8::der::pem::{LineEnding, encode_string};
    encode_string("CERTIFICATE", LineEnding::LF, der).unwrap().into_bytes()
}

fn der(bytes: &[u8]) -> Vec<u8> {
    Pem::iter_from_buffer(bytes).next().unwrap().unwrap().contents
}

#[test]
fn what_needs_no_signature_is_rendered_anew() {
    let (half, text) = (half(), example());
    for (from, to) in [
        ("schema = 1", "schema = 1 # a comment"),
        ("[pki]", "[scheduler]\nextra_args = { v = \"4\" }\n[pki]"),
        ("[pki]", "[controller_manager]\napiserver = \"endpoint\"\n[pki]"),
        ("1.37.2", "1.36.3"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        let locked = Half::of(&half.locked(&changed).unwrap());
        let seeded = Half::rendered(&changed, &Seed::DEMO);
        assert_eq!(locked.lock, seeded.lock, "{to}");
        assert!(locked.files == seeded.files, "{to}");
    }
}

#[test]
fn another_name_is_refused_and_said() {
    let changed = example().replacen("[pki]", "[apiserver]\nextra_sans = [\"api.example.com\"]\n[pki]", 1);
    let refusals = half().refusals(&changed);
    let expected = [1, 2, 3].map(|n| (format!("apiserver/master-{n}"), "names +api.example.com".to_owned()));
    let expected: Vec<_> = expected.iter().map(|(label, names)| (label.as_str(), names.clone())).collect();
    assert_eq!(differing(&refusals), expected);
    let text = refusals[0].to_string();
    assert!(text.ends_with("apiserver/master-1 than the committed one: names +api.example.com"), "{text}");
    assert!(refusals[0].help().contains("render with the seed first"));
}

#[test]
fn a_renewal_is_refused_also_where_the_certificate_is_in_a_kubeconfig() {
    let renewed = |what: &str| example().replacen("[pki]\n", &format!("[pki]\n{what}\n"), 1);
    let one = renewed("renewals = { \"scheduler/master-2\" = 2027-01-01T00:00:00Z }");
    let refusals = half().refusals(&one);
    let dates = "from 2027-01-01T00:00:00Z, was 2026-11-23T00:00:00Z; to 2027-12-31T23:59:59Z, was 2027-11-22T23:59:59Z";
    assert_eq!(differing(&refusals), [("scheduler/master-2", dates.to_owned())]);
    let all = half().refusals(&renewed("leaf_not_before = 2027-01-01T00:00:00Z"));
    assert!(
        all.len() > 30 && !differing(&all).iter().any(|(label, _)| label.ends_with("-ca")),
        "{}",
        all.len()
    );
}

#[test]
fn another_group_of_a_user_is_refused_and_another_order_too() {
    let user = |groups: &str| format!("{}\n[[admin]]\nname = \"alice\"\ngroups = [{groups}]\n", example());
    let half = Half::rendered(&user("\"a\", \"b\""), &Seed::DEMO);
    assert!(half.locked(&user("\"a\", \"b\"")).is_ok());
    for (groups, told) in
        [("\"a\"", "O=a"), ("\"b\", \"a\"", "O=b, O=a"), ("\"a\", \"b\", \"c\"", "O=a, O=b, O=c")]
    {
        let refusals = half.refusals(&user(groups));
        let told = format!("subject {told}, CN=alice, was O=a, O=b, CN=alice");
        assert_eq!(differing(&refusals), [("admin/alice", told)]);
    }
}

#[test]
fn other_keys_are_missing() {
    let generations = |what: &str| format!("{}\n[pki.generations]\n{what}\n", example());
    for (what, labels) in [
        ("kubernetes_ca = { active = 1, trusted = [1, 2] }", vec![("kubernetes-ca", 2)]),
        ("service_account = { active = 1, trusted = [1, 2] }", vec![("service-account", 2)]),
        ("leaf = { \"kubelet/master-1\" = 2 }", vec![("kubelet/master-1", 2)]),
    ] {
        let refusals = half().refusals(&generations(what));
        let missing = refusals.iter().map(|refusal| match refusal {
            Refusal::Missing { label, generation } => (label.as_str(), *generation),
            other => panic!("{other}"),
        });
        assert_eq!(missing.collect::<Vec<_>>(), labels);
    }
    let another = example().replace("ecdsa-p256", "ecdsa-p384");
    assert_ne!(another, example());
    let refusals = half().refusals(&another);
    assert!(refusals.len() > 30);
    let told = refusals.iter().filter(|one| one.to_string().contains("algorithm ecdsa-p384, was ecdsa-p256"));
    assert!(told.count() > 30);
}

#[test]
fn another_generation_of_the_authority_is_refused_and_said() {
    let of = |active: u8| {
        format!(
            "{}\n[pki.generations]\nkubernetes_ca = {{ active = {active}, trusted = [1, 2] }}\n",
            example()
        )
    };
    let refusals = Half::rendered(&of(1), &Seed::DEMO).refusals(&of(2));
    let told = "signed by kubernetes-ca of generation 2, was kubernetes-ca of 1";
    assert!(refusals.len() > 20, "{}", refusals.len());
    for (label, differences) in differing(&refusals) {
        assert!(differences.contains(told), "{label}: {differences}");
    }
}

#[test]
fn a_swapped_token_key_is_refused_even_where_the_lock_was_changed_too() {
    let mut half = half();
    let other = Half::rendered(&example(), &Seed::from_bytes([7; 32]));
    for node in ["master-1", "master-2", "master-3"] {
        let path = format!("nodes/{node}/etc/kubernetes/pki/sa.pub");
        half.replace(&path, other.files[&path].clone());
    }
    let refusals = half.refusals(&example());
    assert!(
        matches!(refusals.as_slice(), [Refusal::Key { label, .. }] if label == "service-account"),
        "{refusals:?}"
    );
}

/// It is to be made with the seed; restoring the committed one, which is as it was, would not help.
#[test]
fn a_token_key_of_another_algorithm_is_refused_and_said() {
    let refusals = half().refusals(&example().replace("ecdsa-p256", "ecdsa-p384"));
    let others = refusals.iter().filter(|refusal| !matches!(refusal, Refusal::Differs { .. }));
    let [token_key] = others.collect::<Vec<_>>().try_into().unwrap();
    assert_eq!(
        token_key.to_string(),
        "cluster.toml asks for another key service-account than the committed one: algorithm ecdsa-p384, was ecdsa-p256"
    );
    assert!(token_key.help().contains("render with the seed first"));
}

/// The lock of what is rendered says what the committed one said, which the seed's never would.
#[test]
fn a_token_key_that_the_lock_calls_another_algorithms_is_refused() {
    let mut half = half();
    let before = half.lock.clone();
    half.lock = before.replace(" key service-account@1 ecdsa-p256 ", " key service-account@1 ecdsa-p384 ");
    assert_ne!(half.lock, before);
    let refusals = half.refusals(&example());
    let [Refusal::Algorithm { label, asked: KeyAlgorithm::EcdsaP256, found: KeyAlgorithm::EcdsaP384 }] =
        refusals.as_slice()
    else {
        panic!("{refusals:?}");
    };
    assert_eq!(label, "service-account");
}

#[test]
fn another_cluster_is_refused() {
    let other = example().replace("5f0c1c0e", "5f0c1c0f");
    let refusals = half().refusals(&other);
    assert!(matches!(refusals.as_slice(), [Refusal::Identity { what: "cluster", .. }]), "{refusals:?}");
}

#[test]
fn a_changed_file_is_refused() {
    for path in [
        APISERVER,
        "nodes/master-3/etc/kubernetes/pki/ca.crt",
        "nodes/worker-1/etc/kubernetes/pki/ca.crt",
        "nodes/master-2/etc/kubernetes/pki/sa.pub",
        "nodes/master-2/etc/kubernetes/pki/ca-signing.crt",
    ] {
        let mut half = half();
        half.files.get_mut(path).unwrap()[40] ^= 1;
        let refusals = half.refusals(&example());
        assert!(
            matches!(refusals.as_slice(), [Refusal::File(place)] if place.path.as_str() == path),
            "{path}"
        );
        half.files.remove(path);
        assert_eq!(half.refusals(&example()), refusals, "{path}");
    }
}

#[test]
fn a_file_with_more_in_it_is_refused_even_where_the_lock_was_changed_too() {
    let mut half = half();
    let more = [b"# a comment\n".to_vec(), half.files[APISERVER].clone()].concat();
    half.replace(APISERVER, more);
    assert!(matches!(half.refusals(&example()).as_slice(), [Refusal::Content(_)]));
}

#[test]
fn a_swapped_certificate_is_refused_even_where_the_lock_was_changed_too() {
    let mut half = half();
    half.replace(APISERVER, half.files[OTHERS_APISERVER].clone());
    let refusals = half.refusals(&example());
    assert!(matches!(refusals.as_slice(), [Refusal::Key { label, .. }] if label == "apiserver/master-1"));
    // The key as well: then it is its names that are wrong.
    let key = |half: &Half, label: &str| {
        let row = half.lock.lines().find(|line| line.contains(&format!(" certificate {label}@1 "))).unwrap();
        row.split(' ').find_map(|word| word.strip_prefix("public:")).unwrap().to_owned()
    };
    let (own, others) = (key(&half, "apiserver/master-1"), key(&half, "apiserver/master-2"));
    half.lock = half.lock.replace(&own, &others);
    let refusals = half.refusals(&example());
    assert!(
        matches!(refusals.as_slice(), [Refusal::Statement { label, .. }] if label == "apiserver/master-1")
    );
}

#[test]
fn a_certificate_that_was_changed_after_it_was_signed_is_refused() {
    let mut half = half();
    let original = der(&half.files[APISERVER]);
    // Its last byte is the signature's.
    let mut signature = original.clone();
    *signature.last_mut().unwrap() ^= 1;
    half.replace(APISERVER, pem(&signature));
    assert!(matches!(half.refusals(&example()).as_slice(), [Refusal::Signature { .. }]));
    // One of its names: somebody else's address.
    let address = [192, 168, 56, 101];
    let at = original.windows(4).rposition(|bytes| bytes == address).unwrap();
    let mut name = original;
    name[at + 3] = 66;
    half.replace(APISERVER, pem(&name));
    assert!(matches!(half.refusals(&example()).as_slice(), [Refusal::Statement { .. }]));
}

/// A CA of another seed, whose subject is not the demonstration's, with every row changed so that the lock lists it.
#[test]
fn a_foreign_authority_is_refused_with_all_that_it_did_not_sign() {
    let foreign = Half::rendered(&example(), &Seed::from_bytes([7; 32]));
    let mut half = half();
    let bundles: Vec<String> = half
        .files
        .keys()
        .filter(|path| path.ends_with("pki/ca.crt") || path.ends_with("ca-signing.crt"))
        .cloned()
        .collect();
    let key = |half: &Half| {
        let row = half.lock.lines().find(|line| line.contains("ca-signing.crt")).unwrap();
        row.split(' ').find_map(|word| word.strip_prefix("public:")).unwrap().to_owned()
    };
    let keys = (key(&half), key(&foreign));
    for path in &bundles {
        half.replace(path, foreign.files[path].clone());
    }
    let refusals = half.refusals(&example());
    assert!(
        matches!(refusals.as_slice(), [Refusal::Key { label, .. }] if label == "kubernetes-ca"),
        "{refusals:?}"
    );
    half.lock = half.lock.replace(&keys.0, &keys.1);
    let refusals = half.refusals(&example());
    assert!(
        matches!(refusals.as_slice(), [Refusal::Statement { label, .. }] if label == "kubernetes-ca"),
        "its subject is not the demonstration's: {refusals:?}"
    );
}

/// As above, between two clusters of one seed, whose CAs have one subject.
#[test]
fn an_authority_of_the_same_name_is_refused_for_what_it_did_not_sign() {
    let other = example().replace("5f0c1c0e", "5f0c1c0f");
    let foreign = Half::rendered(&other, &Seed::DEMO);
    let mut half = half();
    let rows: Vec<(String, String)> = half
        .files
        .keys()
        .filter(|path| path.ends_with("/front-proxy-ca.crt"))
        .map(|path| (path.clone(), hex(&half.files[path])))
        .collect();
    let key = |half: &Half| {
        let row = half.lock.lines().find(|line| line.contains("front-proxy-ca.crt")).unwrap();
        row.split(' ').find_map(|word| word.strip_prefix("public:")).unwrap().to_owned()
    };
    let keys = (key(&half), key(&foreign));
    for (path, _) in &rows {
        half.replace(path, foreign.files[path].clone());
    }
    half.lock = half.lock.replace(&keys.0, &keys.1);
    let refusals = half.refusals(&example());
    let of_clients = |refusal: &Refusal| matches!(refusal, Refusal::Statement { label, .. } if label.starts_with("front-proxy-client/"));
    assert!(refusals.len() == 3 && refusals.iter().all(of_clients), "{refusals:?}");
}

#[test]
fn rows_that_contradict_each_other_are_refused() {
    let mut half = half();
    let row = half.lock.lines().find(|line| line.contains("secret cluster/admin.conf ")).unwrap().to_owned();
    // The CA of this kubeconfig alone.
    let at = row.find("request:").unwrap() + "request:".len();
    let (before, rest) = row.split_at(at);
    let (_, after) = rest.split_at(64);
    let changed = format!("{before}{}{after}", "0".repeat(64));
    half.lock = half.lock.replace(&row, &changed);
    let refusals = half.refusals(&example());
    assert!(
        matches!(refusals.as_slice(), [Refusal::Contradiction { place, .. }] if place.secrecy == Secrecy::Secret),
        "{refusals:?}"
    );
}

#[test]
fn every_refusal_is_told_at_once() {
    let mut half = half();
    for path in [APISERVER, OTHERS_APISERVER] {
        half.files.get_mut(path).unwrap()[40] ^= 1;
    }
    assert_eq!(half.refusals(&example()).len(), 2);
}
