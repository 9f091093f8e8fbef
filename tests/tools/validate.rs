//! `validate` says of every cluster.toml what `render` says, without seed and tree.

use std::{fs, path::PathBuf};

use crate::{clusters, kubemint, stderr, stdout};

/// Each file of tests/faults and tests/warnings.
fn fixtures() -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let below = |folder: &str| fs::read_dir(root.join("tests").join(folder)).unwrap();
    let files = below("faults").chain(below("warnings")).map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "toml")).collect();
    files.sort_unstable();
    files
}

#[test]
fn it_reports_what_a_render_reports() {
    let folder = tempfile::tempdir().unwrap();
    // Every fifth: the others differ in what the common reader finds.
    for config in fixtures().iter().step_by(5) {
        let config = config.to_str().unwrap();
        for format in ["text", "json"] {
            let run = |verb: &[&str]| {
                let deny = ["--deny", "weakens-cluster", "--config", config, "--format", format];
                kubemint(folder.path(), &[verb, &deny].concat())
            };
            let (validated, rendered) = (run(&["validate"]), run(&["render", "--demo-seed", "--out", "new"]));
            assert_eq!(validated.status.code(), rendered.status.code(), "{config}");
            let _ = fs::remove_dir_all(folder.path().join("new"));
            if rendered.status.code() == Some(2) {
                assert_eq!(stderr(&validated), stderr(&rendered), "{config}");
                assert!(validated.stdout.is_empty(), "{config}");
            }
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "it wrote something");
}

#[test]
fn what_is_valid_is_said_to_be_and_exits_with_0() {
    let folder = tempfile::tempdir().unwrap();
    for config in clusters() {
        let config = config.to_str().unwrap();
        let valid = kubemint(folder.path(), &["validate", "--config", config]);
        assert_eq!(valid.status.code(), Some(0), "{config}: {}", stderr(&valid));
        assert!(stdout(&valid).contains(" is valid: Kubernetes 1."), "{config}");
        let quiet = kubemint(folder.path(), &["validate", "--config", config, "--quiet"]);
        assert!(quiet.stdout.is_empty(), "{config}");
        let json = kubemint(folder.path(), &["validate", "--config", config, "--format", "json"]);
        let report: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
        assert!(report["valid"] == true && report["read"][0] == config, "{report}");
    }
}

#[test]
fn warnings_are_reported_and_can_be_denied() {
    let folder = tempfile::tempdir().unwrap();
    let config = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/warnings/deprecated-flags.toml");
    let warned = kubemint(folder.path(), &["validate", "--quiet", "--config", config]);
    assert_eq!(warned.status.code(), Some(0));
    assert!(stderr(&warned).contains("warning[deprecated-flag]"), "{}", stderr(&warned));
    let denied = kubemint(folder.path(), &["validate", "--config", config, "--deny", "deprecated-flag"]);
    assert_eq!(denied.status.code(), Some(1));
    assert!(stderr(&denied).ends_with("error: denied by --deny: deprecated-flag\n"), "{}", stderr(&denied));
}
