//! kubemint.lock: what it remembers, and what it must not.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use base64ct::{Base64, Encoding};
use kubemint::{
    config,
    derive::Seed,
    plan::plan,
    tree::{DerivedKey, Lock, Origin, Place, Secrecy, Tree, lock::Recorded},
};
use sha2::{Digest, Sha256, Sha512};

fn example() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ha/cluster.toml")).unwrap()
}

fn render(text: &str) -> Tree {
    let none = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let cluster = config::read(text, &none).unwrap_or_else(|faults| panic!("{faults:#?}"));
    plan(&cluster, &Seed::DEMO).unwrap()
}

/// Every key that an artifact was made of, by label and generation.
fn keys(lock: &Lock) -> BTreeMap<(String, u32), DerivedKey> {
    fn add(origin: &Origin, keys: &mut BTreeMap<(String, u32), DerivedKey>) {
        match origin {
            Origin::Key(key) => {
                keys.insert((key.label.clone(), key.generation), key.clone());
            }
            Origin::Certificate(certificate) => add(&Origin::Key(certificate.key.clone()), keys),
            Origin::Bundle(parts) | Origin::Composed { parts, .. } => {
                for part in parts {
                    add(part, keys);
                }
            }
            Origin::Rendered | Origin::Overlay | Origin::Secret { .. } => {}
        }
    }
    let mut keys = BTreeMap::new();
    for row in lock.rows() {
        if let Recorded::Public { origin, .. } | Recorded::Secret { origin } = &row.recorded {
            add(origin, &mut keys);
        }
    }
    keys
}

#[test]
fn a_new_name_or_address_changes_no_key() {
    let text = example();
    let before = keys(render(&text).lock());
    assert!(before.len() > 30);
    for (from, to) in [
        ("name = \"kubernetes\"", "name = \"renamed\""),
        ("192.168.56.102", "192.168.56.202"),
        ("192.168.56.105:6443", "lb.example.com:8443"),
        ("1.37.2", "1.36.3"),
        ("10.254.0.0/16", "10.253.0.0/16"),
    ] {
        assert!(text.contains(from));
        let changed = render(&text.replacen(from, to, 1));
        assert_ne!(changed.lock().to_string(), render(&text).lock().to_string(), "{to}");
        assert_eq!(keys(changed.lock()), before, "{to}");
    }
    let other = render(&text.replace("5f0c1c0e", "5f0c1c0f"));
    assert!(
        keys(other.lock()).iter().all(|(label, key)| before.get(label) != Some(key)),
        "another id is another cluster"
    );
}

/// Every certificate of a tree by its label: serial number and validity.
fn certificates(tree: &Tree) -> BTreeMap<String, (Vec<u8>, String)> {
    let read = |file: kubemint::tree::File<'_>| {
        let Recorded::Public { origin: Origin::Certificate(made), .. } =
            &tree.lock().row(file.place)?.recorded
        else {
            return None;
        };
        let (_, pem) = x509_parser::pem::parse_x509_pem(file.bytes).unwrap();
        let certificate = pem.parse_x509().unwrap();
        let serial = certificate.raw_serial().to_vec();
        Some((made.key.label.clone(), (serial, format!("{:?}", certificate.validity()))))
    };
    tree.files().filter(|file| *file.place != Lock::place()).filter_map(read).collect()
}

#[test]
fn renewing_changes_every_leaf_and_no_authority_and_no_key() {
    let text = example();
    let renewed = text.replacen("[pki]\n", "[pki]\nleaf_not_before = 2027-10-01T00:00:00Z\n", 1);
    let (old, new) = (render(&text), render(&renewed));
    let (before, after) = (certificates(&old), certificates(&new));
    assert!(before.len() > 25 && before.keys().eq(after.keys()), "{}", before.len());
    for (label, (serial, validity)) in &before {
        let is_ca = label == "kubernetes-ca";
        let (new_serial, new_validity) = after.get(label).unwrap();
        assert_eq!(serial == new_serial, is_ca, "{label}");
        assert_eq!(validity == new_validity, is_ca, "{label}");
    }
    for file in old.files().filter(|file| {
        let path = file.place.path.as_str();
        path.ends_with(".key") || path.ends_with("ca.crt") || path.ends_with("sa.pub")
    }) {
        assert_eq!(new.file(file.place).unwrap().bytes, file.bytes, "{}", file.place);
    }
    for row in old.lock().rows() {
        let of_leaf = |origin: &Origin| match origin {
            Origin::Certificate(certificate) => certificate.key.label != certificate.issuer.0,
            Origin::Composed { parts, .. } => parts.iter().any(|part| matches!(part, Origin::Certificate(_))),
            _ => false,
        };
        if let Recorded::Public { origin, .. } | Recorded::Secret { origin } = &row.recorded {
            let same = new.lock().row(&row.place) == Some(row);
            assert!(!(same && of_leaf(origin)), "{} would not restart its readers", row.place);
        }
    }
}

