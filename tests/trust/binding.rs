//! The secret output goes with the lock that it was rendered with, and with no other.

use std::fs;

use kubemint::tree::{Place, Secrecy, binding, git_files, sums};

use crate::repository::Repository;

const ENCRYPTION: &str = "[encryption]\nkey = { active = 1, trusted = [1, 2] }";

#[test]
fn the_secrets_of_an_older_render_are_not_packed() {
    let repository = Repository::new(ENCRYPTION);
    repository.succeed(&["pack", "--node", "master-1", "--output", "before.tar"]);
    repository.configure(&ENCRYPTION.replace("active = 1, trusted = [1, 2]", "active = 2, trusted = [2]"));
    repository.succeed(&["render", "--locked"]);
    for form in ["tar", "ignition", "cloud-init"] {
        let include: &[&str] = if form == "tar" { &[] } else { &["--include-secrets"] };
        let arguments = [&["pack", "--node", "master-1", "--format", form], include].concat();
        let said = repository.refused(&arguments);
        assert!(
            said.contains("not rendered with this kubemint.lock") && said.contains("render with the seed"),
            "{said}"
        );
    }
    // The worker has nothing of it, and its own secrets are those of this lock.
    repository.succeed(&["pack", "--node", "worker-1", "--output", "worker.tar"]);
    repository.succeed(&["render", "--quiet"]);
    repository.succeed(&["pack", "--node", "master-1", "--output", "after.tar"]);
}

#[test]
fn a_change_of_a_flag_without_the_seed_can_be_packed() {
    let repository = Repository::new("");
    repository.configure("[scheduler]\nextra_args = { v = \"4\" }");
    repository.succeed(&["render", "--locked", "--quiet"]);
    repository.succeed(&["pack", "--node", "master-1", "--output", "packed.tar"]);
}

#[test]
fn a_secret_output_that_says_nothing_is_not_packed() {
    let repository = Repository::new("");
    let file = repository.at("out/secret/kubemint.binding");
    for text in ["", "cluster sha256:00\n", "<<<<<<< HEAD\n"] {
        std::fs::write(&file, text).unwrap();
        repository.refused(&["pack", "--node", "master-1"]);
    }
    std::fs::remove_file(&file).unwrap();
    repository.refused(&["pack", "--node", "master-1"]);
    repository.succeed(&["pack", "--node", "master-1", "--public-only", "--output", "public.tar"]);
}

/// What the kubemint before this one wrote.
#[test]
fn a_secret_output_of_an_earlier_kubemint_is_rendered_again() {
    let repository = Repository::new(RECIPIENTS);
    let file = repository.at("out/secret/kubemint.binding");
    let text = fs::read_to_string(&file).unwrap();
    let line = |line: &str| {
        let rows = line.replace("lock-sha256:", "sha256:");
        rows.split(" sums-").next().unwrap().to_owned() + "\n"
    };
    fs::write(&file, text.lines().map(line).collect::<String>()).unwrap();
    for verb in [&["pack", "--node", "master-1"][..], &["seal"], &["seal", "--check"]] {
        let said = repository.refused(verb);
        assert!(said.contains("earlier kubemint") && said.contains("render once more"), "{verb:?}: {said}");
    }
    assert_eq!(repository.run(&["check", "--quiet"]).0, 1);
    repository.succeed(&["render", "--quiet"]);
    repository.succeed(&["pack", "--node", "master-1", "--output", "packed.tar"]);
}

const RECIPIENTS: &str = concat!(
    "cluster.recipients = [\"",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL1MKt8jfnSMMq6vUOBAXhOWE2tWUrE+OI/JhVbT1x5v\"]\n",
    "[encryption]\nkey = { active = 1, trusted = [1] }"
);

/// A row has no digest of a secret, so a directory of another render has the same rows, and sums of its own.
#[test]
fn every_secret_file_is_held_to_the_render_that_the_binding_is_of() {
    let repository = Repository::new(RECIPIENTS);
    repository.succeed(&["seal", "--quiet"]);
    let secret = |place: &Place| {
        let name = place.path.as_str().rsplit('/').next().unwrap();
        place.secrecy == Secrecy::Secret && ![sums::NAME, binding::NAME, git_files::IGNORE].contains(&name)
    };
    let files: Vec<String> =
        repository.lock().files().filter(secret).map(|place| format!("out/{place}")).collect();
    assert!(files.len() > 15 && files.iter().any(|file| file.ends_with("cluster/seal.key")), "{files:?}");
    for file in &files {
        let old = fs::read(repository.at(file)).unwrap();
        repository.replace_secret(file, &[&old[..], b"\n"].concat());
        let part = file.strip_prefix("out/secret/").unwrap();
        let node = part.strip_prefix("nodes/").map(|rest| rest.split_once('/').unwrap().0);
        let pack = node.map(|node| vec!["pack", "--node", node]);
        for verb in pack.into_iter().chain([vec!["seal"], vec!["seal", "--check"]]) {
            let said = repository.refused(&verb);
            assert!(said.contains("was rendered with"), "{file} {verb:?}: {said}");
        }
        assert_eq!(repository.run(&["check", "--quiet"]).0, 1, "{file}");
        repository.replace_secret(file, &old);
    }
    repository.succeed(&["seal", "--check"]);
    for node in ["master-1", "worker-1"] {
        repository.succeed(&["pack", "--node", node, "--output", node]);
    }
}

#[test]
fn the_directory_of_a_machine_of_an_older_render_is_refused() {
    let repository = Repository::new(RECIPIENTS);
    let of_node = repository.at("out/secret/nodes/master-1");
    fs::rename(&of_node, repository.at("older")).unwrap();
    fs::write(repository.at("seed"), "04d7a1f36e58b92c7013ce84fb6a2d9518e3470bca625f9d31870ebc46d2f95a\n")
        .unwrap();
    repository.succeed(&["render", "--quiet", "--replace-identity"]);
    fs::remove_dir_all(&of_node).unwrap();
    fs::rename(repository.at("older"), &of_node).unwrap();
    for verb in [&["pack", "--node", "master-1"][..], &["seal"]] {
        let said = repository.refused(verb);
        assert!(said.contains("secret/nodes/master-1/SHA256SUMS is not the one"), "{said}");
    }
}
