//! `[pki.generations]`

use std::collections::BTreeMap;

use super::{Item, Key, Shape, Table};
use crate::{
    diagnostic::Invalid,
    model::{Generations, KeyGenerations},
};

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

pub(super) fn read(table: &Table<'_>) -> Option<Generations> {
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

/// Each leaf key's generation by its label, and that of all others as `default`.
fn leaf(item: &Item<'_>) -> Option<BTreeMap<String, u32>> {
    let entries = item.entries()?;
    let generations: Vec<Option<(String, u32)>> =
        entries.iter().map(|(label, _, value)| Some(((*label).to_owned(), generation(value)?))).collect();
    generations.into_iter().collect()
}

fn generation(item: &Item<'_>) -> Option<u32> {
    item.number(1, u32::MAX)
}
