//! The floor: the bare key generations and signatures of a tree, in a process of its own.
//!
//! A process that only derives keys and signs still has to build the curve's tables and to touch its memory for the
//! first time, as a render has; so the floor starts anew for each run, too. It says itself what the loop cost; its own
//! start and end are not counted.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use kubemint::{
    config,
    derive::{Context, Generation, KeyPair, Label, Seed},
    model::Cluster,
    pki::{Ca, authority::SERVICE_ACCOUNT_LABEL, leaf_labels},
};
use rustix::time::{ClockId, clock_gettime};

use crate::measure::milliseconds;

/// Bytes that are signed: about those of a certificate.
const MESSAGE: [u8; 500] = [7; 500];

/// The argument that makes this program do the floor's work.
pub(crate) const ARGUMENT: &str = "--floor-of";

/// Runs this program as the floor of a cluster and returns its processor time in milliseconds.
pub(crate) fn cost(config: &Path) -> f64 {
    let program = std::env::current_exe().expect("the path of this program");
    let mut command = Command::new(program);
    let ran = command.arg(ARGUMENT).arg(config).stderr(Stdio::inherit()).output().expect("the floor");
    String::from_utf8_lossy(&ran.stdout).trim().parse().expect("the floor's time")
}

/// Does the floor's work and prints what it cost.
pub(crate) fn work(config: &Path) {
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

/// The processor time of this thread in milliseconds (`clock_gettime(2)`, `CLOCK_THREAD_CPUTIME_ID`).
pub(crate) fn thread_time() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let duration = Duration::try_from(time).expect("a time since the thread began");
    milliseconds(duration)
}
