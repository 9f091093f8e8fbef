use super::*;
use crate::{
    component::{CommandLine, Listen, Mount},
    model::{Users, example},
    render::read_systemd::{assignments, expand_command, expand_specifiers, text, words},
    tree::MachinePath,
};

fn invocation(component: Component, account: Account, port: u16) -> Invocation {
    let mut command = CommandLine::new(component.name());
    command.set("v", "2");
    Invocation {
        component,
        runtime: crate::model::Runtime::Systemd,
        command,
        environment: [("GOMEMLIMIT".to_owned(), "3GiB".to_owned())].into(),
        account,
        groups: &[],
        mounts: vec![],
        start_inputs: vec![],
        needs_net_bind_service: false,
        listens: vec![Listen { purpose: "api", address: [127, 0, 0, 1].into(), port }],
        probes: None,
        stop_seconds: 70,
        resources: crate::component::ProcessResources {
            cpu_limit_millis: Some(1505),
            memory_limit_bytes: Some(512 << 20),
            ..crate::component::ProcessResources::default()
        },
    }
}

fn apiserver() -> Invocation {
    let mut invocation = invocation(Component::KubeApiserver, Account::KubeApiserver, 6443);
    invocation.groups = &[Account::KubeServiceAccount];
    let mount =
        |path, writable| Mount { name: "x", path: MachinePath::known(path), is_folder: true, writable };
    invocation.mounts = vec![mount("/etc/kubernetes/pki", false), mount("/var/log/kubernetes/audit", true)];
    invocation
}

fn render(invocation: &Invocation) -> String {
    let cluster = example::cluster();
    let inputs = InputsDigest::from_digest([0xab; 32]);
    let artifact = unit(&cluster, cluster.nodes().next().unwrap(), invocation, &inputs).unwrap();
    assert_eq!(
        artifact.path.as_str(),
        format!("nodes/master-1/etc/systemd/system/{}.service", invocation.component.name())
    );
    text(&artifact).to_owned()
}

/// The values of `key`, in order.
fn values(unit: &str, key: &str) -> Vec<String> {
    assignments(unit).into_iter().filter(|(_, found, _)| found == key).map(|(_, _, value)| value).collect()
}

/// What systemd would execute for the only `key` of `unit`.
fn command(unit: &str, key: &str) -> Vec<String> {
    let [line] = values(unit, key).try_into().unwrap();
    words(&line).iter().map(|word| expand_command(word)).collect()
}

#[test]
fn a_flag_stands_on_a_line_of_its_own() {
    let mut invocation = apiserver();
    invocation.command.set("secure-port", "6443");
    let unit = render(&invocation);
    assert!(unit.contains(
        "\nExecStart=/usr/local/bin/kube-apiserver \\\n  --v=2 \\\n  --secure-port=6443\nRestart="
    ));
    assert_eq!(command(&unit, "ExecStart"), ["/usr/local/bin/kube-apiserver", "--v=2", "--secure-port=6443"]);
}

#[test]
fn hostile_flags_reach_the_program_and_nothing_else() {
    for text in [
        "\nUser=root",
        "a \\\n  --b",
        "$HOME %h",
        "\"",
        "' --b '",
        "{{ user }}",
        "{% for a in b %}",
        ";",
        "\\",
    ] {
        let mut invocation = apiserver();
        let without = assignments(&render(&invocation)).len();
        invocation.command.set("a", text);
        let unit = render(&invocation);
        assert_eq!(assignments(&unit).len(), without, "{unit}");
        assert_eq!(command(&unit, "ExecStart")[2..], [format!("--a={text}")], "{unit}");
    }
}

#[test]
fn a_nul_is_an_error_that_names_the_unit() {
    let mut invocation = apiserver();
    invocation.command.set("a", "\0");
    let cluster = example::cluster();
    let inputs = InputsDigest::from_digest([0; 32]);
    let error = unit(&cluster, cluster.nodes().next().unwrap(), &invocation, &inputs).unwrap_err();
    assert!(error.to_string().starts_with("kube-apiserver.service: the argument \"--a=\\0\""), "{error}");
}

#[test]
fn it_writes_where_its_mounts_say() {
    let mut invocation = apiserver();
    assert_eq!(values(&render(&invocation), "ReadWritePaths"), ["/var/log/kubernetes/audit"]);
    for mount in &mut invocation.mounts {
        mount.path = MachinePath::parse("/var/a b%h").unwrap();
    }
    let [path] = values(&render(&invocation), "ReadWritePaths").try_into().unwrap();
    assert_eq!(words(&path).iter().map(|word| expand_specifiers(word)).collect::<Vec<_>>(), ["/var/a b%h"]);
    invocation.mounts.clear();
    assert!(values(&render(&invocation), "ReadWritePaths").is_empty());
}

#[test]
fn only_a_low_port_gives_a_capability() {
    let mut invocation = apiserver();
    let capabilities = |invocation: &Invocation| {
        let unit = render(invocation);
        [values(&unit, "CapabilityBoundingSet"), values(&unit, "AmbientCapabilities")]
    };
    assert_eq!(capabilities(&invocation), [[""], [""]]);
    invocation.listens[0].port = 443;
    assert_eq!(capabilities(&invocation), [["CAP_NET_BIND_SERVICE"], ["CAP_NET_BIND_SERVICE"]]);
}

#[test]
fn each_process_is_its_own_user_and_checks_its_number() {
    let unit = render(&apiserver());
    assert_eq!(values(&unit, "User"), ["kube-apiserver"]);
    assert_eq!(values(&unit, "Group"), ["kube-apiserver"]);
    assert_eq!(values(&unit, "SupplementaryGroups"), ["kube-service-account"]);
    let checks = values(&unit, "ExecStartPre");
    assert_eq!(checks.len(), 2, "{checks:?}");
    assert!(checks[0].contains("^kube-apiserver:[^:]*:562:562:"), "{checks:?}");
    assert!(checks[1].contains("^kube-service-account:[^:]*:565:"), "{checks:?}");
    let scheduler = render(&invocation(Component::KubeScheduler, Account::KubeScheduler, 10259));
    assert!(values(&scheduler, "SupplementaryGroups").is_empty());
}

