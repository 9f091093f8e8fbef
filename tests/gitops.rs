//! examples/gitops with a real Git: a commit renders, a pull request's comment says what changed, no secret gets in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A repository made of the example, with a seed beside cluster.toml, its tree in the first commit.
struct Repository {
    _folder: tempfile::TempDir,
    root: PathBuf,
}

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/gitops");

impl Repository {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("repository");
        for entry in walkdir::WalkDir::new(EXAMPLE).into_iter().map(Result::unwrap) {
            let to = root.join(entry.path().strip_prefix(EXAMPLE).unwrap());
            if entry.file_type().is_dir() {
                fs::create_dir(to).unwrap();
            } else {
                fs::copy(entry.path(), to).unwrap();
            }
        }
        fs::write(root.join("seed"), "b7d3f8a16c2e4905d1883ac05f7e62b94d0ce1f35a96287bc4f0de178a63925e\n")
            .unwrap();
        fs::set_permissions(root.join("seed"), Permissions::from_mode(0o600)).unwrap();
        let repository = Self { _folder: folder, root };
        repository.git(&["init", "-q", "-b", "main"]);
        repository.git(&["config", "core.hooksPath", ".githooks"]);
        repository.git(&["add", "-A"]);
        repository.git(&["commit", "-qm", "The cluster"]);
        repository
    }

    fn try_git(&self, arguments: &[&str]) -> Output {
        Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgSign=false"])
            .args(arguments)
            .current_dir(&self.root)
            .env("KUBEMINT", env!("CARGO_BIN_EXE_kubemint"))
            .output()
            .unwrap()
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = self.try_git(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn edit(&self, from: &str, to: &str) {
        let file = self.root.join("cluster.toml");
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(file, text.replace(from, to)).unwrap();
    }
}

fn kubemint(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_kubemint")).args(arguments).current_dir(folder).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_changed_flag_is_rendered_by_the_commit_and_told_in_the_comment() {
    let repository = Repository::new();
    repository.git(&["switch", "-qc", "louder"]);
    repository.edit("v = \"2\"", "v = \"4\"");
    repository.git(&["commit", "-qam", "Log more"]);
    let changed = repository.git(&["show", "--name-only", "--format=", "HEAD"]);
    assert!(
        changed.contains("out/public/nodes/master-1/etc/kubernetes/manifests/kube-controller-manager.yaml\n")
    );
    assert_eq!(repository.git(&["status", "--porcelain"]), "", "the hook leaves nothing behind");

    // What CI does, in a clone that has no seed.
    let clone = repository.root.with_file_name("clone");
    repository.git(&["clone", "-q", "--branch", "louder", ".", clone.to_str().unwrap()]);
    let comment = ["diff", "--against", "origin/main", "--as-rendered", "--format", "markdown"];
    let (code, said) = kubemint(&clone, &comment);
    assert_eq!(code, Some(1));
    assert!(said.starts_with("<!-- kubemint diff -->\n"), "{said}");
    assert!(
        said.contains("<b>kube-controller-manager</b> on <code>master-1</code>, <code>master-2</code>, <code>master-3</code>: 1 change"),
        "{said}"
    );
    assert!(said.contains("- flag `--v` from `2` to `4`\n"), "{said}");
    let workflow = fs::read_to_string(clone.join(".github/workflows/kubemint.yaml")).unwrap();
    assert!(!workflow.contains("secrets."), "a pull request could read them: {workflow}");
    let check = workflow.lines().find_map(|line| line.trim().strip_prefix("run: kubemint check")).unwrap();
    let check =
        || kubemint(&clone, &[&["check"], check.split_whitespace().collect::<Vec<_>>().as_slice()].concat());
    assert_eq!(check(), (Some(0), "out is up to date\n".to_owned()));
    let pod = clone.join("out/public/nodes/master-1/etc/kubernetes/manifests/etcd.yaml");
    fs::write(&pod, fs::read_to_string(&pod).unwrap() + "# by hand\n").unwrap();
    let (code, said) = check();
    assert!(code == Some(1) && said.contains("etcd.yaml"), "{said}");
}

#[test]
fn the_readmes_first_commit_is_of_a_cluster_of_ones_own() {
    let repository = Repository::new();
    let readme = fs::read_to_string(repository.root.join("README.md")).unwrap();
    let line = readme.lines().find(|line| line.starts_with("kubemint init ")).unwrap();
    let nodes = "--control-plane a=192.168.56.101 --endpoint 192.168.56.101:6443";
    let line = line.replace("--control-plane … --endpoint …", nodes);
    let script = line.replacen("kubemint", env!("CARGO_BIN_EXE_kubemint"), 1);
    // A copy of the directory has neither a seed nor a tree.
    fs::remove_file(repository.root.join("seed")).unwrap();
    fs::remove_dir_all(repository.root.join("out")).unwrap();
    let ran = Command::new("sh").args(["-ec", &script]).current_dir(&repository.root).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    repository.git(&["add", "-A"]);
    repository.git(&["commit", "-qm", "Render the cluster"]);
    let listed = repository.git(&["ls-files"]);
    assert!(listed.contains("out/public/nodes/a/SHA256SUMS\n"), "{listed}");
    assert!(!listed.lines().any(|file| file == "seed" || file.starts_with("new/")), "{listed}");
}

#[test]
fn certificates_are_read_as_a_listing_and_not_as_pem() {
    let repository = Repository::new();
    repository.edit("[pki]\n", "[apiserver]\nextra_sans = [\"api.example.org\"]\n\n[pki]\n");
    repository.git(&["commit", "-qam", "Another name"]);
    let diff = repository.git(&["show", "--format=", "HEAD"]);
    assert!(diff.contains("+nodes/master-1/etc/kubernetes/pki/apiserver.crt | CN=kube-apiserver"), "{diff}");
    assert!(diff.contains("apiserver.crt differ"), "{diff}");
    assert!(!diff.contains("-----BEGIN CERTIFICATE-----"), "{diff}");
}

#[test]
fn no_secret_gets_into_a_commit() {
    let repository = Repository::new();
    let listed = repository.git(&["ls-files"]);
    assert!(listed.contains("out/public/kubemint.lock\n"));
    assert!(!listed.lines().any(|file| file == "seed" || file.starts_with("out/secret")), "{listed}");
    for secret in ["seed", "out/secret/cluster/admin.conf"] {
        repository.git(&["add", "-f", secret]);
        let refused = repository.try_git(&["commit", "-qm", "Everything"]);
        assert!(!refused.status.success());
        assert!(String::from_utf8_lossy(&refused.stderr).contains(secret));
        repository.git(&["rm", "-q", "--cached", secret]);
    }
}

#[test]
fn what_is_not_staged_is_not_rendered() {
    let repository = Repository::new();
    repository.edit("v = \"2\"", "v = \"4\"");
    repository.git(&["add", "cluster.toml"]);
    repository.edit("v = \"4\"", "v = \"6\"");
    let refused = repository.try_git(&["commit", "-qm", "Log more"]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("cluster.toml\npre-commit: the files above"));
}

#[test]
fn the_lists_of_nodes_are_those_of_the_tree() {
    let repository = Repository::new();
    for file in ["deploy/flux/registered-nodes.yaml", "deploy/argocd/cluster/registered-nodes.yaml"] {
        let text = fs::read_to_string(repository.root.join(file)).unwrap();
        for node in ["master-1", "master-2", "master-3", "worker-1"] {
            assert!(
                text.contains(&format!("name: {node}\n")) || text.contains(&format!("- node/{node}\n")),
                "{text}"
            );
        }
        let example = fs::read_to_string(Path::new(EXAMPLE).join(file)).unwrap();
        assert_eq!(text, example, "{file}: run deploy/list-nodes");
    }
}

#[test]
fn labels_wait_and_nothing_is_pruned() {
    let text = |path: &str| fs::read_to_string(Path::new(EXAMPLE).join(path)).unwrap();
    for folder in ["deploy/objects", "deploy/nodes"] {
        let kustomization = text(&format!("{folder}/kustomization.yaml"));
        assert!(kustomization.contains("kustomize.toolkit.fluxcd.io/prune: disabled"));
        assert!(kustomization.contains("argocd.argoproj.io/sync-options: Prune=false"));
    }
    assert!(text("deploy/flux/node-labels.yaml").contains("dependsOn:\n  - name: cluster-objects"));
    assert!(text("deploy/argocd/cluster/wait.yaml").contains("sync-wave: \"1\""));
    assert!(text("deploy/nodes/kustomization.yaml").contains("sync-wave: \"2\""));
}
