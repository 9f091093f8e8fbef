//! Nothing secret is told, whatever changes.

use std::{collections::BTreeSet, fs, path::Path};

use crate::cluster::Cluster;

/// Words of every secret file that no public file has: keys' base64, tokens, passwords.
fn secrets(out: &Path) -> BTreeSet<String> {
    let texts = |half: &str| {
        let files = walkdir::WalkDir::new(out.join(half)).into_iter().map(Result::unwrap);
        let files = files.filter(|entry| entry.file_type().is_file());
        files.map(|entry| String::from_utf8(fs::read(entry.path()).unwrap()).unwrap()).collect::<Vec<_>>()
    };
    let public = texts("public").join("\n");
    let words = texts("secret").join("\n");
    let words = words.split(|c: char| c.is_whitespace() || c == '"');
    words.filter(|word| word.len() >= 16 && !public.contains(word)).map(str::to_owned).collect()
}

#[test]
fn no_word_of_a_secret_file_is_told() {
    let cluster = Cluster::rendered(&[]);
    let mut known = secrets(&cluster.at("out"));
    cluster.edit(&[
        ("2026-11-25", "2026-11-26"),
        ("1.37.2", "1.37.1"),
        ("worker-2", "worker-9"),
        ("", "[pki.generations]\nkubernetes_ca = { active = 2, trusted = [1, 2] }\nleaf = { default = 2 }"),
    ]);
    let mut told = String::new();
    for format in ["text", "markdown", "json"] {
        told.push_str(&cluster.diff(&["--format", format]).1);
    }
    fs::write(cluster.at("out/secret/nodes/master-1/etc/kubernetes/pki/sa.key"), "edited by hand").unwrap();
    told.push_str(&cluster.diff(&[]).1);
    cluster.render();
    known.extend(secrets(&cluster.at("out")));
    assert!(known.len() > 100, "{} secrets", known.len());
    // Sums of secret files, paths, labels and the addresses of API servers are words of secret files as well; none may be told
    // but paths, and the addresses, which are in pods and certificates.
    let paths =
        |word: &&String| ["etc/", "var/", "https://192.168.56."].iter().any(|known| word.starts_with(known));
    let betrayed: Vec<_> = known.iter().filter(|word| !paths(word) && told.contains(*word)).collect();
    assert!(betrayed.is_empty(), "{betrayed:?}");
    assert!(told.contains("secret/cluster/bootstrap-token.yaml"), "{told}");
    assert!(!told.contains("edited by hand"));
}
