//! Every command in README.md, run as it stands there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{fs, path::Path, process::Command};

use kubemint::render::cluster_objects::{APPLY, FORCE};

/// What replaces the parts of a command that need another machine, or the whole build again.
const REPLACED: [(&str, &str); 3] = [
    ("cargo run --release -- ", "kubemint "),
    (" --demo-seed", " --demo-seed --out example"),
    (
        "ssh root@master-1 tar -C / -xp --overwrite --numeric-owner",
        "tar -C machine -x --overwrite --numeric-owner --no-same-owner",
    ),
];

/// Commands that another test runs: the command, the file of that test, and what stands there.
const ELSEWHERE: [(&str, &str, &str); 5] = [
    ("cargo test", ".ci/run", "cargo test --locked"),
    ("cargo install --locked --path .", ".ci/run", "cargo install --locked --path ."),
    (
        "kubectl --kubeconfig demo/out/secret/cluster/admin.conf get nodes",
        "tests/conformance/checks/nodes.go",
        "\"get\", \"nodes\"",
    ),
    (
        "kubectl --kubeconfig demo/out/secret/cluster/super-admin.conf apply --server-side",
        "tests/conformance/README.md",
        "super-admin",
    ),
    (
        "kubectl --kubeconfig demo/out/secret/cluster/admin.conf apply --server-side",
        "tests/conformance/README.md",
        "admin",
    ),
];

/// The commands of every fenced block that holds commands, continued lines joined.
fn commands(readme: &str) -> Vec<String> {
    let blocks = readme.split("```").skip(1).step_by(2);
    let joined = blocks.map(|block| block.replace("\\\n", " ")).collect::<Vec<_>>().join("\n");
    let is_command =
        |line: &&str| ["cargo ", "kubemint ", "kubectl "].iter().any(|program| line.starts_with(program));
    let squeezed = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.lines().filter(is_command).map(squeezed).collect()
}

#[test]
fn every_command_does_what_the_readme_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let commands = commands(&fs::read_to_string(root.join("README.md")).unwrap());
    assert!(commands.len() >= 6, "{commands:?}");
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("machine")).unwrap();
    let example = folder.path().join("examples/ha");
    fs::create_dir_all(&example).unwrap();
    fs::copy(root.join("examples/ha/cluster.toml"), example.join("cluster.toml")).unwrap();
    for command in commands {
        if let Some((_, file, needle)) =
            ELSEWHERE.iter().find(|(elsewhere, ..)| command.starts_with(elsewhere))
        {
            assert!(
                fs::read_to_string(root.join(file)).unwrap().contains(needle),
                "{file} does not run {command:?}"
            );
        } else {
            run(&command, folder.path());
        }
    }
    assert!(folder.path().join("example/public/kubemint.lock").is_file());
    assert!(folder.path().join("machine/etc/kubernetes/manifests/kube-apiserver.yaml").is_file());
}

#[test]
fn objects_are_applied_as_diff_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = |file: &str| fs::read_to_string(root.join(file)).unwrap();
    let commands = commands(&text("README.md"));
    let applies: Vec<_> = commands.iter().filter(|command| command.contains(" apply ")).collect();
    assert_eq!(applies.len(), 3, "{commands:?}");
    for command in applies {
        let force = if command.ends_with("/nodes") { format!(" {FORCE}") } else { String::new() };
        assert!(command.contains(&format!(".conf {APPLY}{force} -k demo/out/")), "{command}");
    }
    let check_networks = text("tests/conformance/check-networks");
    assert!(
        check_networks.contains(&format!("kubectl {APPLY} -k ")),
        "check-networks applies in another way"
    );
    let words: Vec<_> = APPLY.split(' ').map(|word| format!("{word:?}")).collect();
    let applies = text("tests/conformance/cluster/apply.go");
    assert_eq!(applies.matches("\"apply\"").count(), 1, "one form for every apply");
    assert!(applies.contains(&words.join(", ")) && applies.contains(&format!("{FORCE:?}")), "apply.go");
}

fn run(command: &str, folder: &Path) {
    let line = REPLACED.iter().fold(command.to_owned(), |line, (from, to)| line.replace(from, to));
    let binary = Path::new(env!("CARGO_BIN_EXE_kubemint")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
    let script = format!("set -o pipefail; {line}");
    let output =
        Command::new("bash").args(["-c", &script]).current_dir(folder).env("PATH", path).output().unwrap();
    assert!(output.status.success(), "{command}\n{}", String::from_utf8_lossy(&output.stderr));
}
