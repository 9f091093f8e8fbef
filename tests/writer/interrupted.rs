//! Killed at any moment, `out` is one whole tree, and the next run clears up.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use kubemint::{
    tree::Tree,
    writer::{Options, write},
};

use crate::{
    in_memory::in_memory,
    trees::{beside, files, files_of, render, tree},
};

/// How often a run is killed, for each way to switch.
const KILLS: usize = 60;

/// Tells a child what to do: the directory, and how to switch.
const FOLDER: &str = "KUBEMINT_TEST_FOLDER";
const EXCHANGE: &str = "KUBEMINT_TEST_EXCHANGE";

/// The two trees between which a child goes back and forth: files that stay, change, come and go, so many that two
/// threads write them.
fn trees() -> [Tree; 2] {
    ["old", "new"].map(|which| {
        let file = |folder: &str, n: usize| {
            let name = match n % 3 {
                0 => format!("nodes/{folder}/stays-{n}"),
                1 => format!("nodes/{folder}/changes-{n}"),
                _ => format!("nodes/{folder}/{which}-{n}/comes-and-goes"),
            };
            let text = if n.is_multiple_of(3) { "same" } else { which };
            (name, text.repeat(500))
        };
        let public: Vec<_> = (0..51).map(|n| file("a", n)).collect();
        let secret: Vec<_> = (0..51).map(|n| file("b", n)).collect();
        let [public, secret] = [&public, &secret]
            .map(|files| files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect::<Vec<_>>());
        tree(&public, &secret)
    })
}

/// Not a test of its own: what the child of the tests below runs until it is killed.
#[test]
fn child() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let options = Options { exchange: env::var_os(EXCHANGE).is_some(), ..Options::default() };
    let out = PathBuf::from(folder).join("out");
    let trees = trees();
    loop {
        for tree in &trees {
            write(tree, &out, options).unwrap();
        }
    }
}

fn start(folder: &Path, exchange: bool) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "interrupted::child"]).env(FOLDER, folder).stdout(Stdio::null());
    if exchange {
        command.env(EXCHANGE, "");
    }
    command.spawn().unwrap()
}

/// The `n`th moment of `KILLS`, in no order, spread over the time that two runs take here and now.
fn moment(n: usize, run: Duration) -> Duration {
    let spread = u32::try_from(n * 7919 % KILLS).unwrap();
    run * 2 * spread / u32::try_from(KILLS).unwrap()
}

/// How long a run takes, the machine being as busy as it is.
fn duration_of_a_run(trees: &[Tree; 2]) -> Duration {
    const RUNS: u32 = 10;
    let base = in_memory();
    let begun = Instant::now();
    (0..RUNS).zip(trees.iter().cycle()).for_each(|(_, tree)| drop(render(tree, &base.path().join("out"))));
    begun.elapsed() / RUNS
}

/// Waits until the child writes: until it has made its first tree, or some time.
fn wait_until_busy(folder: &Path) {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(20) && !folder.join(".out.kubemint").exists() {
        sleep(Duration::from_micros(200));
    }
}

/// Kills a run, hands its directory to `look`, and sees that the next run makes everything right.
fn kill_and_look(exchange: bool, look: impl Fn(usize, &Path, &[BTreeMap<String, String>; 2])) {
    let base = in_memory();
    let out = base.path().join("out");
    let trees = trees();
    let expected = trees.each_ref().map(files_of);
    render(&trees[0], &out);
    fs::write(out.join("public/nodes/a/foreign"), "kept").unwrap();
    let mut run = Duration::ZERO;
    for n in 0..KILLS {
        if n % 10 == 0 {
            run = duration_of_a_run(&trees);
        }
        let mut child = start(base.path(), exchange);
        wait_until_busy(base.path());
        sleep(moment(n, run));
        child.kill().unwrap();
        child.wait().unwrap();
        look(n, base.path(), &expected);

        render(&trees[n % 2], &out);
        let mut found = files(&out);
        assert_eq!(found.remove("public/nodes/a/foreign").as_deref(), Some("kept"), "kill {n}");
        assert_eq!(found, expected[n % 2], "kill {n}");
        assert_eq!(beside(&out), [""; 0], "kill {n}");
    }
}

#[test]
fn a_killed_exchange_leaves_one_whole_tree() {
    kill_and_look(true, |n, base, expected| {
        let mut found = files(&base.join("out"));
        // What others made is in `out` or waits beside it to be moved there.
        let waiting = base.join(".out.kubemint/tree/public/nodes/a/foreign");
        let kept = found.remove("public/nodes/a/foreign").or_else(|| fs::read_to_string(waiting).ok());
        assert_eq!(kept.as_deref(), Some("kept"), "kill {n}");
        assert!(expected.contains(&found), "kill {n}: {:?}", found.keys());
    });
}

#[test]
fn a_killed_switch_file_by_file_leaves_whole_files_of_either_tree() {
    kill_and_look(false, |n, base, expected| {
        let found = files(&base.join("out"));
        for (name, text) in found.iter().filter(|(name, _)| !name.ends_with("foreign")) {
            assert!(expected.iter().any(|tree| tree.get(name) == Some(text)), "kill {n}: {name}");
        }
        // Until the journal is done, both locks together list all that is there.
        let journal = base.join(".out.kubemint/journal").exists();
        let mut ours = found;
        ours.remove("public/nodes/a/foreign");
        assert!(journal || expected.contains(&ours), "kill {n}");
    });
}

#[test]
fn both_ways_to_switch_end_in_the_same_tree() {
    let base = in_memory();
    let trees = trees();
    for exchange in [true, false] {
        let out = base.path().join(format!("out-{exchange}"));
        render(&trees[0], &out);
        let before = crate::trees::listing(&out);
        let report = write(&trees[1], &out, Options { exchange, ..Options::default() }).unwrap();
        assert_eq!((report.written, report.unchanged, report.removed), (70, 34, 34));
        assert_eq!(files(&out), files_of(&trees[1]));
        let after = crate::trees::listing(&out);
        assert!(!after.keys().any(|name| name.contains("old-")), "empty folders stay behind");
        for (name, entry) in after.iter().filter(|(name, _)| name.contains("stays")) {
            assert_eq!(*entry, before[name], "{name}");
        }
    }
}

#[test]
fn two_writers_never_mix() {
    let base = in_memory();
    let out = base.path().join("out");
    let (trees, rounds) = (trees(), 50);
    std::thread::scope(|scope| {
        for tree in &trees {
            scope.spawn(|| (0..rounds).for_each(|_| drop(render(tree, &out))));
        }
    });
    assert!(trees.each_ref().map(files_of).contains(&files(&out)));
    assert_eq!(beside(&out), [""; 0]);
}
