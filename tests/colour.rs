//! `--color` and NO_COLOR, on a terminal and in a pipe, for what goes to either output.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{fs, path::Path, process::Command};

const KUBEMINT: &str = env!("CARGO_BIN_EXE_kubemint");

/// A directory with a rendered cluster.toml that has changed since, and one that has a fault.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/one-node/cluster.toml");
    let text = fs::read_to_string(example).unwrap();
    fs::write(folder.path().join("cluster.toml"), &text).unwrap();
    let output =
        Command::new(KUBEMINT).args(["render", "--demo-seed"]).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::write(
        folder.path().join("cluster.toml"),
        format!("{text}\n[scheduler]\nextra_args = {{ v = \"4\" }}\n"),
    )
    .unwrap();
    fs::write(folder.path().join("faulty.toml"), format!("{text}\nnothing = 1\n")).unwrap();
    folder
}

/// What a run shows, its two outputs being a terminal or a pipe.
fn shown(folder: &Path, arguments: &str, environment: &[(&str, &str)], terminal: bool) -> String {
    let command = format!("{KUBEMINT} {arguments} 2>&1");
    let mut shell = if terminal { Command::new("script") } else { Command::new("sh") };
    if terminal {
        shell.args(["-qec", &command, "/dev/null"]);
    } else {
        shell.args(["-c", &command]);
    }
    shell.env_remove("NO_COLOR").envs(environment.iter().copied()).current_dir(folder);
    String::from_utf8(shell.output().unwrap().stdout).unwrap()
}

#[test]
fn text_is_coloured_on_a_terminal_unless_it_is_said() {
    let folder = folder();
    // A report on standard output, and a fault on standard error.
    for verb in ["diff --demo-seed", "render --demo-seed --config faulty.toml"] {
        let is_coloured = |more: &str, environment: &[(&str, &str)], terminal: bool| {
            let text = shown(folder.path(), &format!("{verb} {more}"), environment, terminal);
            assert!(text.contains("scheduler") || text.contains("faulty.toml"), "{verb} {more}: {text}");
            text.contains('\u{1b}')
        };
        let (none, set, empty) = (&[][..], &[("NO_COLOR", "1")][..], &[("NO_COLOR", "")][..]);
        for (more, environment, terminal, expected) in [
            ("", none, true, true),
            ("", none, false, false),
            ("", set, true, false),
            // https://no-color.org: when present and not an empty string.
            ("", empty, true, true),
            ("--color never", none, true, false),
            ("--color always", none, false, true),
            ("--color always", set, true, true),
            ("--format json", none, true, false),
        ] {
            assert_eq!(
                is_coloured(more, environment, terminal),
                expected,
                "{verb} {more} {environment:?} {terminal}"
            );
        }
    }
}