#[test]
fn the_kubelet_is_root_and_checks_the_numbers_of_its_pods() {
    let unit = render(&invocation(Component::Kubelet, Account::Root, 10248));
    assert!(values(&unit, "User").is_empty() && values(&unit, "ProtectSystem").is_empty());
    let cluster = example::cluster();
    let made = accounts(&cluster, cluster.nodes().next().unwrap());
    assert_eq!(values(&unit, "ExecStartPre").len(), made.len());
    assert_eq!(values(&unit, "KillMode"), ["process"]);
}

#[test]
fn only_root_reads_the_kubelets_unit() {
    let mode = |component, account| {
        let cluster = example::cluster();
        let inputs = InputsDigest::from_digest([0; 32]);
        let invocation = invocation(component, account, 10248);
        unit(&cluster, cluster.nodes().next().unwrap(), &invocation, &inputs).unwrap().mode.bits()
    };
    assert_eq!(mode(Component::Kubelet, Account::Root), 0o600);
    assert_eq!(mode(Component::KubeApiserver, Account::KubeApiserver), 0o644);
}

/// Each of these gives the kubelet a mount namespace (systemd.exec(5)), so that no container sees the volumes that it mounts; or
/// prevents the setgid bit that it sets on the volumes of a pod with fsGroup.
#[test]
fn the_kubelets_sandbox_leaves_mounts_and_modes_alone() {
    let unit = render(&invocation(Component::Kubelet, Account::Root, 10248));
    for key in [
        "BindPaths",
        "BindReadOnlyPaths",
        "DynamicUser",
        "ExecPaths",
        "InaccessiblePaths",
        "MountFlags",
        "MountImages",
        "NoExecPaths",
        "PrivateDevices",
        "PrivateIPC",
        "PrivateMounts",
        "PrivateNetwork",
        "PrivateTmp",
        "PrivateUsers",
        "ProcSubset",
        "ProtectControlGroups",
        "ProtectHome",
        "ProtectHostname",
        "ProtectKernelLogs",
        "ProtectKernelModules",
        "ProtectKernelTunables",
        "ProtectProc",
        "ProtectSystem",
        "ReadOnlyPaths",
        "ReadWritePaths",
        "RestrictSUIDSGID",
        "RootDirectory",
        "RootImage",
        "TemporaryFileSystem",
        "UMask",
    ] {
        assert_eq!(values(&unit, key), Vec::<String>::new(), "{key}");
    }
    let [filter] = values(&unit, "SystemCallFilter").try_into().unwrap();
    assert!(!filter.contains("@mount") && !filter.contains("@privileged"), "{filter}");
}

#[test]
fn etcd_may_wait_for_the_others_and_the_api_server_follows_it() {
    let etcd = render(&invocation(Component::Etcd, Account::Etcd, 2381));
    assert_eq!(values(&etcd, "TimeoutStartSec"), ["infinity"]);
    assert_eq!(values(&etcd, "TimeoutStopSec"), ["70"]);
    assert_eq!(values(&etcd, "Type"), ["notify"]);
    assert_eq!(values(&etcd, "After"), ["network-online.target"]);
    assert_eq!(values(&etcd, "StartLimitIntervalSec"), ["0"]);
    assert_eq!(values(&render(&apiserver()), "After"), ["network-online.target etcd.service"]);
}

#[test]
fn the_digest_of_its_inputs_stands_in_a_key() {
    let line = format!("[Unit]\nX-Kubemint-Inputs={}\n", "ab".repeat(32));
    assert!(render(&apiserver()).contains(&line));
}

#[test]
fn the_release_of_its_program_stands_in_a_key() {
    assert!(render(&apiserver()).contains("\nX-Kubemint-Release=1.37.2\n"));
    let etcd = render(&invocation(Component::Etcd, Account::Etcd, 2381));
    assert!(etcd.contains("\nX-Kubemint-Release=3.7.0\n"));
}

/// Runs the check of a unit as systemd would, including `$$`, with a file as the machine's user database.
#[test]
fn the_check_of_a_number_tells_right_from_wrong() {
    let users = Users::default();
    let script = |account| {
        let argument = number_check(account, &users).unwrap();
        let quoted = serde_json::to_value(&argument).unwrap();
        let [script] = words(quoted.as_str().unwrap()).try_into().unwrap();
        expand_command(&script)
    };
    let passes = |account, entry: &str| {
        // Replaces the machine's database: `getent` prints one entry.
        let script = format!("getent() {{ printf '%s\\n' '{entry}'; }}; {}", script(account));
        let output = std::process::Command::new("/bin/sh").args(["-c", &script]).output().unwrap();
        (output.status.success(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(passes(Account::Etcd, "etcd:!:561:561:etcd:/:/usr/sbin/nologin"), (true, String::new()));
    assert_eq!(passes(Account::KubeServiceAccount, "kube-service-account:!*:565:a,b"), (true, String::new()));
    for entry in ["etcd:!:998:561:etcd:/:/bin/sh", "etcd:!:561:998:etcd:/:/bin/sh", "etcd:!:5610:561:", ""] {
        let (passed, says) = passes(Account::Etcd, entry);
        assert!(!passed && says.starts_with("etcd is not user and group 561"), "{entry}: {says}");
    }
    assert!(!passes(Account::KubeServiceAccount, "kube-service-account:x:562:").0);
}
