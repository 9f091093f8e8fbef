//! `kubemint check`: what it finds in a tree, and that it changes nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use snapbox::{Assert, Data};

fn kubemint(verb: &str, out: &Path, more: &[&str]) -> Output {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ha/cluster.toml");
    Command::new(env!("CARGO_BIN_EXE_kubemint"))
        .arg(verb)
        .args(["--demo-seed", "--config"])
        .arg(config)
        .arg("--out")
        .arg(out)
        .args(more)
        .output()
        .unwrap()
}

struct Rendered {
    _folder: tempfile::TempDir,
    out: PathBuf,
}

fn rendered() -> Rendered {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert!(kubemint("render", &out, &[]).status.success());
    Rendered { _folder: folder, out }
}

/// The exit code and the lines that name a finding.
fn check(out: &Path, more: &[&str]) -> (i32, Vec<String>) {
    let output = kubemint("check", out, more);
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<String> =
        text.lines().map(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ")).collect();
    (output.status.code().unwrap(), lines[..lines.len() - 1].to_vec())
}

#[test]
fn a_fresh_tree_is_up_to_date() {
    assert_eq!(check(&rendered().out, &[]), (0, vec![]));
}

#[test]
fn names_what_is_missing_changed_extra_or_has_a_wrong_mode() {
    let tree = rendered();
    let at = |path: &str| tree.out.join(path);
    let key = "secret/nodes/master-2/etc/kubernetes/pki/sa.key";
    let unit = "public/nodes/master-1/etc/systemd/system/kubelet.service";
    let ca = "public/nodes/master-1/etc/kubernetes/pki/ca.crt";
    fs::remove_file(at(unit)).unwrap();
    fs::set_permissions(at(key), Permissions::from_mode(0o640)).unwrap();
    fs::write(at("public/nodes/master-3/SHA256SUMS"), "changed").unwrap();
    fs::write(at("public/notes.txt"), "mine").unwrap();
    // Bits of the owner alone harm nobody.
    let own = "secret/nodes/master-2/etc/kubernetes/pki/ca.key";
    fs::set_permissions(at(own), Permissions::from_mode(0o700)).unwrap();
    fs::set_permissions(at("public/certificates.txt"), Permissions::from_mode(0o600)).unwrap();
    fs::set_permissions(at(ca), Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(at("secret/nodes/worker-1"), Permissions::from_mode(0o750)).unwrap();
    let expected = [
        format!("mode {ca}"),
        format!("missing {unit}"),
        "changed public/nodes/master-3/SHA256SUMS".to_owned(),
        "extra public/notes.txt".to_owned(),
        format!("mode {key}"),
        "mode secret/nodes/worker-1".to_owned(),
    ];
    assert_eq!(check(&tree.out, &[]), (1, expected.to_vec()));
    assert!(!at(unit).exists(), "check must change nothing");
}

#[test]
fn a_clone_of_the_public_output_with_another_umask_is_as_good() {
    let tree = rendered();
    let file = tree.out.join("public/certificates.txt");
    fs::set_permissions(&file, Permissions::from_mode(0o664)).unwrap();
    assert_eq!(check(&tree.out, &[]), (0, vec![]));
}

#[test]
fn a_clone_without_the_secret_output_is_checked_by_its_public_output() {
    let tree = rendered();
    fs::remove_dir_all(tree.out.join("secret")).unwrap();
    assert_eq!(check(&tree.out, &[]).0, 1);
    assert_eq!(check(&tree.out, &["--public"]), (0, vec![]));
    fs::remove_file(tree.out.join("public/certificates.txt")).unwrap();
    assert_eq!(check(&tree.out, &["--public"]), (1, vec!["missing public/certificates.txt".to_owned()]));
}

#[test]
fn where_nothing_was_rendered_everything_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("none/out");
    let (code, lines) = check(&out, &[]);
    assert_eq!(code, 1);
    assert_eq!(lines, ["missing public/", "missing secret/"], "one line for each output");
    assert!(!out.parent().unwrap().exists());
}

#[test]
fn certificates_that_end_too_soon_are_found_at_a_given_time() {
    let tree = rendered();
    let soon = ["--allow-ended-token", "--expires-within", "60d", "--at"];
    let (code, lines) = check(&tree.out, &[&soon[..], &["2027-09-01T00:00:00Z"]].concat());
    assert_eq!((code, lines), (0, vec![]));
    let (code, lines) = check(&tree.out, &[&soon[..], &["2027-10-01T00:00:00Z"]].concat());
    assert_eq!(code, 1);
    assert!(
        lines.contains(&"expiring nodes/master-1/etc/kubernetes/pki/apiserver.crt".to_owned()),
        "{lines:?}"
    );
    assert!(lines.contains(&"expiring cluster/admin.conf".to_owned()), "{lines:?}");
    assert!(!lines.iter().any(|line| line.ends_with("/ca.crt")), "{lines:?}");
}

/// The example's certificates begin on 23 November 2026 and its token ends two days later.
#[test]
fn both_ends_are_looked_at_of_certificates_and_of_the_token() {
    let tree = rendered();
    let at = |moment: &str, more: &[&str]| check(&tree.out, &[&["--at", moment], more].concat());
    assert_eq!(at("2026-11-24T12:00:00Z", &[]), (0, vec![]));
    let (code, lines) = at("2026-11-22T23:59:59Z", &[]);
    assert_eq!(code, 1);
    assert!(lines.contains(&"not-yet nodes/*/etc/kubernetes/pki/ca.crt".to_owned()), "{lines:?}");
    assert!(lines.contains(&"not-yet cluster/admin.conf".to_owned()), "{lines:?}");
    assert_eq!(at("2026-11-24T23:59:59Z", &[]), (0, vec![]));
    assert_eq!(at("2026-11-25T00:00:00Z", &[]), (1, vec!["ended cluster/bootstrap-token.yaml".to_owned()]));
    assert_eq!(at("2026-11-25T00:00:00Z", &["--allow-ended-token"]), (0, vec![]));
    let (code, lines) = at("2027-11-23T00:00:00Z", &[]);
    assert_eq!(code, 1);
    for ended in [
        "cluster/bootstrap-token.yaml",
        "cluster/admin.conf",
        "nodes/master-2/etc/kubernetes/pki/etcd/peer.crt",
    ] {
        assert!(lines.contains(&format!("ended {ended}")), "{ended}: {lines:?}");
    }
    assert!(!lines.iter().any(|line| line.ends_with("/ca.crt")), "{lines:?}");
}

#[test]
fn the_list_of_everything_that_ends_fits_a_terminal() {
    let tree = rendered();
    let output = kubemint("check", &tree.out, &["--expiry", "--at", "2026-11-24T12:00:00Z"]);
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    let (text, last) = text.split_at(text.trim_end().rfind('\n').unwrap() + 1);
    assert!(last.ends_with("/out is up to date\n"), "{last}");
    let expected = Data::read_from(Path::new("tests/check/expiry.txt"), None).raw();
    Assert::new().action_env("SNAPSHOTS").eq(Data::text(text.to_owned()).raw(), expected);
    assert!(text.lines().all(|line| line.chars().count() <= 80 && line == line.trim_end()), "{text}");
}

/// With the seed, for a clone, and without the seed.
#[test]
fn every_way_to_check_lists_the_same() {
    let tree = rendered();
    let list = |source: &[&str]| {
        let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ha/cluster.toml");
        let output = Command::new(env!("CARGO_BIN_EXE_kubemint"))
            .args(["check", "--expiry", "--at", "2026-11-25T06:00:00Z", "--format", "json", "--out"])
            .arg(&tree.out)
            .arg("--config")
            .arg(config)
            .args(source)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    let report = list(&["--demo-seed"]);
    let expiry = &report["expiry"];
    for source in [&["--demo-seed", "--public"][..], &["--locked", "--public"]] {
        let other = list(source);
        assert_eq!((&other["expiry"], &other["ended"]), (expiry, &report["ended"]), "{source:?}");
    }
    assert_eq!(expiry["at"], "2026-11-25T06:00:00Z");
    let items = expiry["items"].as_array().unwrap();
    let token = serde_json::json!({
        "kind": "bootstrap-token",
        "name": "bootstrap token",
        "path": "cluster/bootstrap-token.yaml",
        "node": null,
        "begins": null,
        "ends": "2026-11-25T00:00:00Z",
        "seconds_left": -6 * 3600,
        "state": "ended",
        "needed_by": "new kubelets: worker-1, worker-2",
    });
    assert_eq!(items[0], token);
    assert_eq!(report["ended"][0]["path"], "cluster/bootstrap-token.yaml");
    // Every certificate of certificates.txt is in it.
    let listing = fs::read_to_string(tree.out.join("public/certificates.txt")).unwrap();
    assert_eq!(items.len(), listing.lines().filter(|line| !line.starts_with('#')).count() + 1);
    let server = items.iter().find(|item| item["name"] == "apiserver" && item["node"] == "master-1").unwrap();
    assert_eq!(
        (&server["begins"], &server["ends"]),
        (&"2026-11-23T00:00:00Z".into(), &"2027-11-22T23:59:59Z".into())
    );
    assert_eq!((&server["needed_by"], &server["state"]), (&"kube-apiserver".into(), &"valid".into()));
    let ends: Vec<&str> = items.iter().map(|item| item["ends"].as_str().unwrap()).collect();
    assert!(ends.is_sorted(), "{ends:?}");
}

#[test]
fn a_validity_to_the_end_of_time_is_rendered_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ha/cluster.toml");
    let text = fs::read_to_string(example).unwrap();
    let text = text.replace("2026-11-23T00:00:00Z", "2026-01-01T00:00:00Z");
    let validity = text.lines().find(|line| line.starts_with("ca_validity")).unwrap();
    fs::write(folder.path().join("cluster.toml"), text.replace(validity, "ca_validity = \"7974y\"")).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kubemint"));
        command.args(arguments).arg("--demo-seed").current_dir(folder.path()).output().unwrap()
    };
    assert!(run(&["render"]).status.success());
    let list = run(&["check", "--expiry", "--at", "2026-02-01T00:00:00Z", "--allow-ended-token"]);
    let said = String::from_utf8(list.stdout).unwrap();
    assert!(said.contains("\n9999-12-31 7973y   2026-01-01 kubernetes-ca"), "{said}");
}

