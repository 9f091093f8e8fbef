//! Runs beside each other: each ends well, or says that others are at work; none takes another's step for damage.

use std::{
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::cluster::Cluster;

/// How long renders go on beside each command, for each way to switch trees.
const TIME: Duration = Duration::from_secs(6);

/// What runs beside two renders, and with which exit codes it may end: a tree is either of the two.
const READERS: &[(&str, &[i32])] = &[
    ("check --demo-seed --config one.toml", &[0, 1]),
    ("check --locked --config one.toml", &[0, 1]),
    ("diff --demo-seed --config one.toml", &[0, 1]),
    ("pack --node a", &[0]),
    ("seal --allow-demo", &[0]),
    ("seal --allow-demo --check", &[0, 1]),
    ("render --demo-seed --config one.toml", &[0]),
];

fn cluster() -> Cluster {
    let cluster = Cluster::new();
    let recipient = age::x25519::Identity::generate().to_public();
    let init = "init --control-plane a=10.0.0.1 --endpoint 10.0.0.1:6443 new";
    assert!(cluster.run(&init.split(' ').collect::<Vec<_>>()).status.success());
    let text = std::fs::read_to_string(cluster.at("new/cluster.toml")).unwrap();
    let text = text.replacen("[cluster]", &format!("[cluster]\nrecipients = [\"{recipient}\"]"), 1);
    let verbose = format!("{text}\n[controller_manager]\nextra_args = {{ v = \"5\" }}\n");
    std::fs::write(cluster.at("one.toml"), &text).unwrap();
    std::fs::write(cluster.at("other.toml"), verbose).unwrap();
    cluster
}

fn run(cluster: &Cluster, line: &str) -> (i32, String) {
    let output = cluster.run(&line.split(' ').collect::<Vec<_>>());
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn no_run_fails_since_another_is_at_work() {
    let cluster = cluster();
    let renders = ["one", "other"].map(|name| format!("render --quiet --demo-seed --config {name}.toml"));
    assert_eq!(run(&cluster, &renders[0]).0, 0);
    assert_eq!(run(&cluster, "seal --allow-demo").0, 0);
    for (line, expected) in READERS {
        let (over, rendered) = (AtomicBool::new(false), AtomicUsize::new(0));
        thread::scope(|scope| {
            for render in &renders {
                let (over, rendered, cluster) = (&over, &rendered, &cluster);
                scope.spawn(move || {
                    while !over.load(Ordering::Relaxed) {
                        let (code, told) = run(cluster, render);
                        rendered.fetch_add(1, Ordering::Relaxed);
                        assert_eq!(code, 0, "{render}: {told}");
                    }
                });
            }
            let (begun, mut wrong, mut runs) = (Instant::now(), Vec::new(), 0);
            while begun.elapsed() < TIME {
                let (code, told) = run(&cluster, line);
                runs += 1;
                if !expected.contains(&code) {
                    wrong.push(format!("{code}: {told}"));
                }
            }
            over.store(true, Ordering::Relaxed);
            assert!(wrong.is_empty(), "{line}: {} of {runs}: {}", wrong.len(), wrong[0]);
        });
        assert!(rendered.load(Ordering::Relaxed) > 2, "{line}: nothing was rendered meanwhile");
    }
}

/// A lock that somebody touches all the time is read in the end, with others kept from changing it: `diff` waited for itself.
#[test]
fn a_lock_that_never_rests_holds_nobody_up() {
    const LONGEST: Duration = Duration::from_mins(1);
    let cluster = cluster();
    assert_eq!(run(&cluster, "render --quiet --demo-seed --config one.toml").0, 0);
    let lock = cluster.at("out/public/kubemint.lock");
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let permissions = std::fs::metadata(&lock).unwrap().permissions();
            while !over.load(Ordering::Relaxed) {
                std::fs::set_permissions(&lock, permissions.clone()).unwrap();
            }
        });
        let commands = [
            ("check --demo-seed --config one.toml", 0),
            ("check --locked --config one.toml", 0),
            ("diff --demo-seed --config one.toml", 0),
            ("pack --node a --output a.tar", 0),
            ("seal --allow-demo", 0),
        ];
        let mut wrong = Vec::new();
        for (line, expected) in commands {
            let mut child = Command::new(env!("CARGO_BIN_EXE_kubemint"))
                .args(line.split(' '))
                .current_dir(cluster.path())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let begun = Instant::now();
            let code = loop {
                match child.try_wait().unwrap() {
                    Some(status) => break status.code(),
                    None if begun.elapsed() > LONGEST => {
                        child.kill().unwrap();
                        child.wait().unwrap();
                        break None;
                    }
                    None => thread::sleep(Duration::from_millis(20)),
                }
            };
            if code != Some(expected) {
                wrong.push((line, code));
            }
        }
        over.store(true, Ordering::Relaxed);
        assert_eq!(wrong, []);
    });
}
