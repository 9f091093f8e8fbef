//! Keys and certificates that somebody put into the repository.

use std::fs;

use kubemint::derive::{Context, Generation, KeyAlgorithm, KeyPair, Label, Seed};

use crate::repository::{LOCK, Repository, hex};

const PKI: &str = "out/public/nodes/master-1/etc/kubernetes/pki";

/// A key that is not the cluster's.
fn foreign() -> KeyPair {
    let seed = Seed::DEMO;
    let context = Context::new(&seed, 1, "another").unwrap();
    KeyPair::derive(&context, KeyAlgorithm::EcdsaP256, &Label::new("x").unwrap(), Generation::FIRST).unwrap()
}

fn der(pem: &str) -> Vec<u8> {
    x509_parser::pem::Pem::iter_from_buffer(pem.as_bytes()).next().unwrap().unwrap().contents
}

/// The repository with another sa.pub, as whoever can change every file leaves it.
fn with_another_service_account_key() -> Repository {
    let repository = Repository::new("");
    let path = format!("{PKI}/sa.pub");
    let (old, new) = (repository.read(&path), foreign().public_pem().unwrap());
    repository.replace_file(&path, &new);
    repository.replace_digest(LOCK, &hex(&der(&old)), &hex(&der(&new)));
    repository.succeed(&["render", "--locked", "--quiet"]);
    repository
}

#[test]
fn an_exchanged_service_account_key_is_told_and_not_packed() {
    let repository = with_another_service_account_key();
    let (code, stdout, _) =
        repository.run(&["diff", "--as-rendered", "--against", "main", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let warnings = told["warnings"].to_string();
    assert!(
        code == 1
            && warnings.contains("another key within its generation")
            && warnings.contains("service-account"),
        "{warnings}"
    );
    for format in ["text", "markdown"] {
        let (_, stdout, _) =
            repository.run(&["diff", "--as-rendered", "--against", "main", "--format", format]);
        assert!(stdout.contains("another key within its generation"), "{format}: {stdout}");
    }
    // It cannot be known without the seed, and check says so.
    let said = repository.succeed(&["check", "--locked"]);
    assert!(said.contains("not verified") && said.contains("service-account@1"), "{said}");
    let (_, stdout, _) = repository.run(&["check", "--locked", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let all = ["etcd-ca@1", "front-proxy-ca@1", "kubernetes-ca@1", "service-account@1"];
    assert_eq!(told["unverified"], serde_json::json!(all));
    assert_eq!(repository.run(&["check", "--public", "--quiet"]).0, 1, "the seed knows");

    let said = repository.refused(&["pack", "--node", "master-1"]);
    assert!(said.contains("not rendered with this kubemint.lock"), "{said}");
    // Even a secret output that claims this lock has another private key.
    repository.bind_anew();
    let said = repository.refused(&["pack", "--node", "master-1"]);
    assert!(said.contains("sa.key has another key for service-account"), "{said}");
}

#[test]
fn an_exchanged_private_key_is_not_packed() {
    let repository = Repository::new("");
    let key = "etc/kubernetes/pki/apiserver.key";
    let file = format!("out/secret/nodes/master-1/{key}");
    repository.replace_secret(&file, foreign().private_pem().as_bytes());
    repository.bind_anew();
    let said = repository.refused(&["pack", "--node", "master-1"]);
    assert!(said.contains("apiserver.key has another key for apiserver/master-1"), "{said}");
}

#[test]
fn a_certificate_that_its_ca_did_not_sign_is_not_packed() {
    let repository = Repository::new("");
    let path = format!("{PKI}/apiserver.crt");
    let pem = repository.read(&path);
    let mut bytes = der(&pem);
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    let changed = pem::encode("CERTIFICATE", &bytes);
    repository.replace_file(&path, &changed);
    repository.bind_anew();
    for arguments in [&["pack", "--node", "master-1"][..], &["pack", "--node", "master-1", "--public-only"]] {
        let said = repository.refused(arguments);
        assert!(said.contains("apiserver/master-1 is not signed by kubernetes-ca"), "{said}");
    }
}

#[test]
fn a_foreign_generation_is_told_and_not_packed_with_the_secrets_of_this_cluster() {
    for (ca, file, parts) in
        [("etcd_ca", "etcd/ca.crt", 2), ("kubernetes_ca", "ca.crt", 2), ("service_account", "sa.pub", 2)]
    {
        let trusted = format!("generations.{ca} = {{ active = 1, trusted = [1, 2] }}");
        let repository = Repository::new("");
        // Somebody renders generation 2 with a seed of their own, and brings it into the files of this cluster.
        let own = Repository::new(&trusted);
        fs::write(own.at("seed"), "04d7a1f36e58b92c7013ce84fb6a2d9518e3470bca625f9d31870ebc46d2f95a\n")
            .unwrap();
        own.succeed(&["render", "--quiet", "--replace-identity"]);
        let path = format!("{PKI}/{file}");
        let foreign = own.read(&path);
        let second = format!("-----BEGIN{}", foreign.rsplit_once("-----BEGIN").unwrap().1);
        let origin = |lock: &str| {
            let row = lock
                .lines()
                .find(|line| line.starts_with(&format!("public nodes/master-1/etc/kubernetes/pki/{file} ")));
            row.unwrap().split_once("bundle [ ").unwrap().1.trim_end_matches(" ]").to_owned()
        };
        let of_own = origin(&own.read(LOCK));
        let label = ca.replace('_', "-");
        let of_second = format!("{label}@2{}", of_own.split_once(&format!("{label}@2")).unwrap().1);
        let kind = if ca == "service_account" { "key" } else { "certificate" };
        for node in ["master-1", "worker-1"] {
            let path = path.replace("master-1", node);
            if repository.at(&path).exists() {
                let text = repository.read(&path) + &second;
                repository.replace_file(&path, &text);
            }
        }
        let lock = repository.read(LOCK);
        let of_first = origin(&lock);
        let both = format!("bundle [ {of_first} {kind} {of_second} ]");
        repository.write(LOCK, &lock.replace(&format!("bundle [ {of_first} ]"), &both));
        repository.configure(&trusted);
        repository.succeed(&["render", "--locked", "--quiet"]);
        assert_eq!(repository.read(&path).matches("-----BEGIN").count(), parts, "{ca}");

        let said = repository.succeed(&["check", "--locked"]);
        assert!(said.contains(&format!("{label}@2")), "{ca}: {said}");
        let (_, stdout, _) =
            repository.run(&["diff", "--as-rendered", "--against", "main", "--format", "json"]);
        let told: serde_json::Value = serde_json::from_str(&stdout).unwrap();
        let warnings = told["warnings"].to_string();
        assert!(
            warnings.contains("newly trusted") && warnings.contains(&format!("{label} of generation 2")),
            "{warnings}"
        );
        let said = repository.refused(&["pack", "--node", "master-1"]);
        assert!(said.contains("not rendered with this kubemint.lock"), "{ca}: {said}");
    }
}

#[test]
fn with_the_seed_a_new_generation_needs_no_confirmation() {
    let repository = Repository::new("");
    repository.configure("generations.etcd_ca = { active = 1, trusted = [1, 2] }");
    let (_, stdout, _) = repository.run(&["diff", "--format", "json"]);
    assert!(!stdout.contains("newly trusted") && !stdout.contains("another key within"), "{stdout}");
}

mod pem {
    use p256::pkcs8::der::pem::{LineEnding, encode_string};

    pub(super) fn encode(label: &str, der: &[u8]) -> String {
        encode_string(label, LineEnding::LF, der).unwrap()
    }
}
