//! `[pki]`

use std::collections::BTreeMap;

use super::{Item, Key, Shape, Table, generations, subject, timestamp};
use crate::{
    derive::KeyAlgorithm,
    model::{Invalid, PkiSettings, Timestamp, Validity},
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
        Key::optional("subject", "nothing beside the common name and groups"),
        Key::optional("generations", "generation 1 of every key"),
    ],
};

pub(super) fn read(table: &Table<'_>) -> Option<PkiSettings> {
    let not_before = table.value("not_before", timestamp)?;
    let leaf_not_before = table.optional("leaf_not_before", timestamp);
    let renewals = table.optional("renewals", renewals);
    let ca_validity = table.value("ca_validity", |item| item.parse(Validity::parse));
    let leaf_validity = table.value("leaf_validity", |item| item.parse(Validity::parse));
    let key_algorithm = table.value("key_algorithm", |item| item.parse(algorithm));
    let subject = subject::read(&table.table("subject", &subject::SUBJECT));
    let generations = generations::read(&table.table("generations", &generations::GENERATIONS));
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

/// The moment at which single leaf certificates begin, by the label of their key.
fn renewals(item: &Item<'_>) -> Option<BTreeMap<String, Timestamp>> {
    let entries = item.entries()?;
    let renewals: Vec<Option<(String, Timestamp)>> =
        entries.iter().map(|(label, _, value)| Some(((*label).to_owned(), timestamp(value)?))).collect();
    renewals.into_iter().collect()
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
