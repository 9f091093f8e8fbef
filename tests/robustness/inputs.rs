//! Whatever stands where a file is read: the run ends soon, in little memory, with a message that names the file.

use std::{
    fs,
    os::unix::{fs::symlink, net::UnixListener},
    path::Path,
    process::Command,
    time::Duration,
};

use rustix::fs::{CWD, FileType, Mode, mknodat};
use wait4::Wait4;

use crate::cluster::Cluster;

/// The most that a run may take of processors: 5 s as it is released, and this as it is tested.
const TIME: Duration = Duration::from_secs(5 * 4);

/// The most memory that a run may have, in bytes.
const MEMORY: u64 = 200_000_000;

/// Where a file is read, and what reads it.
const READ: &[(&str, &[&str])] = &[
    ("cluster.toml", &["check --demo-seed", "render --demo-seed", "diff --demo-seed"]),
    ("policy.yaml", &["check --demo-seed --config named.toml", "render --demo-seed --config named.toml"]),
    ("authentication.yaml", &["check --demo-seed --config authenticated.toml"]),
    ("seed", &["check", "render"]),
    (
        "identity",
        &["open sealed.age --identity identity", "check --seed-file sealed.age --identity identity"],
    ),
    ("sealed.age", &["open sealed.age --identity identity"]),
    (
        "out/public/kubemint.lock",
        &[
            "check --demo-seed",
            "render --demo-seed",
            "check --locked",
            "pack --node master-1",
            "diff --demo-seed",
            "seal --allow-demo",
        ],
    ),
    (
        "out/public/nodes/master-1/etc/kubernetes/pki/ca.crt",
        &["check --demo-seed", "check --locked", "pack --node master-1"],
    ),
    ("out/secret/nodes/master-1/SHA256SUMS", &["check --demo-seed", "pack --node master-1"]),
    ("out/secret/nodes/master-1/etc/kubernetes/pki/ca.key", &["check --demo-seed", "pack --node master-1"]),
    ("out/sealed/INDEX", &["seal --allow-demo", "seal --allow-demo --check"]),
    ("rule.d", &["check --demo-seed --depfile rule.d --depfile-target stamp"]),
];

