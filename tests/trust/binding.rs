//! The secret output goes with the lock that it was rendered with, and with no other.

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