#[test]
fn the_time_is_never_taken_from_the_clock_unasked() {
    let tree = rendered();
    assert_eq!(kubemint("check", &tree.out, &["--expires-within", "60d"]).status.code(), Some(2));
    assert_eq!(kubemint("check", &tree.out, &["--allow-ended-token"]).status.code(), Some(2));
    for asked in [&["--expires-within", "1h", "--at", "now"][..], &["--at", "now"], &["--expiry"]] {
        assert_eq!(kubemint("check", &tree.out, asked).status.code().map(|code| code < 2), Some(true));
    }
}

#[test]
fn json_says_the_same() {
    let tree = rendered();
    fs::remove_file(tree.out.join("public/certificates.txt")).unwrap();
    let output = kubemint("check", &tree.out, &["--format", "json"]);
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["up_to_date"], false);
    assert_eq!(value["differences"][0]["what"], "missing");
    assert_eq!(value["differences"][0]["path"], "public/certificates.txt");
}

#[test]
fn any_bit_that_opens_a_secret_or_runs_a_public_file_is_a_wrong_mode() {
    let tree = rendered();
    let (public, secret) = ("public/certificates.txt", "secret/cluster/admin.conf");
    for (path, mode) in [
        (secret, 0o640),
        (secret, 0o620),
        (secret, 0o610),
        (secret, 0o604),
        (secret, 0o602),
        (secret, 0o601),
        (public, 0o744),
        (public, 0o654),
        (public, 0o645),
    ] {
        let at = tree.out.join(path);
        fs::set_permissions(&at, Permissions::from_mode(mode)).unwrap();
        assert_eq!(check(&tree.out, &[]), (1, vec![format!("mode {path}")]), "{mode:o}");
        assert!(kubemint("render", &tree.out, &[]).status.success());
        assert_eq!(check(&tree.out, &[]), (0, vec![]), "a render mends {mode:o}");
    }
}

