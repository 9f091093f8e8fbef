//! out/sealed beside the two halves: renders keep it, foreign files in it stay, Git gets no secret of it.

use std::{fs, os::unix::fs::symlink, process::Command};

use crate::{
    cluster::{Cluster, SEED},
    keys::{public, said},
};

#[test]
fn a_render_and_a_check_take_it_for_what_it_is() {
    let cluster = Cluster::rendered();
    cluster.seal();
    let before = cluster.sealed();
    assert_eq!(cluster.run(&["check", "--quiet"]), (0, String::new()));
    cluster.write(&[&public("rsa")], &[&public("ed25519")], "leaf_validity = \"2y\"");
    let (code, told) = cluster.run(&["render"]);
    assert!(code == 0 && !told.contains("sealed"), "{told}");
    assert_eq!(cluster.sealed(), before, "a render that exchanges the tree keeps it, inodes too");
}

#[test]
fn a_folder_of_somebody_elses_with_that_name_is_foreign() {
    let cluster = Cluster::rendered();
    fs::create_dir(cluster.at("out/sealed")).unwrap();
    fs::write(cluster.at("out/sealed/notes"), "mine").unwrap();
    let (_, told) = cluster.run(&["render"]);
    assert!(told.contains("did not make out/sealed"), "{told}");
    cluster.seal();
    assert_eq!(fs::read_to_string(cluster.at("out/sealed/notes")).unwrap(), "mine");
}

#[test]
fn links_are_not_followed() {
    let cluster = Cluster::rendered();
    let elsewhere = cluster.at("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    symlink(&elsewhere, cluster.at("out/sealed")).unwrap();
    assert_eq!(cluster.run(&["seal"]).0, 2);
    fs::remove_file(cluster.at("out/sealed")).unwrap();
    fs::create_dir(cluster.at("out/sealed")).unwrap();
    symlink(elsewhere.join("index"), cluster.at("out/sealed/INDEX")).unwrap();
    assert_eq!(cluster.run(&["seal"]).0, 2);
    fs::remove_file(cluster.at("out/sealed/INDEX")).unwrap();
    cluster.seal();
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
    assert!(cluster.at("out/sealed/INDEX").symlink_metadata().unwrap().is_file());
}

#[test]
fn git_add_stages_what_is_sealed_and_no_secret() {
    let cluster = Cluster::rendered();
    cluster.seal();
    let git = |arguments: &[&str]| {
        let output = Command::new("git")
            .args(["-c", "core.excludesFile="])
            .args(arguments)
            .current_dir(cluster.at("out"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    let names = git(&["ls-files"]);
    assert!(names.contains("sealed/nodes/master-1.tar.age") && names.contains("sealed/INDEX"), "{names}");
    let staged: Vec<u8> =
        names.lines().flat_map(|name| fs::read(cluster.at("out").join(name)).unwrap()).collect();
    let staged = String::from_utf8_lossy(&staged);
    let key = fs::read_to_string(cluster.at("out/secret/cluster/seal.key")).unwrap();
    for secret in [SEED.trim(), key.trim(), "PRIVATE KEY", "secret/"] {
        // kubemint.lock has the secret output's paths, not its bytes.
        let found = staged.lines().find(|line| line.contains(secret) && !line.starts_with("secret "));
        assert_eq!(found, None);
    }
    assert_eq!(
        git(&["check-attr", "text", "sealed/cluster.tar.age"]),
        "sealed/cluster.tar.age: text: unset\n"
    );
}

#[test]
fn a_lock_that_is_held_is_waited_for() {
    let cluster = Cluster::rendered();
    let workspace = cluster.at(".out.kubemint");
    fs::create_dir(&workspace).unwrap();
    fs::set_permissions(&workspace, std::os::unix::fs::PermissionsExt::from_mode(0o1700)).unwrap();
    let lock = fs::File::create(workspace.join("lock")).unwrap();
    lock.lock().unwrap();
    let seal = Command::new(env!("CARGO_BIN_EXE_kubemint"))
        .args(["seal", "--quiet"])
        .current_dir(cluster.path())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert!(!cluster.at("out/sealed").exists());
    lock.unlock().unwrap();
    assert_eq!(said(&seal.wait_with_output().unwrap()), (0, String::new()));
    assert!(cluster.at("out/sealed/INDEX").is_file());
}

#[test]
fn what_cannot_be_moved_to_the_new_tree_is_named_where_it_is() {
    assert!(rustix::process::geteuid().is_root(), "this test mounts a file system: run it as root");
    let cluster = Cluster::rendered();
    let run = |program: &str, arguments: &[&str]| {
        let status = Command::new(program).args(arguments).current_dir(cluster.path()).status();
        assert!(status.unwrap().success(), "{program}");
    };
    fs::create_dir(cluster.at("out/secret/aaa")).unwrap();
    run("mount", &["--bind", "out/secret/aaa", "out/secret/aaa"]);
    cluster.write(&[&public("rsa")], &[&public("ed25519")], "leaf_validity = \"2y\"");
    let told =
        [cluster.run(&["render"]), cluster.run(&["seal"]), cluster.run(&["render", "--format", "json"])];
    run("umount", &[".out.kubemint/tree/secret/aaa"]);

    let moved = "cannot move ./.out.kubemint/tree/secret/aaa to ./out/secret/aaa: Device or resource busy (os error 16)";
    let first = "fix the cause, or move away what cannot be moved; the next run clears up the rest";
    let next = "an earlier run left it; fix what the system reports, or move it away, then run it again";
    assert_eq!(
        told[0],
        (3, format!("error: the new out is in its place, but not all is done: {moved}\n  help: {first}\n"))
    );
    assert_eq!(told[1], (3, format!("error: {moved}\n  help: {next}\n")));
    assert_eq!(told[2].0, 3);
    let json: serde_json::Value = serde_json::from_str(&told[2].1).unwrap();
    assert_eq!((&json[0]["code"], &json[0]["help"]), (&"system".into(), &next.into()));

    cluster.render();
    assert!(cluster.at("out/secret/aaa").is_dir() && !cluster.at(".out.kubemint").exists());
}
