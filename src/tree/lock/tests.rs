//! The lock reads back what it wrote, and says where a text is no lock.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::{
    derive::KeyAlgorithm,
    model::{Account, ClusterId, NumericId},
    tree::{DerivedKey, IssuedCertificate, Mode, Origin, Secrecy},
};

fn key() -> impl Strategy<Value = DerivedKey> {
    let algorithm = proptest::sample::select(KeyAlgorithm::ALL.to_vec());
    (".+", any::<u32>(), algorithm, any::<[u8; 32]>()).prop_map(
        |(label, generation, algorithm, public_key)| DerivedKey { label, generation, algorithm, public_key },
    )
}

fn origin() -> impl Strategy<Value = Origin> {
    let certificate =
        (key(), ".+", any::<u32>(), any::<[u8; 32]>()).prop_map(|(key, issuer, generation, request)| {
            Origin::Certificate(IssuedCertificate { key, issuer: (issuer, generation), request })
        });
    let secret = (".+", any::<u32>()).prop_map(|(label, generation)| Origin::Secret { label, generation });
    let simple = prop_oneof![Just(Origin::Rendered), key().prop_map(Origin::Key), certificate, secret];
    simple.prop_recursive(2, 8, 3, |inner| {
        let parts = proptest::collection::vec(inner, 0..3);
        prop_oneof![
            parts.clone().prop_map(Origin::Bundle),
            (any::<[u8; 32]>(), parts).prop_map(|(template, parts)| Origin::Composed { template, parts }),
        ]
    })
}

fn row() -> impl Strategy<Value = Row> {
    let accounts = [Account::Root, Account::Etcd, Account::KubeServiceAccount];
    let account = || proptest::sample::select(accounts.to_vec());
    let what = (0..3_u8, any::<[u8; 32]>(), origin());
    ("[a-z% @A]{1,9}(/[a-zé.]{3,9})?", account(), account(), 0..0o10000_u16, what).prop_map(
        |(path, owner, group, mode, (kind, bytes, origin))| {
            let (secrecy, recorded) = match kind {
                0 => (Secrecy::Public, Recorded::Folder),
                1 => (Secrecy::Public, Recorded::Public { bytes, origin }),
                _ => (Secrecy::Secret, Recorded::Secret { origin }),
            };
            let path = RelPath::parse(&path).unwrap();
            Row { place: Place { secrecy, path }, owner, group, mode: Mode::new(mode).unwrap(), recorded }
        },
    )
}

fn lock_of(rows: Vec<Row>) -> Lock {
    let cluster = ClusterId::parse(&"5f".repeat(16)).unwrap();
    let rows: BTreeMap<Place, Row> = rows.into_iter().map(|row| (row.place.clone(), row)).collect();
    Lock::new(Identity { schema: 1, cluster, seed: "0a".repeat(16) }, Users::default(), rows)
}

proptest! {
    #[test]
    fn reads_back_what_it_writes(rows in proptest::collection::vec(row(), 0..5)) {
        let lock = lock_of(rows);
        let text = lock.to_string();
        prop_assert_eq!(Lock::parse(&text).unwrap(), lock);
    }
}

const HEADER_LINES: usize = 12;

fn text_with(last: &str) -> String {
    format!("{}{last}\n", lock_of(Vec::new()))
}

#[test]
fn a_lock_is_readable() {
    let digest = "ab".repeat(32);
    let row = format!(
        "public nodes/a/etc/kubernetes/pki/ca.crt root:root 0644 sha256:{digest} certificate kubernetes-ca@2 ecdsa-p256 \
         public:{digest} issuer:kubernetes-ca@2 request:{digest}"
    );
    let text = text_with(&row);
    assert_eq!(text.lines().count(), HEADER_LINES + 1);
    assert_eq!(Lock::parse(&text).unwrap().to_string(), text);
}

#[test]
fn a_wrong_line_is_named() {
    let good = "public a root:root 0644 folder";
    assert!(Lock::parse(&text_with(good)).is_ok());
    for bad in [
        "",
        "public",
        "both a root:root 0644 folder",
        "public ../a root:root 0644 folder",
        "public /a root:root 0644 folder",
        "public a root 0644 folder",
        "public a root:nobody 0644 folder",
        "public a root:root 644 folder",
        "public a root:root 0648 folder",
        "public a root:root 0644 folder more",
        "public a root:root 0644 rendered",
        "public a  root:root 0644 folder",
        "secret a root:root 0600 sha256:00 rendered",
        "secret a root:root 0600 bundle [ rendered",
        "secret a root:root 0600 secret token",
        &format!("secret a root:root 0600 {}rendered", "bundle [ ".repeat(10_000)),
    ] {
        let error = Lock::parse(&text_with(bad)).unwrap_err();
        assert_eq!(error, LockError { line: HEADER_LINES + 1, kind: LockErrorKind::Row }, "{bad}");
    }
}

#[test]
fn a_row_stands_once_and_a_merge_is_finished() {
    let row = "public a root:root 0644 folder";
    let duplicate = Lock::parse(&text_with(&format!("{row}\n{row}"))).unwrap_err();
    assert!(matches!(duplicate.kind, LockErrorKind::Duplicate(_)) && duplicate.line == HEADER_LINES + 2);
    let conflict = Lock::parse(&text_with("<<<<<<< HEAD")).unwrap_err();
    assert_eq!(conflict.kind, LockErrorKind::Conflict);
}

#[test]
fn the_header_is_complete() {
    let whole = text_with("public a root:root 0644 folder");
    // The last two accounts are in the locks of some clusters only.
    for cut in 1..HEADER_LINES - 2 {
        let text: String = whole.lines().take(cut).map(|line| format!("{line}\n")).collect();
        let error = Lock::parse(&text).unwrap_err();
        assert!(matches!(error.kind, LockErrorKind::Ends(_)) && error.line == cut + 1, "{error}");
    }
    for (from, to) in
        [("format 1", "format 2"), ("schema 1", "schema x"), ("account etcd 561", "account etcd 0")]
    {
        assert!(Lock::parse(&whole.replace(from, to)).is_err(), "{to}");
    }
}

#[test]
fn accounts_that_a_cluster_lacks_are_not_in_its_lock() {
    let whole = text_with("public a root:root 0644 folder");
    let numbers = |text: &str| {
        let lock = Lock::parse(text).unwrap();
        assert_eq!(lock.to_string(), text);
        (lock.users().kube_haproxy.map(NumericId::get), lock.users().kube_keepalived.map(NumericId::get))
    };
    assert_eq!(numbers(&whole), (Some(567), Some(568)));
    assert_eq!(numbers(&whole.replace("account kube-haproxy 567\n", "")), (None, Some(568)));
    assert!(Lock::parse(&whole.replace("kube-haproxy 567", "kube-haproxy 561")).is_err());
}
