//! `kubemint init`: what it writes, and that it never overwrites.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Output};

fn init(folder: &Path, more: &[&str]) -> Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_kubemint"))
        .args(["init", "--control-plane", "master-1=192.168.56.101", "--endpoint", "192.168.56.105:6443"])
        .args(more)
        .arg(folder)
        .output()
        .unwrap()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn writes_four_files_and_says_what_to_do_next() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("new/cluster");
    let output = init(&folder, &["--worker", "worker-1=192.168.56.111"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("kubemint render --config"), "{told}");
    assert!(told.contains("kubemint pack --node master-1"), "{told}");

    let seed = fs::read_to_string(folder.join("seed")).unwrap();
    assert_eq!((seed.len(), mode(&folder.join("seed"))), (65, 0o600));
    assert!(!told.contains(seed.trim()) && output.stdout.is_empty());
    for ignore in [".gitignore", ".dockerignore"] {
        let text = fs::read_to_string(folder.join(ignore)).unwrap();
        assert!(text.contains("seed\n") && text.contains("out/secret"), "{text}");
    }
    let cluster = fs::read_to_string(folder.join("cluster.toml")).unwrap();
    let no_files = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let cluster = kubemint::config::read(&cluster, &no_files).unwrap();
    assert_eq!(cluster.nodes().count(), 2);
}

#[test]
fn a_node_without_its_option_is_no_folder() {
    for (more, reason) in [
        (&["b=10.0.0.2"][..], "that is a node: write --control-plane b=10.0.0.2 or --worker b=10.0.0.2"),
        (&["b=10.0.0.2", "c=10.0.0.3"], "that is a node: write --control-plane b=10.0.0.2"),
        (&["demo", "c=10.0.0.3"], "that is a node: write --control-plane c=10.0.0.3"),
        (&["demo", "other"], "there is a directory already"),
    ] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_kubemint"))
            .args(["init", "--endpoint", "10.0.0.9:6443", "--control-plane", "a=10.0.0.1"])
            .args(more)
            .output()
            .unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(reason), "{told}");
    }
}

#[test]
fn two_clusters_share_neither_id_nor_seed() {
    let folder = tempfile::tempdir().unwrap();
    let read =
        |cluster: &str, file: &str| fs::read_to_string(folder.path().join(cluster).join(file)).unwrap();
    for cluster in ["a", "b"] {
        assert!(init(&folder.path().join(cluster), &[]).status.success());
    }
    assert_ne!(read("a", "seed"), read("b", "seed"));
    let id = |text: String| text.lines().find(|line| line.starts_with("id = ")).unwrap().to_owned();
    assert_ne!(id(read("a", "cluster.toml")), id(read("b", "cluster.toml")));
}

#[test]
fn never_overwrites_and_then_writes_nothing() {
    for (present, advice) in [
        ("cluster.toml", "choose another directory"),
        ("seed", "choose another directory"),
        (".gitignore", "/out/secret/\n"),
        (".dockerignore", "out/secret\n"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(present), "mine").unwrap();
        let output = init(folder.path(), &[]);
        assert_eq!(output.status.code(), Some(2), "{present}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains("is there already") && told.contains(advice), "{told}");
        assert_eq!(fs::read_to_string(folder.path().join(present)).unwrap(), "mine");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{present}");
    }
}

#[test]
fn a_second_run_names_all_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    assert!(init(folder.path(), &[]).status.success());
    let seed = fs::read(folder.path().join("seed")).unwrap();
    let output = init(folder.path(), &[]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    for name in [".gitignore", ".dockerignore", "seed", "cluster.toml"] {
        assert!(told.contains(&format!("/{name}")), "{told}");
    }
    assert_eq!(fs::read(folder.path().join("seed")).unwrap(), seed);
}

#[test]
fn a_dangling_link_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = folder.path().join("elsewhere");
    std::os::unix::fs::symlink(&elsewhere, folder.path().join("seed")).unwrap();
    assert_eq!(init(folder.path(), &[]).status.code(), Some(2));
    assert!(!elsewhere.exists());
}

