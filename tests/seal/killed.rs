//! Killed at any system call that changes the file system, or refused one, `seal` leaves one whole generation of what is
//! encrypted, and the next run clears up.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::{fs::symlink, process::ExitStatusExt},
    path::Path,
    process::{Command, Output},
};

use sha2::{Digest, Sha256};

use crate::{
    cluster::Cluster,
    keys::{public, said},
};

/// The calls that make, change, move and remove. `openat` makes files too, but is killed at as `write`.
const CALLS: [&str; 8] =
    ["mkdirat", "write", "fchmod", "fchmodat,fchmodat2", "linkat", "renameat,renameat2", "unlinkat", "flock"];

/// More calls of one kind than a run makes.
const MANY: usize = 200;

/// Each encrypted part with the index's keyed digest of it.
type Generation = BTreeMap<String, String>;

/// A cluster whose tree has changed since it was sealed: one part stays, one changes, one goes, one comes.
struct Stale {
    cluster: Cluster,
    old: Generation,
    new: Generation,
}

fn describe(cluster: &Cluster, workers: [&str; 2], more: &str) {
    let key = public("ed25519");
    cluster.write(&[], &[&key], more);
    let mut text = fs::read_to_string(cluster.at("cluster.toml")).unwrap();
    for (number, name) in (3..).zip(workers) {
        text.push_str(&format!(
            "[[worker]]\nname = {name:?}\naddress = \"10.1.1.{number}\"\njoin = \"certificate\"\nrecipients = [{key:?}]\n"
        ));
    }
    fs::write(cluster.at("cluster.toml"), text).unwrap();
}

impl Stale {
    fn new() -> Self {
        let cluster = Cluster::rendered();
        describe(&cluster, ["changes", "goes"], "");
        cluster.render();
        cluster.seal();
        let old = generation(&cluster.at("out/sealed"));
        fs::write(cluster.at("out/sealed/nodes/notes"), "kept").unwrap();
        fs::create_dir(cluster.at("out/sealed/mine")).unwrap();
        fs::write(cluster.at("out/sealed/mine/notes"), "kept").unwrap();
        symlink("notes", cluster.at("out/sealed/nodes/link")).unwrap();
        describe(&cluster, ["changes", "comes"], "generations.leaf = { \"kubelet/changes\" = 2 }");
        cluster.render();
        copy(&cluster.at("out"), &cluster.at("stale"));
        cluster.seal();
        let new = generation(&cluster.at("out/sealed"));
        assert_eq!(old.keys().collect::<Vec<_>>(), ["nodes/changes", "nodes/goes", "nodes/master-1"]);
        assert_eq!(new.keys().collect::<Vec<_>>(), ["nodes/changes", "nodes/comes", "nodes/master-1"]);
        assert!(
            old["nodes/changes"] != new["nodes/changes"] && old["nodes/master-1"] == new["nodes/master-1"]
        );
        Self { cluster, old, new }
    }

    fn restore(&self) {
        fs::remove_dir_all(self.cluster.at("out")).unwrap();
        copy(&self.cluster.at("stale"), &self.cluster.at("out"));
    }

    /// Seals, and does something to the `n`th call of a kind.
    fn seal_with(&self, call: &str, n: usize, what: &str) -> Output {
        Command::new("strace")
            .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")])
            .args(["-e", &format!("inject={call}:{what}:when={n}")])
            .args([env!("CARGO_BIN_EXE_kubemint"), "seal", "--quiet"])
            .current_dir(self.cluster.path())
            .output()
            .unwrap()
    }

    fn found(&self) -> Generation {
        generation(&self.cluster.at("out/sealed"))
    }

    fn is_cleared(&self, what: &str) {
        for path in ["nodes/notes", "mine/notes"] {
            let text = fs::read_to_string(self.cluster.at("out/sealed").join(path));
            assert_eq!(text.unwrap(), "kept", "{what}: {path}");
        }
        let link = fs::read_link(self.cluster.at("out/sealed/nodes/link"));
        assert_eq!(link.unwrap(), Path::new("notes"), "{what}");
        assert!(!self.cluster.at(".out.kubemint").exists(), "{what}");
    }
}

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").args([from, to]).status().unwrap().success());
}

