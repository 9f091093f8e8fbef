//! A lock with rows that no render writes is refused by whatever opens the tree.

use crate::repository::{LOCK, Repository, hex};

const READERS: [&[&str]; 5] = [
    &["pack", "--node", "master-1"],
    &["pack", "--node", "master-1", "--public-only"],
    &["check", "--locked"],
    &["render", "--locked"],
    &["diff", "--as-rendered", "--against", "main"],
];

#[test]
fn no_reader_takes_a_row_that_kubemint_never_writes() {
    let repository = Repository::new("");
    let lock = repository.read(LOCK);
    let data = "#!/bin/sh\nid\n";
    for (path, row) in [
        ("usr/local/bin/evil", "root:root 4755"),
        ("root/.ssh/authorized_keys", "root:root 0600"),
        ("etc/systemd/system/evil.service", "root:root 0644"),
    ] {
        let path = format!("nodes/master-1/{path}");
        repository.write(&format!("out/public/{path}"), data);
        repository.add_row(&format!("public {path} {row} sha256:{} rendered", hex(data.as_bytes())));
        for reader in READERS {
            let said = repository.refused(reader);
            assert!(said.contains(&format!("public/{path}")), "{reader:?}: {said}");
        }
        repository.write(LOCK, &lock);
    }
    for (from, to) in [
        ("etc/kubernetes root:root 0755 folder", "etc/kubernetes etcd:etcd 0777 folder"),
        ("manifests/etcd.yaml root:root 0600", "manifests/etcd.yaml root:root 0666"),
        (
            "ca.key kube-controller-manager:kube-controller-manager 0600",
            "ca.key kube-controller-manager:kube-controller-manager 0644",
        ),
    ] {
        assert!(lock.contains(from), "{from}");
        repository.write(LOCK, &lock.replacen(from, to, 1));
        for reader in READERS {
            let said = repository.refused(reader);
            assert!(said.contains("never gives it this owner, group or mode"), "{reader:?}: {said}");
        }
    }
}

#[test]
fn a_name_that_is_no_nodes_never_gets_into_a_command_or_a_comment() {
    let repository = Repository::new("");
    let lock = repository.read(LOCK);
    for name in ["--all", "%40octocat", "a..b", "A", "a%20b"] {
        repository.add_row(&format!("public nodes/{name}/etc/kubernetes root:root 0755 folder"));
        repository.commit();
        repository.write(LOCK, &lock);
        let said =
            repository.refused(&["diff", "--as-rendered", "--against", "HEAD", "--format", "markdown"]);
        assert!(said.contains("HEAD:out/public/kubemint.lock"), "{said}");
        repository.commit();
    }
}

#[test]
fn a_text_that_no_render_writes_is_refused_with_its_line() {
    let repository = Repository::new("");
    let lock = repository.read(LOCK);
    let seed = lock.lines().find(|line| line.starts_with("seed ")).unwrap();
    let last = lock.lines().last().unwrap();
    for (what, text) in [
        ("seed", lock.replacen(seed, "seed $(id)", 1)),
        ("schema", lock.replacen("schema 1", "schema +1", 1)),
        ("account", lock.replacen("account etcd 561", "account etcd 0561", 1)),
        ("GID of another", lock.replacen("account etcd 561", "account etcd 562", 1)),
        ("order", out_of_order(&lock)),
        ("two rows", format!("{lock}{last}\n")),
        ("line feed", lock.replace('\n', "\r\n")),
        ("line feed", lock.trim_end().to_owned()),
        ("not a row", lock.replacen("@1 ", "@01 ", 1)),
    ] {
        repository.write(LOCK, &text);
        for reader in READERS {
            let said = repository.refused(reader);
            assert!(said.contains("kubemint.lock: line ") && said.contains(what), "{what}: {said}");
        }
    }
}

/// The same lines, the last row before the row that it follows.
fn out_of_order(lock: &str) -> String {
    let mut lines: Vec<&str> = lock.lines().collect();
    let last = lines.pop().unwrap();
    lines.insert(lines.len() - 1, last);
    lines.into_iter().map(|line| format!("{line}\n")).collect()
}
