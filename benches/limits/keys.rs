//! An RSA key against the one of `openssl genrsa`.

use std::process::Command;

use kubemint::derive::{Context, Generation, KeyAlgorithm, KeyPair, Label, Seed};

use crate::{
    measure::{Figures, cost, thread_time},
    table::{Table, Unit},
};

/// Of each.
const RUNS: u32 = 30;

/// Of openssl's processor time.
const LIMIT: f64 = 0.20;

/// Derives keys in turns with openssl's. Another label is another key, so each run searches for primes of its own.
pub(crate) fn measure(table: &mut Table) {
    Table::section("A key of RSA-2048, processor time", RUNS as usize);
    if Command::new("openssl").arg("version").output().is_err() {
        return table.unmeasured("openssl was not found: install it (Debian: apt install openssl)");
    }
    // On one thread, whose time is all there is.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread pool");
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        ours.push(pool.install(|| derive(run)));
        theirs.push(cost(Command::new("openssl").args(["genrsa", "2048"]), &[0]).cpu);
    }
    let ours: Figures = ours.into_iter().collect();
    let theirs: Figures = theirs.into_iter().collect();
    Table::show("kubemint, one key", Unit::Milliseconds, &ours);
    Table::show("openssl genrsa 2048, a process a key", Unit::Milliseconds, &theirs);
    let ratio: Figures = std::iter::once(ours.median() / theirs.median()).collect();
    table.hold("ratio of the medians", Unit::Ratio, &ratio, LIMIT);
}

fn derive(run: u32) -> f64 {
    let seed = Seed::DEMO;
    let context = Context::new(&seed, 1, "benchmark").expect("a short cluster id");
    let label = Label::new(format!("key {run}")).expect("a short label");
    let start = thread_time();
    KeyPair::derive(&context, KeyAlgorithm::Rsa2048, &label, Generation::FIRST).expect("a key pair");
    thread_time() - start
}