/// What stands there.
const HOSTILE: &[(&str, fn(&Path))] = &[
    ("a device", |at| symlink("/dev/zero", at).unwrap()),
    ("a pipe", |at| mknodat(CWD, at, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap()),
    ("a socket", |at| drop(UnixListener::bind(at).unwrap())),
    ("a directory", |at| fs::create_dir(at).unwrap()),
    ("a loop of links", |at| symlink(at.file_name().unwrap(), at).unwrap()),
    ("a sparse file of 15 TB", |at| fs::File::create(at).unwrap().set_len(15 << 40).unwrap()),
    ("a sparse file of 1 GB", |at| fs::File::create(at).unwrap().set_len(1 << 30).unwrap()),
    ("32 MiB of one line", |at| fs::write(at, "a".repeat(32 << 20)).unwrap()),
    ("2 MiB of line ends", |at| fs::write(at, "\n".repeat(2 << 20)).unwrap()),
    ("2 MiB of zeros", |at| fs::write(at, vec![0; 2 << 20]).unwrap()),
];

fn cluster() -> Cluster {
    let cluster = Cluster::new();
    let text = fs::read_to_string(cluster.at("cluster.toml")).unwrap();
    fs::write(cluster.at("named.toml"), format!("{text}\n[audit]\npolicy_file = \"policy.yaml\"\n")).unwrap();
    let authenticated = format!("{text}\n[apiserver]\nauthentication_file = \"authentication.yaml\"\n");
    fs::write(cluster.at("authenticated.toml"), authenticated).unwrap();
    cluster.render();
    fs::create_dir(cluster.at("out/sealed")).unwrap();
    cluster
}

/// Runs a command that may reserve no more than 4 GB of addresses; its exit code, words, time and memory.
fn bounded(cluster: &Cluster, line: &str) -> (Option<i32>, String, Duration, u64) {
    let mut command = Command::new("bash");
    command.args(["-c", "ulimit -v 4000000; exec timeout 300 \"$@\" <&- 2>told >&2", "bash"]);
    command.arg(env!("CARGO_BIN_EXE_kubemint")).args(line.split(' ')).current_dir(cluster.path());
    let ended = command.spawn().unwrap().wait4().unwrap();
    let told = String::from_utf8_lossy(&fs::read(cluster.at("told")).unwrap()).into_owned();
    // Of processors and not of a clock: the machine has other work.
    let time = ended.rusage.utime + ended.rusage.stime;
    (ended.status.code(), told, time, ended.rusage.maxrss)
}

fn judge(cluster: &Cluster, line: &str, what: &str) -> Option<String> {
    let (code, told, time, memory) = bounded(cluster, line);
    let wrong = match code {
        Some(0..=3) if time > TIME => format!("took {time:?}"),
        Some(0..=3) if memory > MEMORY => format!("took {memory} bytes"),
        Some(0..=3) => return None,
        other => format!("ended with {other:?}"),
    };
    let told: String = told.chars().take(300).collect();
    Some(format!("kubemint {line}, {what}: {wrong}: {told}"))
}

#[test]
fn nothing_that_stands_where_a_file_is_read_takes_much_time_or_memory() {
    let cluster = cluster();
    let mut wrong = Vec::new();
    for (name, lines) in READ {
        let (at, aside) = (cluster.at(name), cluster.at("aside"));
        let is_there = fs::rename(&at, &aside).is_ok();
        for (what, make) in HOSTILE {
            for line in *lines {
                // A pipe is what `--seed-file <(sops -d …)` is: whoever names one waits for it.
                if *what == "a pipe" && matches!(*name, "seed" | "identity") {
                    continue;
                }
                make(&at);
                wrong.extend(judge(&cluster, line, &format!("{name} is {what}")));
                let _ = fs::remove_file(&at).or_else(|_| fs::remove_dir_all(&at));
            }
        }
        if is_there {
            let _ = fs::create_dir_all(at.parent().unwrap());
            fs::rename(&aside, &at).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Paths of a file that cluster.toml names, and words of the error.
const NAMED: &[(&str, &str)] = &[
    ("/etc/passwd", "is absolute"),
    ("../policy.yaml", "leads upwards"),
    ("inner/../../policy.yaml", "leads upwards"),
    ("leaves", "leads out of the directory"),
    ("inner/leaves", "leads out of the directory"),
    ("outside/policy.yaml", "leads out of the directory"),
    ("zero", "leads out of the directory"),
    ("inner", "is a directory"),
    ("pipe", "is a pipe"),
    ("large", "more than 1048576 bytes"),
    ("missing", "No such file"),
    ("", "is a directory"),
];

#[test]
fn a_file_that_is_named_lies_below_the_directory_and_is_refused_at_its_line() {
    let cluster = Cluster::new();
    let base = fs::read_to_string(cluster.at("cluster.toml")).unwrap();
    let root = cluster.at("repository");
    fs::create_dir_all(root.join("inner")).unwrap();
    fs::write(
        cluster.at("policy.yaml"),
        "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: None\n",
    )
    .unwrap();
    fs::copy(cluster.at("policy.yaml"), root.join("inner/policy.yaml")).unwrap();
    symlink("inner/policy.yaml", root.join("stays")).unwrap();
    symlink("../policy.yaml", root.join("leaves")).unwrap();
    symlink("../../policy.yaml", root.join("inner/leaves")).unwrap();
    symlink("..", root.join("outside")).unwrap();
    symlink("/dev/zero", root.join("zero")).unwrap();
    mknodat(CWD, root.join("pipe"), FileType::Fifo, Mode::RUSR, 0).unwrap();
    fs::File::create(root.join("large")).unwrap().set_len((1 << 20) + 1).unwrap();
    for (key, table) in [("policy_file", "audit"), ("authentication_file", "apiserver")] {
        for (path, words) in NAMED {
            let text = format!("{base}\n[{table}]\n{key} = \"{path}\"\n");
            let line = text.lines().count();
            fs::write(root.join("cluster.toml"), text).unwrap();
            let output = cluster.run(&["check", "--demo-seed", "--config", "repository/cluster.toml"]);
            let told = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{path}: {told}");
            let place = format!("repository/cluster.toml:{line}:");
            assert!(told.contains(words) && told.contains(&place), "{path}: {told}");
        }
    }
    for path in ["stays", "inner/policy.yaml", "./inner/./policy.yaml"] {
        fs::write(root.join("cluster.toml"), format!("{base}\n[audit]\npolicy_file = \"{path}\"\n")).unwrap();
        let output = cluster.run(&["render", "--demo-seed", "--config", "repository/cluster.toml"]);
        assert!(output.status.success(), "{path}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

/// Texts of cluster.toml that a parser could choke on: what is added to one that is valid.
fn hostile_texts() -> Vec<(&'static str, String)> {
    let many = |n: usize, one: &dyn Fn(usize) -> String| (0..n).map(one).collect::<String>();
    vec![
        ("nested arrays", format!("x = {}{}", "[".repeat(100_000), "]".repeat(100_000))),
        ("arrays that are not closed", format!("x = {}", "[".repeat(1_000_000))),
        ("nested inline tables", format!("x = {}1{}", "{a = ".repeat(100_000), "}".repeat(100_000))),
        ("dotted keys", format!("{}a = 1", "a.".repeat(100_000))),
        ("a dotted header", format!("[{}a]", "a.".repeat(100_000))),
        (
            "names of one line",
            format!("[apiserver]\nextra_sans = [{}]", many(100_000, &|n| format!("\"a_{n}\","))),
        ),
        ("empty names of one line", format!("[apiserver]\nextra_sans = [{}]", "\"\",".repeat(600_000))),
        ("numbers of one line", format!("[apiserver]\nextra_sans = [{}]", "1,".repeat(900_000))),
        ("keys that are unknown", many(100_000, &|n| format!("key-{n} = 1\n"))),
        ("the same key", "key = 1\n".repeat(200_000)),
        (
            "workers",
            many(20_000, &|n| {
                format!(
                    "[[worker]]\nname = \"w-{n}\"\naddress = \"10.{}.{}.{}\"\n",
                    n >> 16,
                    (n >> 8) & 255,
                    n & 255
                )
            }),
        ),
        ("the same worker", "[[worker]]\nname = \"w\"\naddress = \"10.1.1.1\"\n".repeat(20_000)),
        ("empty workers", "[[worker]]\n".repeat(150_000)),
        ("a long text", format!("[apiserver]\nextra_sans = [\"{}\"]", "a".repeat(1_900_000))),
        ("a long key", format!("{} = 1", "a".repeat(1_900_000))),
        ("a text that is not closed", format!("x = \"{}", "a".repeat(1_900_000))),
        ("a comment", format!("# {}", "a".repeat(1_900_000))),
        ("flags", format!("[apiserver.extra_args]\n{}", many(60_000, &|n| format!("flag-{n} = \"1\"\n")))),
        ("equals signs", "=".repeat(1_900_000)),
        ("quotes", "\"".repeat(1_900_000)),
    ]
}

#[test]
fn no_text_of_cluster_toml_takes_much_time_or_memory() {
    let cluster = Cluster::new();
    let base = fs::read_to_string(cluster.at("cluster.toml")).unwrap();
    let mut wrong = Vec::new();
    for (what, text) in hostile_texts() {
        fs::write(cluster.at("cluster.toml"), format!("{base}\n{text}\n")).unwrap();
        for line in ["check --demo-seed", "check --demo-seed --format json"] {
            wrong.extend(judge(&cluster, line, what));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Policies and authentication configurations that a YAML parser could choke on.
fn hostile_yaml() -> Vec<(&'static str, String)> {
    let bomb: String =
        (1..30).map(|n| format!("a{n}: &a{n} [{}]\n", format!("*a{},", n - 1).repeat(10))).collect();
    vec![
        ("aliases of aliases", format!("a0: &a0 [x]\n{bomb}")),
        ("nested lists", "[".repeat(500_000)),
        ("nested maps", "{a: ".repeat(200_000)),
        ("nested dashes", "- ".repeat(400_000)),
        ("nested by indentation", (0..1000).map(|n| format!("{}a:\n", " ".repeat(n))).collect()),
        ("a long text", format!("a: {}", "x".repeat(1_000_000))),
        (
            "many rules",
            format!(
                "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n{}",
                "- level: None\n".repeat(70_000)
            ),
        ),
        ("many documents", "---\n".repeat(200_000)),
        ("anchors", (0..60_000).map(|n| format!("- &a{n} x\n")).collect()),
    ]
}

#[test]
fn no_text_of_a_file_that_is_named_takes_much_time_or_memory() {
    let cluster = cluster();
    let mut wrong = Vec::new();
    for (what, text) in hostile_yaml() {
        for (name, config) in [("policy.yaml", "named.toml"), ("authentication.yaml", "authenticated.toml")] {
            fs::write(cluster.at(name), &text).unwrap();
            wrong.extend(judge(&cluster, &format!("check --demo-seed --config {config}"), what));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Locks as large as may be, each made of rows that take little of the text.
fn hostile_locks(head: &str) -> Vec<(&'static str, String)> {
    let size = 31 << 20;
    let rows = |row: &dyn Fn(usize) -> String| {
        let mut text = head.to_owned();
        let mut n = 0;
        while text.len() < size {
            text.push_str(&row(n));
            n += 1;
        }
        text
    };
    vec![
        ("rows of folders", rows(&|n| format!("public {n:x} root:root 0644 folder\n"))),
        (
            "rows of parts",
            rows(&|n| format!("secret {n:x} root:root 0600 bundle [ {}]\n", "rendered ".repeat(1000))),
        ),
        ("deep rows", rows(&|n| format!("secret {n:x} root:root 0600 {}\n", "bundle [ ".repeat(1000)))),
        ("one row", rows(&|_| "bundle [ ".to_owned())),
        ("comments", rows(&|_| "#\n".to_owned())),
        ("the same row", rows(&|_| "public a root:root 0644 folder\n".to_owned())),
        ("deep paths", rows(&|n| format!("public {}{n:x} root:root 0644 folder\n", "a/".repeat(500)))),
    ]
}

#[test]
fn no_lock_takes_much_time_or_memory() {
    let cluster = cluster();
    let lock = fs::read_to_string(cluster.at("out/public/kubemint.lock")).unwrap();
    let head: String = lock.split_inclusive('\n').take_while(|line| !line.starts_with("public ")).collect();
    let mut wrong = Vec::new();
    for (what, text) in hostile_locks(&head) {
        fs::write(cluster.at("out/public/kubemint.lock"), text).unwrap();
        for line in ["check --demo-seed", "check --locked", "pack --node master-1"] {
            wrong.extend(judge(&cluster, line, &format!("a lock of {what}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
