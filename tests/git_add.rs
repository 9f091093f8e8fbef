//! `git add -A` in a fresh repository stages no byte of a secret: beside a rendered tree, beside what a killed render
//! leaves, and with the seed there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

use std::{
    collections::BTreeSet,
    fs,
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Command, Output},
};

use base64ct::{Base64, Base64UrlUnpadded, Encoding};

fn run(folder: &Path, program: &str, arguments: &[&str]) -> Output {
    Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap()
}

fn succeeds(folder: &Path, program: &str, arguments: &[&str]) -> Vec<u8> {
    let output = run(folder, program, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The names and the bytes that `git add -A` stages.
fn staged(folder: &Path) -> (Vec<String>, Vec<u8>) {
    succeeds(folder, "git", &["add", "-A"]);
    let names = String::from_utf8(succeeds(folder, "git", &["ls-files", "-z"])).unwrap();
    let names: Vec<String> = names.split_terminator('\0').map(str::to_owned).collect();
    let mut bytes = Vec::new();
    for name in &names {
        bytes.extend(succeeds(folder, "git", &["show", &format!(":{name}")]));
    }
    (names, bytes)
}

/// The keys of YAML values that are secret.
const SECRET_VALUES: [&str; 4] = ["client-key-data: ", "token: ", "secret: ", "token-secret: "];

/// The private number of a P-256 key in its PEM form: what stands before the curve and the public key.
fn private_number(pem: &str) -> Option<Vec<u8>> {
    let line = pem.lines().find(|line| line.starts_with("MHcCAQEEI"))?;
    Some(Base64::decode_vec(line).unwrap()[7..39].to_vec())
}

/// Every secret in the files below a directory, as it is.
fn secrets_below(folder: &Path) -> BTreeSet<Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let mut secrets = BTreeSet::new();
    for file in files.filter(|entry| entry.file_type().is_file()) {
        let text = fs::read_to_string(file.path()).unwrap();
        secrets.extend(private_number(&text));
        for line in text.lines() {
            let line = line.trim_start_matches([' ', '-']);
            let value = SECRET_VALUES.iter().find_map(|key| line.strip_prefix(key));
            let Some(value) = value.map(|value| value.replace('"', "")) else { continue };
            secrets.insert(value.clone().into_bytes());
            let decoded = Base64::decode_vec(&value).unwrap_or_default();
            secrets.extend(String::from_utf8(decoded.clone()).ok().and_then(|pem| private_number(&pem)));
            secrets.extend(Some(decoded).filter(|decoded| decoded.len() >= 16));
        }
    }
    secrets
}

/// A secret in each form in which it could be written.
fn forms(secret: &[u8]) -> Vec<Vec<u8>> {
    let lower: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![secret.to_vec(), lower.to_uppercase().into_bytes(), lower.into_bytes()];
    // Inside a longer text, base64 has it at one of three offsets: what lies wholly within is the same.
    for offset in 0..3 {
        let shifted = [&[0; 2][..offset], secret].concat();
        for text in [Base64::encode_string(&shifted), Base64UrlUnpadded::encode_string(&shifted)] {
            let text = text.trim_end_matches('=');
            forms.push(text.as_bytes()[offset + 1..text.len() - 1].to_vec());
        }
    }
    forms
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn stages_nothing_of(folder: &Path, secrets: &BTreeSet<Vec<u8>>, what: &str) {
    let (names, bytes) = staged(folder);
    assert!(names.iter().any(|name| name == "out/public/kubemint.lock"), "{what}: {names:?}");
    let secret_names = ["seed", "out/secret", ".out.kubemint"];
    let staged = names.iter().find(|name| secret_names.iter().any(|secret| name.starts_with(secret)));
    assert_eq!(staged, None, "{what}");
    for secret in secrets {
        for form in forms(secret) {
            assert!(!contains(&bytes, &form), "{what}: {}", String::from_utf8_lossy(&form));
        }
    }
}

#[test]
fn no_byte_of_a_secret_is_staged() {
    let base = tempfile::tempdir().unwrap();
    let folder = base.path();
    let kubemint = env!("CARGO_BIN_EXE_kubemint");
    succeeds(folder, "git", &["init", "-q"]);
    succeeds(folder, kubemint, &["init", "--control-plane", "a=10.1.1.1", "--endpoint", "10.1.1.1:6443"]);
    succeeds(folder, kubemint, &["render"]);
    let digits = fs::read_to_string(folder.join("seed")).unwrap();
    let digits = digits.trim();
    let number = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    let seed: Vec<u8> = (0..digits.len()).step_by(2).map(number).collect();
    let mut secrets = secrets_below(&folder.join("out/secret"));
    secrets.insert(seed);
    assert!(secrets.len() > 15, "{} secrets", secrets.len());
    stages_nothing_of(folder, &secrets, "a rendered tree");

    // What is looked for would be found.
    let key = fs::read(folder.join("out/secret/nodes/a/etc/kubernetes/pki/sa.key")).unwrap();
    let number = private_number(&String::from_utf8(key.clone()).unwrap()).unwrap();
    assert!(secrets.contains(&number) && forms(&number).iter().any(|form| contains(&key, form)));

    let config = fs::read_to_string(folder.join("cluster.toml")).unwrap();
    let more = "\n[[worker]]\nname = \"b\"\naddress = \"10.1.1.2\"\njoin = \"certificate\"\n";
    fs::write(folder.join("cluster.toml"), config + more).unwrap();
    // Killed with the whole next tree beside the old one, and in the middle of it.
    for (call, n) in [("renameat2", "1"), ("write", "6")] {
        let inject = format!("inject={call}:signal=KILL:when={n}");
        let arguments = ["-f", "-qq", "-o", "/dev/null", "-e", &inject, kubemint, "render"];
        let killed = run(folder, "strace", &arguments);
        assert!(killed.status.signal() == Some(9) || killed.status.code() == Some(128 + 9), "{killed:?}");
        let half = folder.join(".out.kubemint/tree/secret");
        let left = if half.exists() { secrets_below(&half) } else { BTreeSet::new() };
        assert!(!left.is_empty() || call == "write");
        stages_nothing_of(folder, &left.union(&secrets).cloned().collect(), call);
    }
}
