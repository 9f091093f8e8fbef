//! Exit codes where standard output or standard error cannot be written to: for every command.

use std::{
    collections::BTreeSet,
    process::{Command, Output, Stdio},
};

use clap::CommandFactory;

use crate::cluster::Cluster;

/// A command line for each command that prints, and what a run of it ends with. `DIR` is a new name each time.
const RUNS: &[(&str, i32)] = &[
    ("--version", 0),
    ("--help", 0),
    ("render --help", 0),
    ("", 2),
    ("render --no-such-option", 2),
    ("init --control-plane a=10.0.0.1 --endpoint 10.0.0.1:6443 DIR", 0),
    ("init --control-plane a=10.0.0.1 --endpoint 10.0.0.1:6443 --format json DIR", 0),
    ("init --control-plane a=10.0.0.1 --endpoint nowhere DIR", 2),
    ("validate", 0),
    ("validate --format json", 0),
    ("validate --config wrong.toml", 2),
    ("explain name", 0),
    ("explain nothing", 2),
    ("images", 0),
    ("images --format json", 0),
    ("schema", 0),
    ("completions bash", 0),
    ("man DIR", 0),
    ("render --demo-seed", 0),
    ("render --demo-seed --format json", 0),
    ("render --demo-seed --config missing.toml", 2),
    ("check --demo-seed", 0),
    ("check --demo-seed --format json", 0),
    ("check --demo-seed --config changed.toml", 1),
    ("check --demo-seed --config changed.toml --format json", 1),
    ("check --demo-seed --config wrong.toml", 2),
    ("check --demo-seed --config wrong.toml --format json", 2),
    ("check --demo-seed --config /proc/self/mem", 3),
    ("diff --demo-seed", 0),
    ("diff --demo-seed --config changed.toml", 1),
    ("diff --demo-seed --config changed.toml --format json", 1),
    ("diff --demo-seed --config changed.toml --format markdown", 1),
    ("diff --demo-seed --against no-such-revision", 2),
    ("pack --node master-1", 0),
    ("pack --node master-1 --format ignition", 0),
    ("pack --node master-1 --format cloud-init", 0),
    ("pack --node nobody", 2),
    ("seal --allow-demo", 0),
    ("seal --allow-demo --check", 0),
    ("seal --allow-demo --format json", 0),
    ("seal", 2),
    ("open out/sealed/nodes/master-1.tar.age --identity key", 0),
    ("open out/sealed/nodes/master-1.tar.age --identity cluster.toml", 2),
];

/// How a stream can fail, as a shell says it, and whether the other end had read what it wanted.
const FAILURES: &[(&str, &str, bool)] = &[
    ("standard output closed", "exec \"$@\" >&-", false),
    ("standard output full", "exec \"$@\" >/dev/full", false),
    ("standard output a pipe that closed", "(sleep 0.1; \"$@\"; echo $? >&3) | :", true),
    ("standard error closed", "exec \"$@\" 2>&-", false),
    ("standard error full", "exec \"$@\" 2>/dev/full", false),
    ("standard error a pipe that closed", "{ (sleep 0.1; \"$@\"; echo $? >&3) 2>&1 >&4 | :; } 4>&1", true),
];

/// A cluster that is rendered and sealed, and variants of its cluster.toml.
fn sealed() -> Cluster {
    let cluster = Cluster::new();
    let key = age::x25519::Identity::generate();
    let recipient = format!("[cluster]\nrecipients = [\"{}\"]", key.to_public());
    cluster.edit_line("[cluster]", &recipient);
    let secret = age::secrecy::ExposeSecret::expose_secret(&key.to_string()).to_owned();
    std::fs::write(cluster.at("key"), secret).unwrap();
    let owner_only = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(cluster.at("key"), owner_only).unwrap();
    cluster.render();
    assert!(cluster.run(&["seal", "--allow-demo"]).status.success());
    let text = std::fs::read_to_string(cluster.at("cluster.toml")).unwrap();
    for (name, more) in [("changed", "[apiserver]\nextra_args = { v = \"9\" }\n"), ("wrong", "no-key = 1\n")]
    {
        std::fs::write(cluster.at(&format!("{name}.toml")), format!("{text}\n{more}")).unwrap();
    }
    cluster
}

fn arguments(line: &str, n: usize) -> Vec<String> {
    line.split_whitespace().map(|word| word.replace("DIR", &format!("new-{n}"))).collect()
}

fn plain(cluster: &Cluster, arguments: &[String]) -> Output {
    cluster.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The exit code of a run whose stream fails so. A pipeline's own code is its last command's: file descriptor 3 brings
/// the one that is asked for.
fn failing(cluster: &Cluster, script: &str, is_pipe: bool, arguments: &[String]) -> i32 {
    let mut command = Command::new("bash");
    command.args([
        "-c",
        &if is_pipe { format!("{{ {script}; }} 3>code") } else { script.to_owned() },
        "bash",
    ]);
    command.arg(env!("CARGO_BIN_EXE_kubemint")).args(arguments).current_dir(cluster.path());
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    if !is_pipe {
        return status.code().unwrap();
    }
    std::fs::read_to_string(cluster.at("code")).unwrap().trim().parse().unwrap()
}

#[test]
fn nothing_that_did_not_arrive_passes_for_delivered_and_no_finding_is_hidden() {
    let cluster = sealed();
    let mut wrong = Vec::new();
    for (n, (line, expected)) in RUNS.iter().enumerate() {
        let output = plain(&cluster, &arguments(line, n));
        let code = output.status.code().unwrap();
        assert_eq!(code, *expected, "{line}: {}", String::from_utf8_lossy(&output.stderr));
        for (m, (name, script, is_pipe)) in FAILURES.iter().enumerate() {
            let stream = if name.contains("output") { &output.stdout } else { &output.stderr };
            if stream.is_empty() {
                continue;
            }
            let should = if *is_pipe && matches!(code, 1 | 2) { code } else { 3 };
            let found = failing(&cluster, script, *is_pipe, &arguments(line, (n + 1) * 100 + m));
            if found != should {
                wrong.push(format!("kubemint {line}, {name}: {found} rather than {should}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_stream_that_is_open_for_reading_alone_is_a_failure() {
    let cluster = Cluster::rendered(&[]);
    let arguments = arguments("pack --node master-1", 0);
    assert_eq!(failing(&cluster, "exec \"$@\" 1</dev/null", false, &arguments), 3);
}

#[test]
fn a_stream_that_is_sent_to_the_null_device_is_no_failure() {
    let cluster = Cluster::rendered(&[]);
    for script in ["exec \"$@\" >/dev/null", "exec \"$@\" 1<>/dev/null", "exec \"$@\" >/dev/null 2>&1"] {
        assert_eq!(failing(&cluster, script, false, &arguments("pack --node master-1", 0)), 0, "{script}");
    }
}

#[test]
fn every_command_has_a_run_in_the_table() {
    let command = kubemint::cli::Cli::command();
    let known: BTreeSet<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    let tried: BTreeSet<&str> = RUNS.iter().filter_map(|(line, _)| line.split(' ').next()).collect();
    assert_eq!(known.difference(&tried).collect::<Vec<_>>(), Vec::<&&str>::new());
}
