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

/// Where a file embeds a certificate, in text or in base64, it is held to the one that its row lists, and so is the text around it.
#[test]
fn what_a_file_embeds_is_held_to_its_row() {
    use base64ct::{Base64, Encoding};
    let repository = Repository::new("");
    let lock = repository.read("out/public/kubemint.lock");
    let other = repository.read("out/public/nodes/master-1/etc/kubernetes/pki/etcd/ca.crt");
    let places = repository.lock();
    let names = places
        .files()
        .filter(|place: &Place| place.secrecy == Secrecy::Public)
        .map(|place| place.to_string());
    let digest = |text: &str| crate::repository::hex(text.as_bytes());
    let mut found = 0;
    for name in names {
        let path = format!("out/{name}");
        let text = repository.read(&path);
        let mut changed = vec![text.replace("https://192.168.56.101:6443", "https://192.168.56.66:6443")];
        if let Some((before, rest)) = text.split_once("LS0tLS1CRUdJTi") {
            let after = rest.split_once('\n').unwrap().1;
            changed.push(format!("{before}{}\n{after}", Base64::encode_string(other.as_bytes())));
            found += 1;
        } else if !(text.starts_with("-----BEGIN") && text != other) {
            continue;
        } else {
            changed = vec![other.clone()];
        }
        for changed in changed.into_iter().filter(|changed| *changed != text) {
            repository.write(&path, &changed);
            let row = format!("{} ", name.replacen('/', " ", 1));
            let line = |line: &str| {
                let is_of_file = line.starts_with(&row);
                let line = if is_of_file {
                    line.replace(&digest(&text), &digest(&changed))
                } else {
                    line.to_owned()
                };
                line + "\n"
            };
            repository.write("out/public/kubemint.lock", &lock.lines().map(line).collect::<String>());
            let said = repository.refused(&DIFF);
            assert!(said.contains(&name) && !said.contains("not those"), "{name}: {said}");
        }
        repository.write(&path, &text);
        repository.write("out/public/kubemint.lock", &lock);
    }
    assert_eq!(found, 1, "cluster-info.yaml");
    assert_eq!(repository.run(&DIFF).0, 0);
}