/// A render keeps what kubemint did not make, so it mends nothing there.
#[test]
fn what_is_not_ours_is_said_to_stay() {
    let said = |out: &Path| kubemint("check", out, &[]).stdout;
    let last = |out: &Path| String::from_utf8(said(out)).unwrap().lines().last().unwrap().to_owned();
    let tree = rendered();
    fs::write(tree.out.join("public/notes.txt"), "mine").unwrap();
    let foreign = last(&tree.out);
    assert!(
        foreign.ends_with("1 difference; kubemint did not make it, and a render keeps it: move it away"),
        "{foreign}"
    );
    fs::remove_file(tree.out.join("public/certificates.txt")).unwrap();
    let both = last(&tree.out);
    assert!(
        both.ends_with(
            "2 differences; `kubemint render` fixes all but 1 that kubemint did not make: move that away"
        ),
        "{both}"
    );
    fs::remove_file(tree.out.join("public/notes.txt")).unwrap();
    assert!(last(&tree.out).ends_with("1 difference; `kubemint render` fixes it"));
    fs::create_dir(tree.out.join("public/certificates.txt")).unwrap();
    let in_the_way = last(&tree.out);
    assert!(
        in_the_way
            .ends_with("1 difference; `kubemint render` refuses until what is in the way is moved away"),
        "{in_the_way}"
    );
    assert_eq!(kubemint("render", &tree.out, &[]).status.code(), Some(2));
    fs::remove_dir(tree.out.join("public/certificates.txt")).unwrap();
    let render = kubemint("render", &tree.out, &[]);
    let told = String::from_utf8(render.stderr).unwrap();
    assert!(told.contains(": 1 file written, 0 removed, "), "{told}");
}

/// A repository may come from anyone, and a file's name may be anything.
#[test]
fn a_files_name_is_no_command_to_the_terminal() {
    let tree = rendered();
    fs::write(tree.out.join("public/\u{1b}[31mred\nchanged    kubemint.lock"), "mine").unwrap();
    for verb in ["check", "render"] {
        let output = kubemint(verb, &tree.out, &[]);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).unwrap();
        assert!(said.contains("public/\\u{1b}[31mred\\nchanged"), "{said}");
        assert!(!said.contains('\u{1b}') && !said.lines().any(|line| line.starts_with("changed ")), "{said}");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_kubemint"))
        .args(["check", "--demo-seed", "--config", "\u{1b}[1mnone"])
        .output()
        .unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().contains("there is no \\u{1b}[1mnone"));
}