/// What a directory has, which must be what its index says: no file more, none less, each the one that was encrypted.
fn generation(sealed: &Path) -> Generation {
    let index = fs::read_to_string(sealed.join("INDEX")).unwrap();
    let lines = index.lines().filter(|line| line.contains(".tar.age "));
    let listed: BTreeMap<String, (String, String)> = lines
        .map(|line| {
            let [name, keyed, _, file] = line.split(' ').collect::<Vec<_>>().try_into().unwrap();
            (name.to_owned(), (keyed.to_owned(), file.to_owned()))
        })
        .collect();
    let entries = walkdir::WalkDir::new(sealed).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "age"));
    let found: BTreeMap<String, String> = files
        .map(|entry| {
            let name = entry.path().strip_prefix(sealed).unwrap().to_str().unwrap().to_owned();
            let digest = Sha256::digest(fs::read(entry.path()).unwrap());
            let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            (name, format!("sha256:{digits}"))
        })
        .collect();
    let expected = listed.iter().map(|(name, (_, file))| (name.clone(), file.clone())).collect();
    assert_eq!(found, expected);
    let part = |name: String| name.strip_suffix(".tar.age").unwrap().to_owned();
    listed.into_iter().map(|(name, (keyed, _))| (part(name), keyed)).collect()
}

#[test]
fn no_call_leaves_half_of_what_is_sealed() {
    let stale = Stale::new();
    let (mut kills, mut ends) = (0, [0, 0]);
    for call in CALLS {
        for n in 1..MANY {
            stale.restore();
            let what = format!("{call} {n}");
            let output = stale.seal_with(call, n, "signal=KILL");
            // strace ends as its tracee did.
            let killed = output.status.signal() == Some(9) || output.status.code() == Some(128 + 9);
            let found = stale.found();
            assert!(found == stale.old || found == stale.new, "{what}: {found:?}");
            ends[usize::from(found == stale.new)] += 1;
            assert_eq!(stale.cluster.run(&["seal", "--quiet"]).0, 0, "{what}");
            assert_eq!(stale.found(), stale.new, "{what}");
            let said = stale.cluster.run(&["seal", "--check"]).1;
            assert!(said.contains("is up to date"), "{what}: {said}");
            stale.is_cleared(&what);
            if !killed {
                break;
            }
            kills += 1;
        }
    }
    assert!(kills > 20, "{kills}: does strace inject?");
    assert!(ends.iter().all(|number| *number > 5), "{ends:?}");
}

#[test]
fn a_full_disk_leaves_what_was_sealed() {
    let stale = Stale::new();
    for n in 1..MANY {
        stale.restore();
        let output = stale.seal_with("write", n, "error=ENOSPC");
        if output.status.success() {
            assert!(n > 4, "{n}: does strace inject?");
            return;
        }
        let (code, said) = said(&output);
        assert!(code == 3 && (said.contains("No space left") || said.is_empty()), "{n}: {said}");
        // Where the call that failed is the message's own, the work is done and could not be reported.
        let expected = if said.is_empty() { &stale.new } else { &stale.old };
        assert_eq!(stale.found(), *expected, "{n}");
        assert_eq!(stale.cluster.run(&["seal", "--quiet"]).0, 0, "{n}");
        assert_eq!(stale.found(), stale.new, "{n}");
        stale.is_cleared(&n.to_string());
    }
    panic!("no run ended");
}

#[test]
fn a_file_system_that_cannot_exchange_gets_each_file_whole() {
    let stale = Stale::new();
    // The last is a mount point's.
    for error in ["EINVAL", "ENOSYS", "EOPNOTSUPP", "EXDEV", "EBUSY"] {
        stale.restore();
        let output = stale.seal_with("renameat2", 1, &format!("error={error}"));
        assert_eq!(said(&output).0, 0, "{error}");
        assert_eq!(stale.found(), stale.new, "{error}");
        stale.is_cleared(error);
    }
}

#[test]
fn another_file_system_that_is_mounted_there_gets_each_file() {
    assert!(rustix::process::geteuid().is_root(), "this test mounts a file system: run it as root");
    let stale = Stale::new();
    stale.restore();
    let sealed = stale.cluster.at("out/sealed");
    let run = |program: &str, arguments: &[&str]| {
        assert!(Command::new(program).args(arguments).arg(&sealed).status().unwrap().success(), "{program}");
    };
    run("mount", &["-t", "tmpfs", "-o", "size=4m", "tmpfs"]);
    let (code, said) = stale.cluster.run(&["seal", "--quiet"]);
    let mounted = stale.cluster.at("mounted");
    copy(&sealed, &mounted);
    run("umount", &[]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(generation(&mounted), stale.new);
    assert_eq!(stale.found(), stale.old, "what is below the mount");
}
