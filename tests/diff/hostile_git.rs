//! What surrounds a repository never decides what `--against` reads: each of these is shown to lead a plain Git astray.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
    time::{Duration, Instant},
};

use crate::cluster::Cluster;

/// The lock that Git is asked for, from the directory `out`.
const LOCK: &str = "public/kubemint.lock";

/// Where the tree lies in the work tree.
const OUT: &str = "clusters/a/out";

/// A repository whose `main` has a tree of v = 2, and whose tree on disk is that of v = 9. `evil`, and evil.git's `main`, are a
/// history in which that tree was there all along.
fn repository() -> Cluster {
    let cluster = Cluster::new();
    cluster.append("[controller_manager]\nextra_args = { v = \"2\" }");
    render(&cluster);
    cluster.git(&["init", "-q"]);
    fs::write(cluster.at(".gitignore"), "secret\n/evil*\n").unwrap();
    cluster.git(&["add", "-A"]);
    cluster.git(&["commit", "-qm", "first"]);
    cluster.git(&["commit", "-qm", "second", "--allow-empty"]);
    cluster.edit(&[("v = \"2\"", "v = \"9\"")]);
    render(&cluster);
    cluster.git(&["checkout", "-q", "--orphan", "evil"]);
    for message in ["changed", "changed again"] {
        cluster.git(&["add", "-A"]);
        cluster.git(&["commit", "-qm", message, "--allow-empty"]);
    }
    cluster.git(&["clone", "-q", "--bare", ".", "evil.git"]);
    cluster.git(&["-C", "evil.git", "branch", "-q", "-f", "main", "evil"]);
    cluster
}

