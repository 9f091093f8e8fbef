//! `--against` reads what was meant, or nothing.

use std::{fs, os::unix::fs::symlink};

use crate::repository::Repository;

fn against(revision: &str) -> [&str; 4] {
    ["diff", "--as-rendered", "--against", revision]
}

/// What may be done to a repository with a second commit on `other`, and a name that then means two things.
#[test]
fn a_name_that_means_two_things_is_refused_with_both() {
    let commit = |repository: &Repository| repository.git(&["rev-parse", "other"]);
    let hash = |repository: &Repository| repository.git(&["rev-parse", "--short", "main"]);
    let table: [(&str, &[&str], &str, [&str; 2]); 8] = [
        ("a tag like a branch", &["tag", "main", "other"], "main", ["refs/tags/main", "refs/heads/main"]),
        (
            "a tag like a branch of the remote repository",
            &["tag", "origin/main", "other"],
            "origin/main",
            ["refs/tags/origin/main", "refs/remotes/origin/main"],
        ),
        (
            "a branch like one of the remote repository",
            &["branch", "origin/main", "other"],
            "origin/main~0",
            ["refs/heads/origin/main", "refs/remotes/origin/main"],
        ),
        (
            "a tag like a remote repository",
            &["tag", "origin", "other"],
            "origin",
            ["refs/tags/origin", "refs/remotes/origin/HEAD"],
        ),
        ("a tag like HEAD", &["update-ref", "refs/tags/HEAD", "other"], "HEAD", ["HEAD", "refs/tags/HEAD"]),
        (
            "a tag in place of a whole name that is not there",
            &["update-ref", "refs/tags/refs/remotes/origin/next", "other"],
            "refs/remotes/origin/next",
            ["refs/remotes/origin/next", "refs/tags/refs/remotes/origin/next"],
        ),
        (
            "a branch like a commit's short id",
            &["branch", "SHORT", "other"],
            "SHORT^0",
            ["refs/heads/SHORT", "commit "],
        ),
        (
            "a tag like a description",
            &["tag", "v1-2-gSHORT", "other"],
            "v1-2-gSHORT",
            ["refs/tags/v1-2-gSHORT", "commit "],
        ),
    ];
    for (what, prepare, revision, meanings) in table {
        let repository = Repository::new("");
        repository.git(&["update-ref", "refs/remotes/origin/main", "main"]);
        repository.git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main"]);
        repository.git(&["checkout", "-q", "-b", "other"]);
        repository.git(&["commit", "-q", "--allow-empty", "-m", "Another"]);
        repository.git(&["checkout", "-q", "main"]);
        assert_ne!(commit(&repository), repository.git(&["rev-parse", "main"]));
        let short = hash(&repository);
        let said = |text: &str| text.replace("SHORT", &short);
        if !revision.starts_with("refs/") {
            assert_eq!(repository.run(&against(&said(revision))).0, 0, "{what}: before");
        }
        let prepare: Vec<String> = prepare.iter().map(|word| said(word)).collect();
        repository.git(&prepare.iter().map(String::as_str).collect::<Vec<_>>());
        let refused = repository.refused(&against(&said(revision)));
        assert!(refused.contains("is ambiguous"), "{what}: {refused}");
        for meaning in meanings {
            assert!(refused.contains(&said(meaning)), "{what}: {refused}");
        }
        for whole in ["refs/heads/main", "@", &repository.git(&["rev-parse", "main"])] {
            assert_eq!(repository.run(&against(whole)).0, 0, "{what}: {whole}");
        }
    }
}

