//! The bare key generations and signatures of a tree.
//!
//! A process that only derives keys and signs still has to build the curve's tables and to touch its memory for the
//! first time, as a render has.

use std::path::Path;

use kubemint::{
    config,
    derive::{Context, Generation, KeyPair, Label, Seed},
    model::Cluster,
    pki::{Ca, authority::SERVICE_ACCOUNT_LABEL, leaf_labels},
};

use crate::measure::thread_time;

/// Bytes that are signed: about those of a certificate.
const MESSAGE: [u8; 500] = [7; 500];

/// Derives and signs, and prints what that cost.
pub(super) fn work(config: &Path) {
    let text = std::fs::read_to_string(config).expect("cluster.toml");
    let none = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let cluster = config::read(&text, &none).expect("a valid cluster");
    let labels = labels(&cluster);
    let seed = Seed::DEMO;
    let context = Context::new(&seed, Cluster::SCHEMA, cluster.id.as_str()).expect("a short id");
    let signatures = labels.len() - 1;

    let start = thread_time();
    let derive = |label| KeyPair::derive(&context, cluster.pki.key_algorithm, label, Generation::FIRST);
    let keys: Vec<KeyPair> = labels.iter().map(derive).collect::<Result<_, _>>().expect("keys");
    for _ in 0..signatures {
        std::hint::black_box(keys[0].sign(&MESSAGE).expect("a signature"));
    }
    println!("{}", thread_time() - start);
}

/// The label of each key; all but the service accounts' have a certificate, which is signed once.
fn labels(cluster: &Cluster) -> Vec<Label> {
    let roots = Ca::ALL.map(Ca::label).into_iter().chain([SERVICE_ACCOUNT_LABEL]).map(str::to_owned);
    roots.chain(leaf_labels(cluster)).map(|label| Label::new(label).expect("a short label")).collect()
}