#[test]
fn a_cluster_with_faults_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let output = init(folder.path(), &["--key-algorithm", "dsa"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("--key-algorithm: \"dsa\"") && !told.contains("cluster.toml"), "{told}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn git_takes_neither_the_seed_nor_the_secret_output() {
    let folder = tempfile::tempdir().unwrap();
    assert!(init(folder.path(), &[]).status.success());
    let run = |program: &str, arguments: &[&str]| {
        let output =
            std::process::Command::new(program).args(arguments).current_dir(folder.path()).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    run(env!("CARGO_BIN_EXE_kubemint"), &["render"]);
    run("git", &["init", "--quiet"]);
    run("git", &["add", "--all"]);
    let staged = run("git", &["ls-files"]);
    for file in [".dockerignore", ".gitignore", "cluster.toml", "out/public/kubemint.lock"] {
        assert!(staged.lines().any(|line| line == file), "{file} in\n{staged}");
    }
    assert!(folder.path().join("out/secret/cluster/admin.conf").is_file());
    assert!(!staged.lines().any(|line| line == "seed" || line.starts_with("out/secret")), "{staged}");
}

/// The commands of the next steps, each on its line after a number.
fn steps(told: &str) -> Vec<&str> {
    told.lines()
        .filter_map(|line| line.trim().split_once(". kubemint ").map(|(_, command)| command))
        .collect()
}

#[test]
fn the_next_steps_work_as_they_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = folder.path().join("it's a $HOME");
    let told = String::from_utf8(init(&cluster, &["--worker", "worker-1=192.168.56.111"]).stderr).unwrap();
    assert!(told.contains("and so for each node"), "{told}");
    let steps = steps(&told);
    assert_eq!(steps.len(), 2, "{told}");
    for step in steps {
        let command = step.split(" | ").next().unwrap();
        let script = format!("\"$0\" {command}");
        let output = std::process::Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_kubemint")])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(cluster.join("out/secret/nodes/master-1").is_dir());
}

#[test]
fn an_ipv6_cluster_has_its_endpoint_in_brackets() {
    let folder = tempfile::tempdir().unwrap();
    let run = |endpoint: &str| {
        std::process::Command::new(env!("CARGO_BIN_EXE_kubemint"))
            .args(["init", "--control-plane", "master-1=fd00::1", "--endpoint", endpoint])
            .args(["--service-cidr", "fd00:10::/108", "--pod-cidr", "fd00:20::/48"])
            .arg(folder.path().join("six"))
            .output()
            .unwrap()
    };
    let told = String::from_utf8(run("fd00::5:6443").stderr).unwrap();
    assert!(told.contains("put the address in brackets"), "{told}");
    assert!(run("[fd00::5]:6443").status.success());
    let cluster = fs::read_to_string(folder.path().join("six/cluster.toml")).unwrap();
    assert!(cluster.contains("\nendpoint = \"[fd00::5]:6443\""), "{cluster}");
}

const TWO_NODES: [&str; 4] =
    ["--control-plane", "master-1=192.168.56.101,fd00::1", "--worker", "worker-1=192.168.56.111,fd00::11"];
const TWO_SERVICE_RANGES: [&str; 2] = ["--service-cidr", "10.96.0.0/16,fd00:10::/108"];
const TWO_POD_RANGES: [&str; 2] = ["--pod-cidr", "10.244.0.0/16,fd00:20::/48"];

/// The exit code of a run and what it said.
fn run(arguments: &[&str]) -> (i32, String) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_kubemint")).args(arguments).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// A cloud's load balancer may have a longer name than a certificate's subject.
#[test]
fn an_endpoint_may_be_as_long_as_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("long").display().to_string();
    let endpoint = format!("{}.{}.example.com:6443", "a".repeat(63), "b".repeat(63));
    let (code, told) = run(&["init", "--control-plane", "a=10.0.0.1", "--endpoint", &endpoint, &to]);
    assert_eq!(code, 0, "{told}");
    let text = fs::read_to_string(format!("{to}/cluster.toml")).unwrap();
    assert!(text.contains(&format!("\nendpoint = \"{endpoint}\" ")), "{text}");
}

/// Whatever is in an option, it stays the value of its key, and the key's rules say what is wrong with it.
#[test]
fn no_option_writes_more_than_its_value() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("never").display().to_string();
    let hostile = ["", " ", "x\"\nid = \"y", "'\"\"\"\\", "\u{1b}[31m", "{{ id }}", "10.0.0.0/16\"]#,"];
    let keys = ["name", "kubernetes_version", "endpoint", "service_cidr", "pod_cidr", "key_algorithm"];
    for (key, hostile) in keys.iter().flat_map(|key| hostile.map(|hostile| (key, hostile))) {
        let option = format!("--{}={hostile}", key.replace('_', "-"));
        let endpoint: &[&str] = if *key == "endpoint" { &[] } else { &["--endpoint=10.0.0.9:6443"] };
        let (code, told) =
            run(&[&["init", "--control-plane=a=10.0.0.1", &option, &to][..], endpoint].concat());
        assert_eq!(code, 2, "{option}: {told}");
        let mut faults = told.lines().filter(|line| line.starts_with("error[")).peekable();
        assert!(
            faults.peek().is_some()
                && faults.all(|fault| fault.contains(&format!("--{}: ", key.replace('_', "-")))),
            "{told}"
        );
        assert!(!told.contains('\u{1b}') && !Path::new(&to).exists(), "{option}: {told}");
    }
}