/// Anything that is not what a tree has, anywhere on the way to a file of it, is not nothing.
#[test]
fn a_base_with_something_else_on_the_way_is_no_first_tree() {
    let repository = Repository::new("");
    let pki = "out/public/nodes/master-1/etc/kubernetes/pki";
    let blob = repository.git(&["rev-parse", "main:cluster.toml"]);
    let commit = repository.git(&["rev-parse", "main"]);
    repository.configure("generations.leaf = { default = 2 }");
    repository.succeed(&["render", "--quiet"]);
    let directories = ["out", "out/public", "out/public/nodes", pki];
    let files = ["out/public/kubemint.lock".to_owned(), format!("{pki}/apiserver.crt")];
    let paths = directories.iter().copied().chain(files.iter().map(String::as_str));
    for (path, is_directory) in paths.zip([true, true, true, true, false, false]) {
        for (mode, id, words) in
            [("120000", &blob, "a link"), ("160000", &commit, "a submodule"), ("100644", &blob, "a file")]
        {
            if mode == "100644" && !is_directory {
                continue;
            }
            repository.git(&["read-tree", "main"]);
            repository.git(&["rm", "-rq", "--cached", path]);
            repository.git(&["update-index", "--add", "--cacheinfo", &format!("{mode},{id},{path}")]);
            let said = repository.refused(&against(&repository.commit_of_index()));
            assert!(said.contains(&format!(":{path} is {words}")), "{path} {words}: {said}");
        }
    }
}

#[test]
fn a_base_with_other_letters_or_without_its_lock_is_no_first_tree() {
    let repository = Repository::new("");
    for (from, to) in
        [("out", "Out"), ("out/public", "PUBLIC"), ("out/public/kubemint.lock", "Kubemint.lock")]
    {
        let around = from.rsplit_once('/').map_or(String::new(), |(around, _)| format!("{around}/"));
        repository.git(&["read-tree", "main"]);
        let object = repository.git(&["rev-parse", &format!("main:{from}")]);
        repository.git(&["rm", "-rq", "--cached", from]);
        if from.ends_with("lock") {
            repository.git(&[
                "update-index",
                "--add",
                "--cacheinfo",
                &format!("100644,{object},{around}{to}"),
            ]);
        } else {
            repository.git(&["read-tree", &format!("--prefix={around}{to}/"), &object]);
        }
        let said = repository.refused(&against(&repository.commit_of_index()));
        assert!(said.contains(&format!("has {to} instead")), "{from}: {said}");
    }
    repository.git(&["read-tree", "main"]);
    repository.git(&["rm", "-q", "--cached", "out/public/kubemint.lock"]);
    let said = repository.refused(&against(&repository.commit_of_index()));
    assert!(said.contains("kubemint.lock is not in that commit"), "{said}");
    // Without the tree it is a first one, and programs and people are told.
    repository.git(&["rm", "-rq", "--cached", "out"]);
    let (code, said, stderr) = repository.run(&against(&repository.commit_of_index()));
    assert!(code == 1 && said.contains("a first tree") && stderr.contains("first-tree"), "{said}{stderr}");
}

#[test]
fn a_submodule_does_not_answer_for_the_repository() {
    for inner in ["out", "deploy"] {
        let repository = Repository::new("");
        let out = if inner == "out" { "out".to_owned() } else { format!("{inner}/out") };
        if inner != "out" {
            fs::create_dir(repository.at(inner)).unwrap();
            fs::rename(repository.at("out"), repository.at(&out)).unwrap();
            repository.git(&["add", "-A"]);
            repository.commit();
        }
        // A repository of its own, as an operator may have it, answers for itself.
        let within = |arguments: &[&str]| repository.git(&[&["-C", inner], arguments].concat());
        within(&["init", "-q", "-b", "main"]);
        fs::write(repository.at(&format!("{inner}/.gitignore")), "secret\n").unwrap();
        within(&["add", "-A"]);
        within(&["commit", "-qm", "The tree"]);
        let diff = ["diff", "--as-rendered", "--against", "main", "--out", &out];
        assert_eq!(repository.run(&diff).0, 0);
        repository.git(&["rm", "-rq", "--cached", inner]);
        let commit = within(&["rev-parse", "main"]);
        repository.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{commit},{inner}")]);
        repository.git(&["commit", "-qm", "A submodule"]);
        let said = repository.refused(&diff);
        assert!(said.contains("is a submodule of the repository in"), "{said}");
    }
}

#[test]
fn a_link_of_the_repository_does_not_lead_to_the_tree() {
    let repository = Repository::new("");
    symlink(".", repository.at("here")).unwrap();
    let said = repository.refused(&["diff", "--as-rendered", "--against", "main", "--out", "here/out"]);
    assert!(said.contains("here is a link"), "{said}");
}
