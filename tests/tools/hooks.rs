//! .pre-commit-hooks.yaml: each hook is a command line of kubemint, and passes on a rendered repository.

use std::fs;

use crate::{kubemint, stderr};

#[test]
fn each_hook_passes_on_a_rendered_tree_and_fails_on_a_wrong_file() {
    let hooks = include_str!("../../.pre-commit-hooks.yaml");
    let entries: Vec<&str> =
        hooks.lines().filter_map(|line| line.trim().strip_prefix("entry: kubemint ")).collect();
    assert_eq!(entries.len(), hooks.matches("- id: ").count());
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("cluster.toml");
    fs::write(&config, include_str!("../../examples/ha/cluster.toml")).unwrap();
    assert!(kubemint(folder.path(), &["render", "--demo-seed"]).status.success());
    let run = |entry: &str| kubemint(folder.path(), &entry.split(' ').collect::<Vec<_>>());
    for entry in &entries {
        let output = run(entry);
        assert_eq!(output.status.code(), Some(0), "{entry}: {}", stderr(&output));
    }
    fs::write(&config, "no-such-key = 1\n[cluster]\n").unwrap();
    for entry in &entries {
        assert_eq!(run(entry).status.code(), Some(2), "{entry}");
    }
}
