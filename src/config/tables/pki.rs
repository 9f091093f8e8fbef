//! `[pki]` with its tables `subject` and `generations`.

use std::collections::BTreeMap;

use super::{Item, Key, Shape, Table, timestamp};
use crate::{
    derive::KeyAlgorithm,
    diagnostic::Invalid,
    model::{AttributeText, Country, Generations, KeyGenerations, PkiSettings, Subject, Timestamp, Validity},
};

pub(super) static PKI: Shape = Shape {
    title: "[pki]",
    keys: &[
        Key::required(
            "not_before",
            "2000-01-01T00:00:00Z",
            "add when every validity begins, such as not_before = 2026-11-23T00:00:00Z; kubemint reads no clock",
        ),
        Key::optional("leaf_not_before", "`not_before`"),
        Key::optional("renewals", "every leaf certificate begins at `leaf_not_before`"),
        Key::default("ca_validity", "\"10y\""),
        Key::default("leaf_validity", "\"1y\""),
        Key::default("key_algorithm", "\"ecdsa-p256\""),
        Key::optional("subject", "only the common name and groups"),
        Key::optional("generations", "generation 1 of every key"),
    ],
};

pub(super) fn read(table: &Table<'_>) -> Option<PkiSettings> {
    let not_before = table.value("not_before", timestamp)?;
    let leaf_not_before = table.optional("leaf_not_before", timestamp);
    let renewals = table.optional("renewals", renewals);
    let ca_validity = table.value("ca_validity", validity);
    let leaf_validity = table.value("leaf_validity", validity);
    let key_algorithm = table.value("key_algorithm", algorithm_of);
    let subject = read_subject(&table.table("subject", &SUBJECT));
    let generations = read_generations(&table.table("generations", &GENERATIONS));
    Some(PkiSettings {
        not_before,
        leaf_not_before: leaf_not_before.unwrap_or(not_before),
        renewals: renewals.unwrap_or_default(),
        ca_validity: ca_validity?,
        leaf_validity: leaf_validity?,
        key_algorithm: key_algorithm?,
        subject,
        generations: generations?,
    })
}

/// The time at which single leaf certificates become valid, by the label of their key.
fn renewals(item: &Item<'_>) -> Option<BTreeMap<String, Timestamp>> {
    let entries = item.entries()?;
    let renewals: Vec<Option<(String, Timestamp)>> =
        entries.iter().map(|(label, _, value)| Some(((*label).to_owned(), timestamp(value)?))).collect();
    renewals.into_iter().collect()
}

/// A number alone lacks its unit.
fn validity(item: &Item<'_>) -> Option<Validity> {
    match item.raw().as_integer() {
        Some(number) => item.accept(Validity::parse(number.as_str())),
        None => item.parse(Validity::parse),
    }
}

/// A number alone is the size of an RSA key.
fn algorithm_of(item: &Item<'_>) -> Option<KeyAlgorithm> {
    match item.raw().as_integer() {
        Some(bits) => item.accept(algorithm(bits.as_str())),
        None => item.parse(algorithm),
    }
}

fn algorithm(text: &str) -> Result<KeyAlgorithm, Invalid> {
    text.parse().map_err(|_| {
        Invalid::new(
            "key-algorithm",
            format!("{text:?} is not a key algorithm"),
            "ecdsa-p256, ecdsa-p384, rsa-2048, rsa-3072 or rsa-4096",
        )
        .help(algorithm_advice(text))
    })
}

