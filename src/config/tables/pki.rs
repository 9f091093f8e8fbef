//! `[pki]`

use super::{Key, Shape, Table, generations, subject, timestamp};
use crate::{
    derive::KeyAlgorithm,
    model::{Invalid, PkiSettings, Validity},
};

pub(super) static PKI: Shape = Shape {
    title: "[pki]",
    keys: &[
        Key::required(
            "not_before",
            "2000-01-01T00:00:00Z",
            "add when every validity begins, such as not_before = 2026-11-23T00:00:00Z; kubemint reads no clock",
        ),
        Key::default("ca_validity", "\"10y\""),
        Key::default("leaf_validity", "\"1y\""),
        Key::default("key_algorithm", "\"ecdsa-p256\""),
        Key::optional("subject", "nothing beside the common name and groups"),
        Key::optional("generations", "generation 1 of every key"),
    ],
};

pub(super) fn read(table: &Table<'_>) -> Option<PkiSettings> {
    let not_before = table.value("not_before", timestamp);
    let ca_validity = table.value("ca_validity", |item| item.parse(Validity::parse));
    let leaf_validity = table.value("leaf_validity", |item| item.parse(Validity::parse));
    let key_algorithm = table.value("key_algorithm", |item| item.parse(algorithm));
    let subject = subject::read(&table.table("subject", &subject::SUBJECT));
    let generations = generations::read(&table.table("generations", &generations::GENERATIONS));
    Some(PkiSettings {
        not_before: not_before?,
        ca_validity: ca_validity?,
        leaf_validity: leaf_validity?,
        key_algorithm: key_algorithm?,
        subject,
        generations: generations?,
    })
}

fn algorithm(text: &str) -> Result<KeyAlgorithm, Invalid> {
    text.parse().map_err(|_| {
        Invalid::new(
            "key-algorithm",
            format!("{text:?} is not a key algorithm"),
            "ecdsa-p256, ecdsa-p384, rsa-2048, rsa-3072 or rsa-4096",
        )
        .with_help("leave it out for ecdsa-p256")
    })
}