#[test]
fn a_dual_stack_cluster_is_made_and_rendered() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let init = ["init", "--endpoint", "192.168.56.105:6443", &path("two")];
    let (code, told) = run(&[&init[..], &TWO_NODES, &TWO_SERVICE_RANGES, &TWO_POD_RANGES].concat());
    assert_eq!(code, 0, "{told}");
    let text = fs::read_to_string(path("two/cluster.toml")).unwrap();
    for line in [
        "service_cidr = [\"10.96.0.0/16\", \"fd00:10::/108\"]\n",
        "pod_cidr = [\"10.244.0.0/16\", \"fd00:20::/48\"]\n",
        "address = [\"192.168.56.101\", \"fd00::1\"]\n",
        "address = [\"192.168.56.111\", \"fd00::11\"]\n",
    ] {
        assert!(text.contains(line), "{line} in\n{text}");
    }
    let tree = ["--config", &path("two/cluster.toml"), "--out", &path("two/out")];
    assert_eq!(run(&[&["check", "--quiet"][..], &tree].concat()).0, 1);
    assert_eq!(run(&[&["render"][..], &tree].concat()).0, 0);
    assert_eq!(run(&[&["check", "--quiet"][..], &tree].concat()).0, 0);
    let manifests = path("two/out/public/nodes/master-1/etc/kubernetes/manifests");
    let read = |name: &str| fs::read_to_string(format!("{manifests}/{name}.yaml")).unwrap();
    assert!(read("kube-apiserver").contains("--service-cluster-ip-range=10.96.0.0/16,fd00:10::/108\n"));
    assert!(read("kube-controller-manager").contains("--cluster-cidr=10.244.0.0/16,fd00:20::/48\n"));
}