/// The algorithm with a name that other programs use.
fn algorithm_advice(text: &str) -> String {
    let plain: String =
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let bits = plain.trim_start_matches("rsa").parse::<u32>().ok();
    const P256: [&str; 8] =
        ["ec", "ecdsa", "ecdsa256", "ecdsap256", "p256", "prime256v1", "secp256r1", "nistp256"];
    const P384: [&str; 5] = ["ecdsa384", "ecdsap384", "p384", "secp384r1", "nistp384"];
    match (plain.as_str(), bits) {
        (_, Some(bits @ (2048 | 3072 | 4096))) => format!("write \"rsa-{bits}\""),
        (name, bits) if P256.contains(&name) || bits == Some(256) => {
            "write \"ecdsa-p256\", which is the default".to_owned()
        }
        (name, bits) if P384.contains(&name) || bits == Some(384) => "write \"ecdsa-p384\"".to_owned(),
        ("rsa", _) => "write the size of its keys too: \"rsa-2048\", \"rsa-3072\" or \"rsa-4096\"".to_owned(),
        (_, Some(..2048)) => "take \"rsa-2048\" or more: shorter keys are no longer safe".to_owned(),
        ("ed25519" | "eddsa" | "ed448", _) => {
            "take \"ecdsa-p256\": kube-apiserver signs service-account tokens with RSA or ECDSA alone"
                .to_owned()
        }
        _ => "leave it out for ecdsa-p256".to_owned(),
    }
}

pub(super) static SUBJECT: Shape = Shape {
    title: "[pki.subject]",
    keys: &[
        Key::optional("country", "no C"),
        Key::optional("province", "no ST"),
        Key::optional("locality", "no L"),
        Key::optional("organizational_unit", "no OU"),
    ],
};

pub(super) fn read_subject(table: &Table<'_>) -> Subject {
    let text = |key| table.optional(key, |item| item.parse(AttributeText::parse));
    Subject {
        country: table.optional("country", |item| item.parse(Country::parse)),
        province: text("province"),
        locality: text("locality"),
        organizational_unit: text("organizational_unit"),
    }
}

pub(super) static GENERATIONS: Shape = Shape {
    title: "[pki.generations]",
    keys: &[
        Key::optional("kubernetes_ca", "only generation 1"),
        Key::optional("etcd_ca", "only generation 1"),
        Key::optional("front_proxy_ca", "only generation 1"),
        Key::optional("service_account", "only generation 1"),
        Key::optional("leaf", "generation 1 of every leaf key"),
    ],
};

pub(super) static KEY_GENERATIONS: Shape = Shape {
    title: "a key of [pki.generations]",
    keys: &[Key::default("active", "1"), Key::optional("trusted", "only the active one")],
};

pub(super) fn read_generations(table: &Table<'_>) -> Option<Generations> {
    let generations = |key| key_generations(&table.table(key, &KEY_GENERATIONS));
    let mut leaf = table.optional("leaf", leaf).unwrap_or_default();
    let (kubernetes_ca, etcd_ca) = (generations("kubernetes_ca"), generations("etcd_ca"));
    let (front_proxy_ca, service_account) = (generations("front_proxy_ca"), generations("service_account"));
    Some(Generations {
        kubernetes_ca: kubernetes_ca?,
        etcd_ca: etcd_ca?,
        front_proxy_ca: front_proxy_ca?,
        service_account: service_account?,
        leaf_default: leaf.remove("default").unwrap_or(1),
        leaf,
    })
}

/// The generations of one key.
pub(super) fn key_generations(table: &Table<'_>) -> Option<KeyGenerations> {
    let active = table.value("active", generation)?;
    let trusted = table.optional("trusted", |item| {
        let trusted = item.all(generation)?;
        let missing = || {
            Invalid::new(
                "trusted-generations",
                format!("generation {active} is active and not trusted"),
                "an array with the active generation in it",
            )
            .help(format!("add {active}"))
        };
        item.accept(KeyGenerations::new(active, trusted).ok_or_else(missing))
    });
    trusted.or_else(|| KeyGenerations::new(active, vec![active]))
}

/// The generation of each leaf key by its label, and that of all others as `default`.
fn leaf(item: &Item<'_>) -> Option<BTreeMap<String, u32>> {
    let entries = item.entries()?;
    let generations: Vec<Option<(String, u32)>> =
        entries.iter().map(|(label, _, value)| Some(((*label).to_owned(), generation(value)?))).collect();
    generations.into_iter().collect()
}

fn generation(item: &Item<'_>) -> Option<u32> {
    item.number(1, u32::MAX)
}