fn render(cluster: &Cluster) {
    let output = cluster.run(&["render", "--demo-seed", "--out", OUT]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What leads Git astray: what is done to the repository, the environment then, the revision that is asked for.
struct Lure {
    name: &'static str,
    prepare: fn(&Cluster),
    environment: &'static [(&'static str, &'static str)],
    revision: &'static str,
}

const fn lure(name: &'static str, environment: &'static [(&'static str, &'static str)]) -> Lure {
    Lure { name, prepare: |_| (), environment, revision: "main" }
}

const fn done(name: &'static str, prepare: fn(&Cluster)) -> Lure {
    Lure { name, prepare, environment: &[], revision: "main" }
}

/// Paths in the environment are absolute: `TOP` stands for the work tree.
const LURES: &[Lure] = &[
    lure("another repository", &[("GIT_DIR", "TOP/evil.git")]),
    lure("another repository for this work tree", &[("GIT_DIR", "TOP/evil.git"), ("GIT_WORK_TREE", "TOP")]),
    lure("a repository without objects", &[("GIT_OBJECT_DIRECTORY", "TOP/evil-none")]),
    lure("settings in variables", &[("GIT_CONFIG_COUNT", "no number")]),
    lure("settings on another's command line", &[("GIT_CONFIG_PARAMETERS", "'no setting")]),
    lure("another global configuration", &[("GIT_CONFIG_GLOBAL", "TOP/cluster.toml")]),
    lure(
        "another system configuration",
        &[("GIT_CONFIG_SYSTEM", "TOP/cluster.toml"), ("GIT_CONFIG_NOSYSTEM", "0")],
    ),
    lure("where Git stops looking", &[("GIT_CEILING_DIRECTORIES", "TOP")]),
    Lure {
        prepare: |cluster| {
            cluster.git(&["update-ref", &format!("refs/others/{}", commit(cluster, "main")), "evil"]);
        },
        ..lure("replacements of another name", &[("GIT_REPLACE_REF_BASE", "refs/others/")])
    },
    Lure {
        prepare: |cluster| fs::write(cluster.at("evil-grafts"), grafts(cluster)).unwrap(),
        revision: "main~1",
        ..lure("other parents in a file", &[("GIT_GRAFT_FILE", "TOP/evil-grafts")])
    },
    Lure {
        prepare: |cluster| fs::write(cluster.at("evil-shallow"), commit(cluster, "main") + "\n").unwrap(),
        revision: "main~1",
        ..lure("a history that ends", &[("GIT_SHALLOW_FILE", "TOP/evil-shallow")])
    },
    Lure {
        prepare: |cluster| {
            fs::write(cluster.at(".git/info/grafts"), grafts(cluster)).unwrap();
        },
        revision: "main~1",
        ..lure("other parents", &[])
    },
    done("replacements", |cluster| cluster.git(&["replace", "main", "evil"])),
    done("a replaced file", |cluster| {
        let blob = |revision: &str| commit(cluster, &format!("{revision}:{OUT}/{LOCK}"));
        cluster.git(&["replace", &blob("main"), &blob("evil")]);
    }),
    done("a work tree elsewhere", |cluster| cluster.git(&["config", "core.worktree", "../examples"])),
    done("a bare repository around the tree", |cluster| bare(cluster, "clusters/a")),
    done("a bare repository around that", |cluster| bare(cluster, "clusters")),
    done("a bare repository as the tree", |cluster| bare(cluster, OUT)),
    done("a bare repository in the tree", |cluster| bare(cluster, "clusters/a/out/public")),
];

fn grafts(cluster: &Cluster) -> String {
    format!("{} {}\n", commit(cluster, "main"), commit(cluster, "evil"))
}

fn commit(cluster: &Cluster, revision: &str) -> String {
    let output =
        Command::new("git").args(["rev-parse", revision]).current_dir(cluster.path()).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Makes a directory of the work tree a bare repository, as a commit can.
fn bare(cluster: &Cluster, folder: &str) {
    for name in ["HEAD", "objects", "refs", "packed-refs"] {
        let from = cluster.at("evil.git").join(name);
        let status = Command::new("cp").arg("-r").arg(from).arg(cluster.at(folder)).status();
        assert!(status.unwrap().success());
    }
    fs::create_dir_all(cluster.at(folder).join("refs")).unwrap();
    let top = vec![".."; folder.split('/').count()].join("/");
    let config = format!("[core]\nrepositoryformatversion = 0\nbare = false\nworktree = {top}\n");
    fs::write(cluster.at(folder).join("config"), config).unwrap();
}

/// What a plain Git says of the lock, asked from where the tree lies; nothing where it fails.
fn plain(cluster: &Cluster, revision: &str, environment: &[(String, String)]) -> Vec<u8> {
    let folder = if cluster.at(OUT).join("public/HEAD").exists() { "clusters/a/out/public" } else { OUT };
    let name = if folder == OUT { LOCK } else { "kubemint.lock" };
    Command::new("git")
        .args(["cat-file", "blob", &format!("{revision}:./{name}")])
        .envs(environment.iter().cloned())
        .current_dir(cluster.at(folder))
        .output()
        .unwrap()
        .stdout
}

fn kubemint(cluster: &Cluster, revision: &str, environment: &[(String, String)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kubemint"))
        .args(["diff", "--as-rendered", "--out", OUT, "--against", revision])
        .envs(environment.iter().cloned())
        .current_dir(cluster.path())
        .output()
        .unwrap()
}

#[test]
fn nothing_around_a_repository_decides_what_is_read() {
    for Lure { name, prepare, environment, revision } in LURES {
        let cluster = repository();
        let top = cluster.path().to_str().unwrap();
        let value = |value: &str| value.replace("TOP", top);
        let environment: Vec<_> =
            environment.iter().map(|(name, text)| ((*name).to_owned(), value(text))).collect();
        let (honest_lock, honest) = (plain(&cluster, revision, &[]), kubemint(&cluster, revision, &[]));
        assert_eq!(honest.status.code(), Some(1), "{}", String::from_utf8_lossy(&honest.stderr));
        prepare(&cluster);
        assert_ne!(plain(&cluster, revision, &environment), honest_lock, "{name} leads nobody astray");
        let found = kubemint(&cluster, revision, &environment);
        let told = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(told(&found), told(&honest), "{name}: {}", String::from_utf8_lossy(&found.stderr));
        assert_eq!(found.status.code(), Some(1), "{name}");
    }
}

#[test]
fn an_object_that_another_was_put_in_place_of_is_noticed() {
    let cluster = repository();
    let id = |revision: &str| commit(&cluster, &format!("{revision}:{OUT}/{LOCK}"));
    let path = |id: &str| cluster.at(&format!(".git/objects/{}/{}", &id[..2], &id[2..]));
    // Where a borrowed store of objects has another file under the name: what Git reads is not held to the name.
    let (wanted, evil) = (path(&id("main")), path(&id("evil")));
    let borrowed = cluster.at("evil-objects").join(&id("main")[..2]);
    fs::create_dir_all(&borrowed).unwrap();
    fs::copy(evil, borrowed.join(wanted.file_name().unwrap())).unwrap();
    fs::remove_file(wanted).unwrap();
    let alternates = cluster.at("evil-objects").to_str().unwrap().to_owned() + "\n";
    fs::write(cluster.at(".git/objects/info/alternates"), alternates).unwrap();
    assert!(!plain(&cluster, "main", &[]).is_empty(), "Git says nothing of it");
    let found = kubemint(&cluster, "main", &[]);
    let told = String::from_utf8_lossy(&found.stderr);
    assert_eq!(found.status.code(), Some(2), "{told}");
    assert!(told.contains("is damaged, or another was put in its place"), "{told}");
}

/// A `git` that the PATH finds first, and the PATH.
fn wrapper(cluster: &Cluster, script: &str) -> Vec<(String, String)> {
    let folder = cluster.at("evil-bin");
    fs::create_dir_all(&folder).unwrap();
    let path = std::env::var("PATH").unwrap();
    let real = path.split(':').map(|folder| Path::new(folder).join("git")).find(|git| git.exists()).unwrap();
    let script = format!("#!/bin/sh\n{}\n", script.replace("REAL", real.to_str().unwrap()));
    fs::write(folder.join("git"), script).unwrap();
    fs::set_permissions(folder.join("git"), fs::Permissions::from_mode(0o755)).unwrap();
    vec![("PATH".to_owned(), format!("{}:{path}", folder.display()))]
}

#[test]
fn a_git_that_knows_no_switch_against_fetching_fetches_nothing() {
    let cluster = repository();
    let top = cluster.path().display();
    let config = format!(
        "[core]\nrepositoryformatversion = 1\n[extensions]\npartialClone = evil\n[remote \"evil\"]\npromisor = true\n\
         url = {top}/evil.git\nuploadpack = \"touch {top}/evil-fetched; git-upload-pack\"\n"
    );
    fs::write(cluster.at(".git/config"), config).unwrap();
    fs::write(cluster.at(".git/refs/heads/main"), "1234567890".repeat(4) + "\n").unwrap();
    let old = wrapper(&cluster, "unset GIT_NO_LAZY_FETCH; exec REAL \"$@\"");
    let fetched = || fs::remove_file(cluster.at("evil-fetched")).is_ok();
    plain(&cluster, "main", &old);
    assert!(fetched(), "the command is run by a plain Git");
    let found = kubemint(&cluster, "main", &old);
    assert_eq!(found.status.code(), Some(2), "{}", String::from_utf8_lossy(&found.stderr));
    assert!(!fetched());
}

#[test]
fn commands_of_the_repository_are_not_run() {
    let cluster = repository();
    let command = format!("touch {}", cluster.at("evil-ran").display());
    for key in [
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "core.alternateRefsCommand",
        "filter.evil.smudge",
        "filter.evil.process",
        "diff.evil.textconv",
        "alias.cat-file",
        "credential.helper",
        "core.gitProxy",
    ] {
        cluster.git(&["config", key, &command]);
    }
    fs::create_dir_all(cluster.at("evil-hooks")).unwrap();
    cluster.git(&["config", "core.hooksPath", cluster.at("evil-hooks").to_str().unwrap()]);
    fs::write(cluster.at(".gitattributes"), "* filter=evil diff=evil\n").unwrap();
    let found = kubemint(&cluster, "main", &[]);
    assert_eq!(found.status.code(), Some(1), "{}", String::from_utf8_lossy(&found.stderr));
    assert!(!cluster.at("evil-ran").exists());
}

#[test]
fn a_git_that_talks_much_is_heard_out() {
    let cluster = repository();
    let honest = kubemint(&cluster, "main", &[]).stdout;
    let loud = "head -c 1000000 /dev/zero | tr '\\0' x >&2; exec REAL \"$@\"";
    let found = kubemint(&cluster, "main", &wrapper(&cluster, loud));
    assert_eq!((found.status.code(), found.stdout), (Some(1), honest));
}

#[test]
fn a_git_that_answers_without_end_or_not_at_all_is_given_up() {
    let cluster = repository();
    let id = "1234567890".repeat(4);
    let endless = |header: &str| format!("printf '{header}'; exec cat /dev/zero");
    for (script, words) in [
        (endless(""), "did not answer as `git cat-file --batch` does"),
        (endless(&format!("{id} commit 99999999999999\\n")), "has more than"),
        (endless(&format!("{id} commit 1000000\\n")), "is damaged"),
        ("exec yes".to_owned(), "is no commit"),
        ("echo fatal: no luck >&2; exit 1".to_owned(), "fatal: no luck"),
        // What it started, too, is ended: it holds the pipe.
        ("sleep 600".to_owned(), "gave no answer in time"),
    ] {
        let begun = Instant::now();
        let found = kubemint(&cluster, "main", &wrapper(&cluster, &script));
        let told = String::from_utf8_lossy(&found.stderr);
        assert!(matches!(found.status.code(), Some(2 | 3)), "{script}: {told}");
        assert!(told.contains(words) && !told.contains('\0'), "{script}: {told}");
        assert!(begun.elapsed() < Duration::from_mins(1), "{script}: {:?}", begun.elapsed());
    }
}

#[test]
fn a_repository_with_ids_of_sha256_is_read() {
    let cluster = Cluster::rendered(&[]);
    cluster.git(&["init", "-q", "--object-format=sha256"]);
    cluster.git(&["add", "-A"]);
    cluster.git(&["commit", "-qm", "first"]);
    assert_eq!(cluster.run(&["diff", "--as-rendered", "--against", "HEAD"]).status.code(), Some(0));
}
