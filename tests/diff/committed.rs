//! `--against`: the tree that a revision has, from a real repository.

use std::fs;

use crate::cluster::Cluster;

/// A repository with the example's tree in its first commit.
fn committed() -> Cluster {
    let cluster = Cluster::rendered(&[("", "[controller_manager]\nextra_args = { v = \"2\" }")]);
    cluster.git(&["init", "-q"]);
    cluster.git(&["add", "-A"]);
    cluster.git(&["commit", "-qm", "first"]);
    cluster.git(&["tag", "first"]);
    cluster.git(&["tag", "-a", "-m", "a tag is an object of its own", "annotated"]);
    cluster
}

#[test]
fn the_committed_tree_is_compared_and_not_the_one_on_disk() {
    let cluster = committed();
    cluster.edit(&[("v = \"2\"", "v = \"4\"")]);
    let told = cluster.diff(&["--against", "first"]).1;
    assert!(told.starts_with("out against first: "), "{told}");
    assert!(told.contains("flag --v from 2 to 4"), "{told}");
    cluster.render();
    assert_eq!(cluster.diff(&[]).0, 0);
    for other in ["HEAD", "annotated"] {
        assert_eq!(cluster.diff(&["--against", other]).1.replace(other, "first"), told);
    }
    fs::remove_dir_all(cluster.at("out")).unwrap();
    assert_eq!(cluster.diff(&["--against", "first"]).1, told, "what lies on disk does not matter");
}

#[test]
fn two_trees_that_were_rendered_need_no_seed_and_no_cluster_file() {
    let cluster = committed();
    cluster.edit(&[("v = \"2\"", "v = \"4\"")]);
    cluster.render();
    let expected = cluster.diff(&["--against", "first"]).1;
    fs::remove_file(cluster.at("cluster.toml")).unwrap();
    fs::remove_dir_all(cluster.at("out/secret")).unwrap();
    let output = cluster.run(&["diff", "--against", "first", "--as-rendered"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
    assert_eq!(cluster.run(&["diff", "--as-rendered"]).status.code(), Some(2));
}

#[test]
fn a_revision_without_a_tree_has_a_first_tree_compared_with() {
    let cluster = Cluster::new();
    cluster.git(&["init", "-q"]);
    cluster.git(&["commit", "-qm", "empty", "--allow-empty"]);
    let (code, told) = cluster.diff(&["--against", "HEAD"]);
    assert_eq!(code, 1);
    assert!(told.contains("a first tree"), "{told}");
}

#[test]
fn a_wrong_revision_or_no_repository_is_a_wrong_input() {
    let cluster = committed();
    let said = |cluster: &Cluster, revision: &str| {
        let output = cluster.run(&["diff", "--demo-seed", &format!("--against={revision}")]);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for wrong in ["nowhere", "--help", "", "HEAD\nHEAD", "HEAD:cluster.toml", "HEAD^{tree}"] {
        let (code, text) = said(&cluster, wrong);
        assert_eq!(code, Some(2), "{wrong:?}: {text}");
        assert!(text.contains("is no commit of the repository"), "{wrong:?}: {text}");
    }
    let outside = Cluster::new();
    let (code, text) = said(&outside, "HEAD");
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("does not lie in a git repository"), "{text}");
}

#[test]
fn an_index_of_another_repository_is_not_asked() {
    let cluster = committed();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_kubemint"))
        .args(["diff", "--demo-seed", "--quiet", "--against", "HEAD"])
        .current_dir(cluster.path())
        .env("GIT_DIR", "/nonexistent")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}
