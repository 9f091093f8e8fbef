//! Which command reads which file.

/// A file and the commands that read it.
pub struct Read {
    pub file: &'static str,
    pub commands: &'static [&'static str],
    /// Exit codes beside 2 and 3 that are right: 1 where the file is what the command compares, 0 where what was exchanged is
    /// rendered anew, or a file like it may be there.
    pub may_end_with: &'static [i32],
}

const fn read(file: &'static str, commands: &'static [&'static str], may_end_with: &'static [i32]) -> Read {
    Read { file, commands, may_end_with }
}

/// What reads cluster.toml and the files that it names.
const CONFIGURED: &[&str] =
    &["check --demo-seed", "diff --demo-seed", "check --locked", "render --demo-seed"];

pub const READS: &[Read] = &[
    // What a file of a cluster that is rendered may be taken for: CRLF or NUL bytes in a comment, rows of a larger cluster.
    read("cluster.toml", CONFIGURED, &[0, 1]),
    read("policy.yaml", CONFIGURED, &[0, 1]),
    read("sign-in.yaml", CONFIGURED, &[0, 1]),
    read("seed", &["check --seed-file seed"], &[]),
    read("key", &["open sealed.age --identity key"], &[0]),
    read(
        "sealed.age",
        &["open sealed.age --identity key", "check --seed-file sealed.age --identity key"],
        &[],
    ),
    read(
        "out/public/kubemint.lock",
        &[
            "pack --node master-1",
            "check --locked",
            "diff --demo-seed",
            "diff --as-rendered --against HEAD",
            "seal --allow-demo",
            "render --demo-seed",
        ],
        &[0, 1],
    ),
    read("out/public/recipients.txt", &["seal --allow-demo", "diff --as-rendered --against HEAD"], &[]),
    read(
        "out/public/nodes/master-1/etc/kubernetes/pki/apiserver.crt",
        &["check --locked", "pack --node master-1", "diff --as-rendered --against HEAD"],
        &[],
    ),
    read(
        "out/secret/kubemint.binding",
        &["seal --allow-demo", "pack --node master-1", "check --demo-seed"],
        &[0, 1],
    ),
    read("out/secret/nodes/master-1/SHA256SUMS", &["pack --node master-1", "check --demo-seed"], &[1]),
    read("out/sealed/INDEX", &["seal --allow-demo --check", "pack --node master-1 --public-only"], &[]),
    read("out/sealed/nodes/master-1.tar.age", &["seal --allow-demo --check"], &[1]),
    read("rules.d", &["check --demo-seed --depfile rules.d --depfile-target stamp"], &[0]),
];
