use serde_json::json;

use super::*;
use crate::model::{
    AuditPolicy, EncryptionProvider, EncryptionSettings, Endpoint, KeyGenerations, OwnAuditPolicy, Runtime,
    Validity, example,
};

/// A document that an early kubemint of this schema wrote. Never change it.
const FIRST: &str = include_str!("tests/schema-1.json");

fn document(change: impl FnOnce(&mut Draft)) -> ResolvedCluster {
    let mut draft = example::draft();
    change(&mut draft);
    ResolvedCluster::new(&crate::validate::cluster(draft).unwrap()).unwrap()
}

fn text(document: &ResolvedCluster) -> String {
    serde_json::to_string_pretty(document).unwrap()
}

/// An example document in which one text is replaced.
fn edited(from: &str, to: &str) -> String {
    let text = text(&document(|_| {}));
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

#[test]
fn what_is_written_is_read_back() {
    let policy = "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: # why\n- level: None\n";
    let both = KeyGenerations::new(2, vec![1, 2]).unwrap();
    for document in [
        document(|_| {}),
        document(|draft| {
            draft.audit.policy = AuditPolicy::Custom(OwnAuditPolicy::checked(policy.to_owned()));
        }),
        document(|draft| draft.audit.policy = AuditPolicy::Off),
        document(|draft| {
            let settings = EncryptionSettings::new(Some(EncryptionProvider::Aescbc), both);
            draft.encryption = settings.also_reading(EncryptionProvider::Secretbox).unwrap();
            draft.pki.leaf_validity = Validity::parse("90d").unwrap();
        }),
        document(|draft| {
            draft.etcd.external = vec![Endpoint::parse("etcd.example.com:2379").unwrap()];
            draft.scheduler.runtime = Runtime::Systemd;
            draft.kubelet.config.insert("a".to_owned(), json!({ "b": [1, 2.5, null, "\u{202e}"] }));
            draft.kubelet.config.remove("a");
        }),
    ] {
        assert_eq!(ResolvedCluster::read(&text(&document)), Ok(document));
    }
}

#[test]
fn what_an_early_kubemint_wrote_can_be_read() {
    let read = ResolvedCluster::read(FIRST);
    assert!(read.is_ok(), "{read:?}: a key that was added needs #[serde(default)], or the schema rises");
}

#[test]
fn the_kubelets_configuration_is_that_of_its_file() {
    let mut draft = example::draft();
    draft.kubelet.config.insert("maxPods".to_owned(), json!(50));
    let cluster = crate::validate::cluster(draft).unwrap();
    let document = ResolvedCluster::new(&cluster).unwrap();
    for node in cluster.nodes() {
        let file = configuration::configuration_files(&cluster, node).unwrap().remove(0);
        let file = crate::render::read_yaml::read_yaml(crate::render::read_systemd::text(&file)).remove(0);
        assert_eq!(document.kubelet_config_of(node.name()), file, "{}", node.name());
    }
}

#[test]
fn an_unknown_schema_key_or_value_is_refused() {
    let refused = |text: &str| ResolvedCluster::read(text).unwrap_err();
    assert_eq!(refused(&edited("\"schema\": 1", "\"schema\": 2")), Unreadable::Schema(2));
    for (from, to) in [
        ("\"schema\": 1", "\"schema\": -1"),
        ("\"schema\": 1", "\"schema\": 1, \"more\": 1"),
        ("\"schema\": 1", "\"schema\": 1, \"schema\": 1"),
        ("\"id\":", "\"no\":"),
        ("\"name\":", "\"more\": \"\\u001b[31m\", \"name\":"),
        ("192.168.56.101\"", "127.0.0.1\""),
        ("192.168.56.101\"", "192.168.56.101\", \"192.168.56.102\""),
        ("\"ssh root@{name}\"", "\"ssh $(reboot) {name}\""),
        ("\"secretbox\"", "\"identity\""),
        ("\"active\": 1", "\"active\": 3"),
        ("\"runtime\": \"static-pod\"", "\"runtime\": \"docker\""),
        ("\"etcd\": 561", "\"etcd\": 0"),
        ("\"kube-scheduler\": {", "\"kube-dns\": {"),
    ] {
        assert!(matches!(refused(&edited(from, to)), Unreadable::Form { .. }), "{to}");
    }
    for text in ["", "{", "[]", "null", "{}", "\u{feff}{}", &"[".repeat(100_000)] {
        assert!(matches!(refused(text), Unreadable::Form { .. }), "{text:.10}");
    }
    assert_eq!(refused(&" ".repeat((64 << 20) + 1)), Unreadable::Length);
}

#[test]
fn no_text_of_the_file_is_in_an_error() {
    let error = ResolvedCluster::read(&edited("\"name\":", "\"\\u001b[31mx\": 1, \"name\":")).unwrap_err();
    assert!(!error.to_string().contains('\u{1b}') && !error.to_string().contains("31m"), "{error}");
}

/// A new version of kubemint alone restarts nothing and leaves the secret output valid.
#[test]
fn the_version_of_kubemint_stands_in_this_file_alone() {
    let tree =
        crate::plan::plan(&crate::validate::cluster(example::draft()).unwrap(), &crate::derive::Seed::DEMO)
            .unwrap();
    let version = KUBEMINT.as_bytes();
    let has_version = |bytes: &[u8]| bytes.windows(version.len()).any(|window| window == version);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains("kubemint");
    for file in tree.files().filter(|file| *file.place != place()) {
        let lines = file.bytes.split(|byte| *byte == b'\n');
        assert!(lines.clone().all(|line| !(text(line) && has_version(line))), "{}", file.place);
    }
    let file = tree.file(&place()).unwrap();
    assert_eq!(file.bytes.split(|byte| *byte == b'\n').filter(|line| has_version(line)).count(), 1);
}
