//! `--format json` of every verb: a report is one document on standard output, an error one on standard error.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

use serde_json::Value;

/// The exit code and both outputs of a run in `folder`.
fn kubemint(folder: &Path, arguments: &[&str]) -> (i32, Vec<u8>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_kubemint"))
        .args(arguments)
        .args(["--format", "json"])
        .current_dir(folder)
        .output()
        .unwrap();
    (output.status.code().unwrap(), output.stdout, String::from_utf8(output.stderr).unwrap())
}

/// A new cluster, rendered, by a run of `init` that reports.
fn cluster() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let init = ["init", "--control-plane", "a=192.168.56.101", "--endpoint", "192.168.56.105:6443"];
    let (code, out, said) = kubemint(folder.path(), &init);
    assert_eq!((code, said.as_str()), (0, ""));
    let report: Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(
        report["written"],
        serde_json::json!(["./.gitignore", "./.dockerignore", "./seed", "./cluster.toml"])
    );
    for name in report["written"].as_array().unwrap() {
        assert!(folder.path().join(name.as_str().unwrap()).is_file(), "{name}");
    }
    folder
}

#[test]
fn every_verb_that_reports_does() {
    let folder = cluster();
    for (arguments, key) in [
        (&["validate"][..], "valid"),
        (&["images"], "images"),
        (&["render"], "written"),
        (&["render", "--locked"], "outdated_secrets"),
        (&["check"], "up_to_date"),
        (&["diff"], "changed"),
    ] {
        let (code, out, said) = kubemint(folder.path(), &[arguments, &["--quiet"]].concat());
        assert_eq!((code, said.as_str()), (0, ""), "{arguments:?}");
        let report: Value = serde_json::from_slice(&out).unwrap();
        assert!(report.get(key).is_some(), "{arguments:?}: {report}");
    }
    // What pack makes is no report.
    let (code, out, _) = kubemint(folder.path(), &["pack", "--node", "a"]);
    assert!(code == 0 && tar::Archive::new(out.as_slice()).entries().unwrap().count() > 30);
}

#[test]
fn every_verb_tells_its_errors() {
    let folder = cluster();
    fs::write(folder.path().join("no-seed"), "x").unwrap();
    let (code, ..) = kubemint(folder.path(), &["render"]);
    assert_eq!(code, 0);
    let more = "\n[pki.renewals]\n\"apiserver/a\" = 2100-01-01T00:00:00Z\n";
    for (arguments, code, kind, words) in [
        (&["init", "--control-plane", "a=1.2.3.4", "--endpoint", "a:1"][..], 2, "input", "already"),
        (&["render", "--config", "nowhere.toml"], 2, "input", "there is no nowhere.toml"),
        (&["render", "--seed-file", "no-seed"], 2, "input", "no-seed"),
        (&["check", "--locked", "--from", "nowhere"], 2, "input", "no tree in nowhere"),
        (&["diff", "--against", "HEAD"], 2, "input", "does not lie in a git repository"),
        (&["pack", "--node", "b"], 2, "input", "no node b"),
        (&["seal"], 2, "input", "no recipients"),
        (&["open", "nothing.age", "--identity", "no-seed"], 2, "input", "nothing.age"),
        (&["render", "--depfile", "no/where"], 3, "system", "no/where"),
    ] {
        let (found, out, said) = kubemint(folder.path(), arguments);
        assert_eq!(found, code, "{arguments:?}: {said}");
        assert!(out.is_empty(), "{arguments:?}");
        let errors: Value = serde_json::from_str(&said).unwrap_or_else(|_| panic!("{arguments:?}: {said}"));
        let error = &errors[0];
        assert!(error["message"].as_str().unwrap().contains(words), "{arguments:?}: {said}");
        assert_eq!(
            (error["code"].as_str(), error["severity"].as_str()),
            (Some(kind), Some("error")),
            "{said}"
        );
    }
    // Each certificate that --locked refuses is an error of its own.
    let config = folder.path().join("cluster.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, text.replace("leaf_validity", "#") + more).unwrap();
    let (code, _, said) = kubemint(folder.path(), &["render", "--locked"]);
    assert_eq!(code, 2, "{said}");
    let errors: Value = serde_json::from_str(&said).unwrap();
    assert!(!errors.as_array().unwrap().is_empty() && errors[0]["message"].is_string(), "{said}");
}

/// A program reads standard error as one document, whatever there is to warn of.
#[test]
fn every_warning_is_one_of_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let config = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/warnings/deprecated-flags.toml");
    let warnings = |arguments: &[&str]| {
        let (code, _, said) = kubemint(folder.path(), &[arguments, &["--config", config]].concat());
        let warnings: Value = serde_json::from_str(&said).unwrap_or_else(|_| panic!("{arguments:?}: {said}"));
        assert!(
            code < 2 && warnings.as_array().unwrap().iter().all(|one| one["severity"] == "warning"),
            "{said}"
        );
        warnings
    };
    let codes = |warnings: &Value| {
        let codes = warnings.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned());
        codes.collect::<Vec<_>>()
    };
    let expected = ["deprecated-flag", "deprecated-flag", "deprecated-flag", "demo-seed"];
    for arguments in [
        &["render", "--demo-seed"][..],
        &["render", "--locked"],
        &["check", "--demo-seed"],
        &["check", "--locked"],
    ] {
        let warnings = warnings(arguments);
        assert_eq!(codes(&warnings), expected, "{arguments:?}");
        let demo = &warnings[3];
        assert!(demo["message"].as_str().unwrap().starts_with("the demo seed is public: "), "{demo}");
        assert!(
            ["file", "line", "column", "expected", "help"].iter().all(|key| demo[key].is_null()),
            "{demo}"
        );
        assert!(demo["labels"].as_array().unwrap().is_empty() && demo.as_object().unwrap().len() == 9);
    }
    let secrets = folder.path().join("out/secret/nodes");
    fs::set_permissions(&secrets, fs::Permissions::from_mode(0o755)).unwrap();
    let warnings = warnings(&["diff", "--demo-seed"]);
    assert_eq!(codes(&warnings), [&expected[..], &["open-directory"]].concat());
    assert!(warnings[4]["message"].as_str().unwrap().contains("others can enter out/secret/nodes"));
}

/// What text says in a note is in the report.
#[test]
fn a_check_without_the_seed_names_the_secrets_that_are_outdated() {
    let folder = cluster();
    assert_eq!(kubemint(folder.path(), &["render"]).0, 0);
    let report = |arguments: &[&str]| {
        let (_, out, said) = kubemint(folder.path(), arguments);
        assert_eq!(said, "", "{arguments:?}");
        serde_json::from_slice::<Value>(&out).unwrap()["outdated_secrets"].clone()
    };
    assert_eq!(report(&["check"]), Value::Null);
    assert_eq!(report(&["check", "--locked"]), serde_json::json!([]));
    let config = folder.path().join("cluster.toml");
    let text = fs::read_to_string(&config).unwrap();
    let more = "\n[controller_manager]\napiserver = \"endpoint\"\n";
    fs::write(&config, text + more).unwrap();
    let outdated = serde_json::json!(["secret/nodes/a/etc/kubernetes/controller-manager.conf"]);
    assert_eq!(report(&["check", "--locked"]), outdated);
}