#[test]
fn every_file_is_in_it_and_every_public_ones_digest() {
    let tree = render(&example());
    let lock = Lock::parse(&tree.lock().to_string()).unwrap();
    assert_eq!(lock, *tree.lock());
    let listed: BTreeSet<Place> = lock.files().collect();
    let made: BTreeSet<Place> = tree.files().map(|file| file.place.clone()).collect();
    assert_eq!(listed, made);
    for file in tree.files().filter(|file| *file.place != Lock::place()) {
        match &lock.row(file.place).unwrap().recorded {
            Recorded::Public { bytes, .. } => {
                assert_eq!(*bytes, <[u8; 32]>::from(Sha256::digest(file.bytes)));
            }
            Recorded::Secret { .. } => assert_eq!(file.place.secrecy, Secrecy::Secret),
            Recorded::Folder => panic!("{} is a file", file.place),
        }
    }
}

#[test]
fn a_secret_file_says_what_it_was_made_of() {
    let tree = render(&example());
    let plain = tree
        .lock()
        .rows()
        .filter(|row| matches!(&row.recorded, Recorded::Secret { origin } if *origin == Origin::Rendered));
    let plain: BTreeSet<&str> = plain.filter_map(|row| row.place.path.as_str().rsplit('/').next()).collect();
    assert_eq!(plain, BTreeSet::from([".gitignore", "SHA256SUMS", "kubemint.binding", "kustomization.yaml"]));
}

/// What would betray a secret: the secret, and digests that a short one could be guessed from.
fn traces(secret: &[u8]) -> Vec<String> {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let (short, long) = (Sha256::digest(secret), Sha512::digest(secret));
    let encoded = [secret, &short, &long].map(Base64::encode_string);
    let mut traces = vec![hex(&short), hex(&long), String::from_utf8_lossy(secret).into_owned()];
    traces.extend(encoded);
    traces
}

/// The keys of YAML values that are secret.
const SECRET_VALUES: [&str; 4] = ["client-key-data: ", "token: ", "secret: ", "token-secret: "];

/// The secrets in a secret file: all of it, the private half of a PEM key, the secret values of YAML, sums of secrets.
fn secrets(path: &str, bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = String::from_utf8_lossy(bytes);
    let part = |line: &str| -> Option<String> {
        let line = line.trim_start_matches([' ', '-']);
        match path.rsplit(['.', '/']).next() {
            // A P-256 key's first line has the private number; what follows is the curve and the public key.
            Some("key") => Some(line.to_owned()).filter(|line| line.starts_with("MHcCAQEEI")),
            Some("SHA256SUMS") => line.split(' ').next().map(str::to_owned),
            _ => SECRET_VALUES
                .iter()
                .find_map(|key| line.strip_prefix(key))
                .map(|value| value.replace('"', "")),
        }
    };
    let parts: Vec<String> = text.lines().filter_map(part).collect();
    assert!(!parts.is_empty(), "{path} has no secret");
    let decode = |part: &String| {
        let bytes = Base64::decode_vec(part).ok()?;
        Some(if path.ends_with(".key") { bytes.get(7..39)?.to_vec() } else { bytes })
    };
    let whole = [bytes.to_vec(), text.trim().as_bytes().to_vec()];
    let decoded: Vec<Vec<u8>> = parts.iter().filter_map(decode).collect();
    whole.into_iter().chain(parts.iter().map(|part| part.clone().into_bytes())).chain(decoded).collect()
}

#[test]
fn the_public_output_has_no_trace_of_a_secret() {
    let tree = render(&example());
    let public: String = tree
        .files()
        .filter(|file| file.place.secrecy == Secrecy::Public)
        .map(|file| String::from_utf8_lossy(file.bytes).into_owned())
        .collect();
    let empty = [".gitignore", "cluster/kustomization.yaml", "kubemint.binding"];
    let secret_files = tree
        .files()
        .filter(|file| file.place.secrecy == Secrecy::Secret && !empty.contains(&file.place.path.as_str()));
    let mut looked = 0;
    for file in secret_files {
        for secret in secrets(file.place.path.as_str(), file.bytes) {
            for trace in traces(&secret) {
                assert!(!public.contains(&trace), "{}: {trace}", file.place);
                looked += 1;
            }
        }
    }
    assert!(looked > 1000, "{looked}");
}
