//! What keys cost: `cargo bench -p kubemint-derive`.
//!
//! Processor time, not time on the clock, so that a busy machine does not matter much. The key of
//! RSA-2048 is measured in turns with `openssl genrsa 2048`, of which it may cost at most 0.20.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::print_stdout,
    clippy::print_stderr
)]

use std::fs;
use std::process::{Command, Stdio};

use kubemint_derive::{Context, Generation, KeyAlgorithm, KeyPair, Label, Seed};
use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

const RUNS: usize = 30;
const PROMISED: f64 = 0.20;

fn main() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread pool");
    pool.install(|| {
        for algorithm in [KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP384] {
            report(algorithm, (0..RUNS).map(|run| measure(algorithm, run)).collect());
        }
        compare_with_openssl();
    });
}

/// Milliseconds of processor time.
struct Cost {
    key: f64,
    signature: f64,
}

fn compare_with_openssl() {
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    for run in 0..RUNS {
        ours.push(measure(KeyAlgorithm::Rsa2048, run));
        theirs.extend(openssl(&["genrsa", "2048"]));
    }
    let key = report(KeyAlgorithm::Rsa2048, ours);
    if theirs.len() < RUNS {
        println!("openssl not found: nothing to compare with");
        return;
    }
    let start = median((0..RUNS).filter_map(|_| openssl(&["version"])).collect());
    let openssl = median(theirs);
    println!("openssl genrsa 2048: {openssl:.3} ms, of which {start:.3} ms to start");
    println!("ratio: {:.3}, promised at most {PROMISED:.2}", key / openssl);
}

fn measure(algorithm: KeyAlgorithm, run: usize) -> Cost {
    let seed = Seed::DEMO;
    let context = Context::new(&seed, 1, "benchmark").expect("a short cluster id");
    let label = Label::new(format!("key {run}")).expect("a short label");
    let start = cpu_of("thread-self");
    let pair = KeyPair::derive(&context, algorithm, &label, Generation::FIRST).expect("a key pair");
    let made = cpu_of("thread-self");
    pair.sign(b"a message").expect("a signature");
    Cost { key: made - start, signature: cpu_of("thread-self") - made }
}

/// Prints the medians and returns that of the key.
fn report(algorithm: KeyAlgorithm, costs: Vec<Cost>) -> f64 {
    let key = median(costs.iter().map(|cost| cost.key).collect());
    let signature = median(costs.iter().map(|cost| cost.signature).collect());
    println!("{algorithm}: key {key:.3} ms, signature {signature:.3} ms");
    key
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Runs OpenSSL and returns its processor time, if it can be run.
fn openssl(arguments: &[&str]) -> Option<f64> {
    let mut command = Command::new("openssl");
    let mut child = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
    // The process is looked at between its end and its burial.
    let pid = Pid::from_raw(child.id().try_into().ok()?)?;
    waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT).ok()?;
    let cost = cpu_of(&child.id().to_string());
    child.wait().ok()?.success().then_some(cost)
}

/// The processor time of a process or thread in milliseconds (Linux: Documentation/scheduler/sched-stats.rst).
fn cpu_of(process: &str) -> f64 {
    // The kernel brings the figure up to date when it chooses what to run next.
    std::thread::yield_now();
    let statistics = fs::read_to_string(format!("/proc/{process}/schedstat")).expect("schedstat");
    let nanoseconds = statistics.split(' ').next().expect("a first field");
    nanoseconds.parse::<f64>().expect("a number") / 1e6
}
