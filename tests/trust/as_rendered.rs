//! `diff --as-rendered` speaks of the files that lie there, or not at all.

use kubemint::tree::{Place, Secrecy};

use crate::repository::Repository;

const DIFF: [&str; 4] = ["diff", "--as-rendered", "--against", "main"];

#[test]
fn every_public_file_is_held_to_its_row() {
    let repository = Repository::new("");
    assert_eq!(repository.run(&DIFF).0, 0);
    let lock = repository.lock();
    let files = lock.files().filter(|place: &Place| place.secrecy == Secrecy::Public);
    let files: Vec<String> =
        files.map(|place| place.to_string()).filter(|name| !name.ends_with(".lock")).collect();
    assert!(files.len() > 40);
    for name in &files {
        let path = format!("out/{name}");
        let text = repository.read(&path);
        repository.write(&path, &format!("{text} "));
        let said = repository.refused(&DIFF);
        assert!(said.contains(name), "{name}: {said}");
        std::fs::remove_file(repository.at(&path)).unwrap();
        assert!(repository.refused(&DIFF).contains(name), "{name} is gone");
        repository.write(&path, &text);
    }
    assert_eq!(repository.run(&DIFF).0, 0);
}

#[test]
fn the_committed_side_is_held_to_its_rows_where_it_is_read() {
    let repository = Repository::new("");
    let manifest = "out/public/nodes/master-1/etc/kubernetes/manifests/kube-apiserver.yaml";
    let text = repository.read(manifest);
    repository
        .write(manifest, &text.replace("--authorization-mode=Node,RBAC", "--authorization-mode=AlwaysAllow"));
    repository.commit();
    repository.write(manifest, &text);
    repository.configure("[apiserver]\nextra_args = { v = \"4\" }");
    repository.succeed(&["render", "--quiet"]);
    let said = repository.refused(&DIFF);
    assert!(said.contains("the committed tree has files") && said.contains("kube-apiserver.yaml"), "{said}");
}

/// Whoever writes a file can write its digest into the lock. A key is held to the key that its row lists.
#[test]
fn a_certificate_that_is_not_its_rows_is_refused_though_the_digest_is_its_own() {
    let repository = Repository::new("");
    let lock = repository.read("out/public/kubemint.lock");
    let digest = |text: &str| {
        use sha2::Digest;
        sha2::Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let pki = "out/public/nodes/master-1/etc/kubernetes/pki";
    for (file, other) in
        [("ca.crt", "etcd/ca.crt"), ("sa.pub", "ca.crt"), ("apiserver.crt", "apiserver-kubelet-client.crt")]
    {
        let (path, other) = (format!("{pki}/{file}"), repository.read(&format!("{pki}/{other}")));
        let text = repository.read(&path);
        repository.write(&path, &other);
        repository.write("out/public/kubemint.lock", &lock.replace(&digest(&text), &digest(&other)));
        let said = repository.refused(&DIFF);
        assert!(said.contains("nodes/master-1"), "{file}: {said}");
        repository.write(&path, &text);
        repository.write("out/public/kubemint.lock", &lock);
    }
    assert_eq!(repository.run(&DIFF).0, 0);
}