/// What is wrong with options is told as the file that they make would have it told.
#[test]
fn a_wrong_dual_stack_cluster_has_the_faults_of_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let init = |to: &str, from: &str, with: &str| {
        let options = [TWO_NODES.as_slice(), &TWO_SERVICE_RANGES, &TWO_POD_RANGES].concat();
        let options: Vec<String> = options.iter().map(|option| option.replace(from, with)).collect();
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        run(&[&["init", "--endpoint", "192.168.56.105:6443", &path(to)], options.as_slice()].concat())
    };
    assert_eq!(init("good", "", "").0, 0);
    let text = fs::read_to_string(path("good/cluster.toml")).unwrap();
    // The code, what is expected and the help; the option stands in place of the path.
    let faults = |told: &str| {
        let is_fault = |line: &&str| line.starts_with("error[") || line.starts_with("= ");
        let code = |line: &str| line.split("]: ").next().unwrap().to_owned();
        let line = |line: &str| if line.starts_with("= ") { line.to_owned() } else { code(line) };
        told.lines().map(str::trim).filter(is_fault).map(line).collect::<Vec<_>>()
    };
    let in_toml = |values: &str| {
        let values: Vec<String> = values.split(',').map(|value| format!("\"{value}\"")).collect();
        if values.len() == 1 { values.concat() } else { format!("[{}]", values.join(", ")) }
    };
    for (right, wrong, code) in [
        ("10.96.0.0/16,fd00:10::/108", "10.96.0.0/16,fd00:10::/108,10.97.0.0/16", "count"),
        ("10.96.0.0/16,fd00:10::/108", "fd00:10::/108,10.96.0.0/16", "primary-family"),
        ("10.96.0.0/16,fd00:10::/108", "10.96.0.0/16,10.97.0.0/16", "cidr-families"),
        ("10.244.0.0/16,fd00:20::/48", "10.244.0.0/16", "dual-stack"),
        ("10.244.0.0/16,fd00:20::/48", "10.244.0.0/16,", "cidr"),
        ("192.168.56.101,fd00::1", "192.168.56.101", "dual-stack"),
        ("192.168.56.101,fd00::1", "192.168.56.101,192.168.56.102", "address-families"),
        ("192.168.56.111,fd00::11", "192.168.56.111,fd00::11,fd00::12", "count"),
        ("192.168.56.111,fd00::11", "fd00::11,192.168.56.111", "primary-family"),
    ] {
        let (exit, told) = init("wrong", right, wrong);
        assert_eq!(exit, 2, "{told}");
        assert!(told.contains(&format!("error[{code}]: ")), "{wrong}: {told}");
        assert!(!Path::new(&path("wrong")).exists());
        fs::write(path("good/cluster.toml"), text.replace(&in_toml(right), &in_toml(wrong))).unwrap();
        let (_, of_file) = run(&["check", "--config", &path("good/cluster.toml"), "--out", &path("out")]);
        assert_eq!(faults(&told), faults(&of_file), "{wrong}");
    }
}

/// A seed that a power cut takes away after the first render took the cluster's keys with it.
#[test]
fn the_seed_and_every_new_name_are_on_the_disk_before_it_ends() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let status = std::process::Command::new("strace")
        .args(["-y", "-qq", "-e", "trace=openat,write,fsync,fdatasync", "-o"])
        .arg(&trace)
        .args([env!("CARGO_BIN_EXE_kubemint"), "init", "--endpoint", "192.168.56.105:6443"])
        .args(["--control-plane", "master-1=192.168.56.101", "new/cluster"])
        .current_dir(folder.path())
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    let trace = fs::read_to_string(trace).unwrap();
    let after = |text: &str| trace.find(text).map(|at| trace.split_at(at).1).unwrap_or_default();
    let at = |path: &str| folder.path().join(path).display().to_string().trim_end_matches('/').to_owned();
    let synced = |trace: &str, path: &str| {
        let calls = trace.lines().filter(|line| line.starts_with("fsync("));
        calls.into_iter().any(|call| call.contains(&format!("<{}>", at(path))) && call.ends_with("= 0"))
    };
    let seed_written = after(&format!("<{}>, \"", at("new/cluster/seed")));
    assert!(synced(seed_written, "new/cluster/seed"), "{trace}");
    assert!(synced(seed_written, "new/cluster"), "{trace}");
    assert!(synced(&trace, "new") && synced(&trace, ""), "{trace}");
}
