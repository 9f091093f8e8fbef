//! What is used all the same and warned of: the demo seed, and what may stand in a cluster.toml, as
//! `tests/warnings/NAME.toml` and the picture in `NAME.txt`.
//!
//! `SNAPSHOTS=overwrite cargo test --test warnings` writes the pictures anew. Read what changed.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::{collections::BTreeSet, fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

use kubemint::{
    cli::{DEMO_WARNING, diagnostics, warning_codes},
    config,
};
use snapbox::{Assert, Data};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/warnings");

/// What is warned of in a file of the directory.
fn warnings(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let none = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let cluster = config::read(&text, &none).unwrap_or_else(|faults| panic!("{path:?}: {faults:#?}"));
    diagnostics::draw("cluster.toml", &text, &config::warnings(&text, &cluster), false)
}

#[test]
fn each_file_has_its_picture() {
    let files = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    for path in files.filter(|path| path.extension().is_some_and(|extension| extension == "toml")) {
        let expected = Data::read_from(&path.with_extension("txt"), None).raw();
        Assert::new().action_env("SNAPSHOTS").eq(Data::text(warnings(&path)).raw(), expected);
    }
}

/// What cluster.toml is warned of has a code that `--deny` knows, and each such code has a picture.
#[test]
fn the_pictures_have_every_code_of_the_file() {
    let files = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let pictures = files.filter(|path| path.extension().is_some_and(|extension| extension == "txt"));
    let pictures: Vec<String> = pictures.map(|path| fs::read_to_string(path).unwrap()).collect();
    let code = |line: &str| Some(line.strip_prefix("warning[")?.split_once(']')?.0.to_owned());
    let found: BTreeSet<String> =
        pictures.iter().flat_map(|picture| picture.lines().filter_map(code)).collect();
    let of_file = warning_codes::WARNING_CODES.iter().filter(|known| known.commands.starts_with("init"));
    let listed: BTreeSet<String> = of_file.map(|known| known.code.to_owned()).collect();
    assert_eq!(found, listed);
}

#[test]
fn nothing_is_warned_of_where_there_is_nothing() {
    for example in ["ha", "controller-manager-ha"] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example).join("cluster.toml");
        assert_eq!(warnings(&file), "");
    }
}

/// Quiet or not, and the run goes on.
#[test]
fn every_verb_that_reads_the_file_says_it() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    for verb in
        [&["render"][..], &["render", "--quiet"], &["check"], &["diff"], &["check", "--format", "json"]]
    {
        let output = Command::new(env!("CARGO_BIN_EXE_kubemint"))
            .args(verb)
            .args(["--demo-seed", "--config", &format!("{FOLDER}/deprecated-flags.toml"), "--out"])
            .arg(&out)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{verb:?}: {said}");
        assert!(said.contains("pod-infra-container-image"), "{verb:?}: {said}");
        assert_eq!(said.contains("\"severity\": \"warning\""), verb.contains(&"json"), "{said}");
    }
}

#[test]
fn the_demo_seed_is_warned_of_quiet_or_not_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("seed"), "b7d3f8a16c2e4905d1883ac05f7e62b94d0ce1f35a96287bc4f0de178a63925e")
        .unwrap();
    fs::set_permissions(folder.path().join("seed"), fs::Permissions::from_mode(0o600)).unwrap();
    let config = format!("{FOLDER}/../../examples/ha/cluster.toml");
    for (seed, warned) in [(&["--demo-seed"][..], true), (&["--seed-file", "seed"], false)] {
        let output = Command::new(env!("CARGO_BIN_EXE_kubemint"))
            .args(["render", "--quiet", "--config", &config, "--out", &format!("out-{warned}")])
            .args(seed)
            .current_dir(folder.path())
            .output()
            .unwrap();
        let expected = if warned { format!("warning[demo-seed]: {DEMO_WARNING}\n") } else { String::new() };
        assert_eq!(String::from_utf8(output.stderr).unwrap(), expected);
        assert!(output.status.success());
    }
}
