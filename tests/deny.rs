//! `--deny`: a warning that must not be, by its code, and the page that lists the codes.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Output},
};

use kubemint::cli::warning_codes::WARNING_CODES;

const PAGE: &str = include_str!("../docs/diagnostics.md");

#[test]
fn the_page_lists_every_code_and_no_other() {
    let quoted = |text: &str| text.split(", ").map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let row = |known: &kubemint::cli::warning_codes::WarningCode| {
        format!("| `{}` | {} | {} |", known.code, quoted(known.commands), known.meaning)
    };
    let expected: Vec<String> = WARNING_CODES.iter().map(row).collect();
    let found: Vec<&str> = PAGE.lines().filter(|line| line.starts_with("| `")).collect();
    assert_eq!(found, expected);
    let mut codes: Vec<&str> = WARNING_CODES.iter().map(|known| known.code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), WARNING_CODES.len(), "a code twice");
    assert!(codes.iter().all(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
}

/// The text of each source file, this list's own left out.
fn sources(folder: &Path) -> Vec<String> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.unwrap().into_path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    files
        .filter(|path| !path.ends_with("warning_codes.rs"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

/// The text between quotes at the start of each part behind `mark`.
fn quoted_behind<'t>(text: &'t str, mark: &str) -> impl Iterator<Item = &'t str> {
    let parts = text.split(mark).skip(1).map(str::trim_start);
    parts.filter_map(|part| part.strip_prefix('"')?.split('"').next())
}

/// Where a run or a rollout warns, its code is a literal; warnings of cluster.toml are held by their pictures
/// (tests/warnings.rs).
#[test]
fn every_warning_of_the_source_is_listed_and_every_code_is_given() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeSet::new();
    for text in sources(&source.join("cli")).iter().filter(|text| text.contains("Warning")) {
        for mark in ["Warning::new(", "warnings.add(", " code: ", "=> ("] {
            found.extend(quoted_behind(text, mark).map(str::to_owned));
        }
    }
    for text in sources(&source.join("difference")) {
        found.extend(quoted_behind(&text, " code: ").map(str::to_owned));
    }
    let is_code =
        |text: &&String| text.contains('-') && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let listed: BTreeSet<&str> = WARNING_CODES.iter().map(|known| known.code).collect();
    let unlisted: Vec<&String> =
        found.iter().filter(is_code).filter(|code| !listed.contains(code.as_str())).collect();
    assert!(unlisted.is_empty(), "not in src/cli/warning_codes.rs: {unlisted:?}");
    assert!(found.len() > 30, "{found:?}");
    let all = sources(&source).concat();
    let never: Vec<&&str> = listed.iter().filter(|code| !all.contains(&format!("\"{code}\""))).collect();
    assert!(never.is_empty(), "nothing gives {never:?}");
}

fn kubemint(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kubemint")).args(arguments).current_dir(folder).output().unwrap()
}

/// A directory with the example and a flag that its component deprecates.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let config = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/warnings/deprecated-flags.toml");
    fs::copy(config, folder.path().join("cluster.toml")).unwrap();
    folder
}

#[test]
fn a_denied_warning_exits_with_1_and_nothing_is_written() {
    let folder = folder();
    for denied in ["demo-seed", "deprecated-flag", "all", "no-recipients,demo-seed"] {
        let output = kubemint(folder.path(), &["render", "--demo-seed", "--deny", denied]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{denied}: {said}");
        assert!(
            said.contains("warning[demo-seed]: ") && said.contains("warning[deprecated-flag]: "),
            "{said}"
        );
        let last = said.lines().last().unwrap();
        assert!(
            last.starts_with("error: denied by --deny: ") && last.ends_with("; nothing was written"),
            "{said}"
        );
        assert!(!folder.path().join("out").exists(), "{denied}");
    }
    let others = ["render", "--demo-seed", "--deny", "no-recipients", "--deny", "skipped-minor"];
    assert_eq!(kubemint(folder.path(), &others).status.code(), Some(0));
    for verb in ["check", "diff"] {
        assert_eq!(kubemint(folder.path(), &[verb, "--demo-seed"]).status.code(), Some(0), "{verb}");
        let output = kubemint(folder.path(), &[verb, "--demo-seed", "-q", "--deny", "deprecated-flag"]);
        assert_eq!(output.status.code(), Some(1), "{verb}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.ends_with("error: denied by --deny: deprecated-flag\n"), "{verb}: {said}");
    }
}

#[test]
fn every_command_that_warns_takes_it() {
    let folder = folder();
    let node =
        ["--control-plane", "a=10.0.0.1", "--control-plane", "b=10.0.0.2", "--control-plane", "c=10.0.0.3"];
    let init = [&["init"], &node[..], &["--endpoint", "10.0.0.1:6443", "new"]].concat();
    let denied = kubemint(folder.path(), &[&init[..], &["--deny", "endpoint-machine"]].concat());
    assert_eq!(denied.status.code(), Some(1));
    assert!(!folder.path().join("new").exists());
    let told = kubemint(folder.path(), &init);
    assert!(
        told.status.success()
            && String::from_utf8(told.stderr).unwrap().contains("warning[endpoint-machine]")
    );

    assert!(kubemint(folder.path(), &["render", "--demo-seed"]).status.success());
    let node =
        fs::read_dir(folder.path().join("out/public/nodes")).unwrap().next().unwrap().unwrap().file_name();
    let pack = [
        "pack",
        "--node",
        node.to_str().unwrap(),
        "--format",
        "ignition",
        "--output",
        "user-data",
        "--include-secrets",
    ];
    let denied = kubemint(folder.path(), &[&pack[..], &["--deny", "secrets-in-user-data"]].concat());
    assert_eq!(denied.status.code(), Some(1));
    assert!(!folder.path().join("user-data").exists());
    assert_eq!(kubemint(folder.path(), &pack).status.code(), Some(0));

    // A rollout's warning is in the report; it is found whether it is denied or not, and named where it is.
    let config = folder.path().join("cluster.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, text.replace("service_cidr = \"", "service_cidr = \"10.77.0.0/16\" # ")).unwrap();
    let denied = kubemint(folder.path(), &["diff", "--demo-seed", "--deny", "service-range"]);
    assert_eq!(denied.status.code(), Some(1));
    let said = String::from_utf8(denied.stderr).unwrap();
    assert!(said.ends_with("error: denied by --deny: service-range\n"), "{said}");
}

#[test]
fn an_unknown_code_is_an_argument_error_with_a_suggestion() {
    let folder = folder();
    for (code, suggestion) in [("demo-sed", "did you mean demo-seed?"), ("everything", "docs/diagnostics.md")]
    {
        let output = kubemint(folder.path(), &["check", "--deny", code]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && said.contains(suggestion), "{said}");
    }
}

#[test]
fn in_json_the_denial_is_one_of_the_list() {
    let folder = folder();
    let output = kubemint(folder.path(), &["render", "--demo-seed", "--format", "json", "--deny", "all"]);
    let said: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
    let last = said.as_array().unwrap().last().unwrap();
    assert_eq!((&last["code"], &last["severity"]), (&"denied".into(), &"error".into()));
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
}
