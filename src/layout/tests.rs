//! Everything that is rendered is in the table, everything in the table is rendered, and other rows are rejected.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::{
    derive::Seed,
    model::{
        Draft, InterfaceName, KubeProxyRun, NodeAddress, NodesReach, RouterId, Runtime, VerificationKeys,
        example,
    },
    plan::plan,
    tree::{Lock, Secrecy},
};

fn lock(change: impl FnOnce(&mut Draft)) -> Lock {
    let mut draft = example::draft();
    change(&mut draft);
    plan(&crate::validate::cluster(draft).unwrap(), &Seed::DEMO).unwrap().lock().clone()
}

/// Checks the lock of the example after a change of its text.
fn changed(from: &str, to: &str) -> Result<(), Vec<(String, Reason)>> {
    let text = lock(|_| {}).to_string();
    assert!(text.contains(from), "{from}");
    held(&text.replacen(from, to, 1))
}

/// Checks the lock of the example with one more row.
fn with(row: &str) -> Result<(), Vec<(String, Reason)>> {
    let text = lock(|_| {}).to_string();
    let (header, rows): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| !line.starts_with("public") && !line.starts_with("secret"));
    let mut rows: Vec<&str> = rows.into_iter().chain([row]).collect();
    rows.sort_by_key(|row| row.split(' ').take(2).map(str::to_owned).collect::<Vec<_>>());
    held(&header.into_iter().chain(rows).map(|line| format!("{line}\n")).collect::<String>())
}

fn held(text: &str) -> Result<(), Vec<(String, Reason)>> {
    let misfits = check(&Lock::parse(text).unwrap());
    misfits.map_err(|misfits| {
        misfits.iter().map(|Misfit { place, reason }| (place.to_string(), reason.clone())).collect()
    })
}

/// Clusters that together create every file that kubemint can create.
fn everything() -> Vec<Lock> {
    let recipient = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL1MKt8jfnSMMq6vUOBAXhOWE2tWUrE+OI/JhVbT1x5v";
    vec![
        lock(|_| {}),
        lock(example::with_objects),
        lock(|draft| draft.kube_proxy.run = KubeProxyRun::DaemonSet),
        lock(|draft| {
            draft.apiserver.runtime = Runtime::Systemd;
            draft.controller_manager.runtime = Runtime::Systemd;
            draft.scheduler.runtime = Runtime::Systemd;
            draft.etcd.runtime = Runtime::Systemd;
            draft.kube_proxy.run = KubeProxyRun::Systemd;
            draft.bootstrap.discovery = true;
            draft.service_accounts.verification_keys =
                vec![VerificationKeys::checked("-----BEGIN PUBLIC KEY-----\n".to_owned())];
            draft.recipients = crate::recipient::parse(recipient).into_iter().collect();
            draft.rollout.become_root = crate::model::CommandWords::parse("sudo").ok();
            draft.load_balancer.nodes = NodesReach::Haproxy;
            draft.load_balancer.virtual_ip = NodeAddress::parse("192.168.56.105").ok();
            draft.load_balancer.interface = InterfaceName::parse("eth0").ok();
            draft.load_balancer.router_id = RouterId::new(51);
        }),
    ]
}

/// Files for which an earlier kubemint set wider permissions than this one. The table keeps them, so that its trees
/// can be opened.
const EARLIER_WAS_MORE_OPEN: [&str; 1] = ["nodes/*/etc/systemd/system/kubelet.service"];

/// Files that an earlier kubemint rendered and this one does not.
const EARLIER_ALONE: [&str; 1] = [rules::ROLLOUT_FILE];

#[test]
fn every_rule_is_rendered_and_no_more_is_permitted_than_is_given() {
    let (rules, locks) = (Rules::get(), everything());
    let rendered: BTreeSet<(Secrecy, String)> = locks
        .iter()
        .flat_map(Lock::rows)
        .filter_map(|row| Some((row.place.secrecy, rules::pattern(&row.place)?)))
        .collect();
    let known: BTreeSet<(Secrecy, String)> = rules
        .iter()
        .map(|(place, _)| place.clone())
        .filter(|(_, path)| !EARLIER_ALONE.contains(&path.as_str()))
        .collect();
    let never: Vec<_> = known.difference(&rendered).collect();
    assert!(never.is_empty(), "no cluster of this test has {never:?}");
    for (place, rule) in rules.iter().filter(|(place, _)| known.contains(*place)) {
        let of_place = |row: &&Row| {
            row.place.secrecy == place.0 && rules::pattern(&row.place).as_ref() == Some(&place.1)
        };
        let row = locks.iter().flat_map(Lock::rows).find(of_place).unwrap();
        assert_eq!((row.owner, row.group), (rule.owner, rule.group), "{place:?}");
        assert_eq!(row.mode == rule.mode, !EARLIER_WAS_MORE_OPEN.contains(&&*place.1), "{place:?}");
        let secret = place.0 == Secrecy::Secret;
        assert_eq!(rule.mode.bits() & if secret { 0o7137 } else { 0o7022 }, 0, "{place:?}");
    }
}

#[test]
fn what_kubemint_never_makes_is_refused() {
    let sums = "sha256:".to_owned() + &"ab".repeat(32);
    for (path, row) in [
        ("nodes/master-1/usr/local/bin/evil", format!("root:root 0644 {sums} rendered")),
        ("nodes/master-1/root/.ssh/authorized_keys", format!("root:root 0600 {sums} rendered")),
        ("nodes/master-1/etc/kubernetes/manifests/evil.yaml", format!("root:root 0600 {sums} rendered")),
        ("nodes/master-1/etc/systemd/system/evil.service", format!("root:root 0644 {sums} rendered")),
        ("nodes/master-1/etc", "etcd:etcd 0700 folder".to_owned()),
        ("nodes/master-1/etc/kubernetes/tmp", "root:root 0755 folder".to_owned()),
        ("nodes/--all/etc/kubernetes", "root:root 0755 folder".to_owned()),
        ("nodes/%40octocat/etc/kubernetes", "root:root 0755 folder".to_owned()),
        ("nodes/a..b/etc/kubernetes", "root:root 0755 folder".to_owned()),
        ("nodes/192.0.2.1/etc/kubernetes", "root:root 0755 folder".to_owned()),
        ("nodes/*/etc/kubernetes", "root:root 0755 folder".to_owned()),
        ("nodes/a", "root:root 0755 folder".to_owned()),
        ("cluster/nodes/*.yaml", format!("root:root 0644 {sums} rendered")),
        ("cluster/admins/x.conf", format!("root:root 0644 {sums} rendered")),
        ("README.md", format!("root:root 0644 {sums} rendered")),
        ("cluster/objects/a.yaml", format!("root:root 0644 {sums} rendered")),
        ("cluster/objects/before-nodes/kustomization.yaml", format!("root:root 0644 {sums} rendered")),
        ("cluster/objects/before-nodes/a.sh", format!("root:root 0644 {sums} rendered")),
        ("cluster/objects/after-nodes/$(id).yaml", format!("root:root 0644 {sums} rendered")),
    ] {
        let refused = with(&format!("public {path} {row}")).unwrap_err();
        assert_eq!(refused.len(), 1, "{path}");
        assert_eq!(refused[0].1, Reason::Path, "{path}");
    }
    assert!(with("public nodes/worker-9/etc/kubernetes root:root 0755 folder").is_ok());
    assert!(with("public nodes/worker-9.example.com/etc/kubernetes root:root 0755 folder").is_ok());
}

#[test]
fn a_file_of_the_users_own_is_in_no_place_of_kubemints() {
    assert!(check(&lock(example::with_overlay)).is_ok());
    let with = |place: &str, mode: &str| {
        with(&format!("{place} root:root {mode} sha256:{} overlay", "ab".repeat(32)))
            .map_err(|all| all[0].1.clone())
    };
    let node = "public nodes/master-1";
    assert_eq!(with(&format!("{node}/etc/systemd/system/own.service"), "0644"), Ok(()));
    assert_eq!(with(&format!("{node}/usr/local/bin/own"), "0755"), Ok(()));
    for place in [
        format!("{node}/etc/kubernetes/pki/own.crt"),
        format!("{node}/etc/kubernetes/manifests/own.yaml"),
        format!("{node}/etc/systemd/system/kube-scheduler.service"),
        format!("{node}/etc/sysusers.d"),
        format!("{node}/own"),
        format!("{node}/proc/own"),
        "public nodes/--all/etc/own".to_owned(),
        "public cluster/own.yaml".to_owned(),
        "public own/own".to_owned(),
    ] {
        assert_eq!(with(&place, "0644"), Err(Reason::Path), "{place}");
    }
    for mode in ["0666", "4755", "0664", "0000"] {
        assert!(matches!(with(&format!("{node}/etc/own"), mode), Err(Reason::Ownership { .. })), "{mode}");
    }
    let secret =
        Lock::parse(&format!("{}secret nodes/worker-2/etc/own root:root 0600 overlay\n", lock(|_| {})));
    assert!(secret.is_err() || check(&secret.unwrap()).is_err());
}

#[test]
fn owners_and_permissions_are_those_of_the_path() {
    let conf = "nodes/master-1/etc/kubernetes";
    for (from, to) in [
        (format!("public {conf} root:root 0755"), format!("public {conf} root:root 0777")),
        (format!("public {conf} root:root 0755"), format!("public {conf} root:root 4755")),
        (format!("public {conf} root:root 0755"), format!("public {conf} etcd:root 0755")),
        (format!("public {conf} root:root 0755"), format!("public {conf} root:etcd 0755")),
        (format!("public {conf} root:root 0755"), format!("public {conf} root:root 0644")),
        ("kubelet.service root:root 0600".into(), "kubelet.service root:root 0755".into()),
        ("kubelet.service root:root 0600".into(), "kubelet.service etcd:etcd 0600".into()),
        ("pki/sa.key root:kube-service-account 0640".into(), "pki/sa.key root:etcd 0640".into()),
        (
            "pki/sa.key root:kube-service-account 0640".into(),
            "pki/sa.key root:kube-service-account 0644".into(),
        ),
        (
            "pki/ca.key kube-controller-manager:kube-controller-manager 0600".into(),
            "pki/ca.key root:root 0644".into(),
        ),
        (
            "pki/ca.key kube-controller-manager:kube-controller-manager 0600".into(),
            "pki/ca.key kube-controller-manager:kube-controller-manager 0640".into(),
        ),
        ("var/lib/etcd etcd:etcd 0700".into(), "var/lib/etcd etcd:etcd 0755".into()),
    ] {
        let refused = changed(&from, &to).unwrap_err();
        assert!(matches!(refused[..], [(_, Reason::Ownership { .. })]), "{to}: {refused:?}");
    }
    // An earlier kubemint set wider permissions, and a later one may set stricter ones.
    assert!(changed("kubelet.service root:root 0600", "kubelet.service root:root 0644").is_ok());
    assert!(
        changed("sysusers.d/kubemint.conf root:root 0644", "sysusers.d/kubemint.conf root:root 0600").is_ok()
    );
}

#[test]
fn a_file_is_made_of_what_its_path_says() {
    for (from, to) in [
        // A bundle of another CA; a certificate with another label, of another node, or from another CA.
        ("bundle [ certificate etcd-ca@1", "bundle [ certificate front-proxy-ca@1"),
        ("certificate apiserver/master-1@1", "certificate apiserver/master-2@1"),
        ("certificate apiserver/master-1@1", "certificate scheduler-serving/master-1@1"),
        ("certificate apiserver/master-1@1", "certificate apiserver/master-1@0"),
        ("secret encryption/secrets@1", "secret seal@1"),
        ("secret bootstrap-token/2026-11-25T00:00:00Z@1", "secret bootstrap-token/tomorrow@1"),
    ] {
        let refused = changed(from, to).unwrap_err();
        assert!(refused.iter().any(|(_, reason)| *reason == Reason::Origin), "{to}: {refused:?}");
    }
}

#[test]
fn a_key_is_the_same_wherever_it_is_named() {
    let text = lock(|_| {}).to_string();
    let row = text.lines().find(|line| line.contains("pki/sa.pub ")).unwrap();
    let public = row.split(' ').find_map(|word| word.strip_prefix("public:")).unwrap();
    let other = row.replace(public, &"ab".repeat(32));
    let refused = held(&text.replace(row, &other)).unwrap_err();
    let expected = Reason::Key { label: "service-account".to_owned(), generation: 1 };
    assert!(refused.iter().all(|(_, reason)| *reason == expected), "{refused:?}");
}

#[test]
fn a_machine_has_one_directory_for_the_audit_log() {
    let audit = "kube-apiserver:kube-apiserver 0700 folder";
    assert!(with(&format!("public nodes/worker-9/srv/audit {audit}")).is_ok());
    let second = with(&format!("public nodes/master-1/srv/audit {audit}")).unwrap_err();
    assert_eq!(second[0].1, Reason::SecondLogDirectory);
    for path in ["etc", "var/log", "usr/bin", "root", "home"] {
        let refused = with(&format!("public nodes/worker-9/{path} {audit}")).unwrap_err();
        assert_eq!(refused[0].1, Reason::Path, "{path}");
    }
}

#[test]
fn a_lock_full_of_rows_makes_a_short_message() {
    let rows: Vec<Misfit> = (0..1000)
        .map(|number| Misfit {
            place: crate::tree::Place::public(crate::tree::RelPath::parse(&format!("x{number}")).unwrap()),
            reason: Reason::Path,
        })
        .collect();
    let text = Misfits::of(rows.into_iter()).unwrap_err().to_string();
    assert!(text.lines().count() == 12 && text.ends_with("and 990 more"), "{text}");
}

/// A word that a hostile lock may contain.
fn word() -> impl Strategy<Value = String> {
    let known: Vec<String> = lock(|_| {})
        .to_string()
        .split([' ', '\n'])
        .map(str::to_owned)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .chain(
            [
                "4755",
                "0777",
                "0666",
                "etcd:etcd",
                "[",
                "]",
                "%40",
                "-1",
                "+1",
                "4294967296",
                "nodes/--all/etc/x",
            ]
            .map(str::to_owned),
        )
        .collect();
    prop_oneof![proptest::sample::select(known), "[ -~]{0,12}", "\\PC{0,4}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever words are replaced, removed, repeated or moved: parsing never panics, a parsed lock is written again
    /// in the same way, and each of its rows has an owner, a path and permissions that kubemint uses.
    #[test]
    fn no_changed_lock_gets_a_row_in_that_kubemint_never_writes(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<proptest::sample::Index>(), word(), 0..6_u8), 1..4)
    ) {
        let mut lines: Vec<String> = EXAMPLE.with(Clone::clone);
        for (line, at, word, how) in changes {
            let line = line.index(lines.len());
            match how {
                0 => { lines.remove(line); }
                1 => { let copy = lines[line].clone(); lines.insert(line, copy); }
                2 => { let other = at.index(lines.len()); lines.swap(line, other); }
                3 => { let cut = at.index(lines[line].len() + 1); if lines[line].is_char_boundary(cut) { lines[line].truncate(cut); } }
                _ => {
                    let mut words: Vec<String> = lines[line].split(' ').map(str::to_owned).collect();
                    let at = at.index(words.len());
                    words[at] = word;
                    lines[line] = words.join(" ");
                }
            }
        }
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let Ok(lock) = Lock::parse(&text) else { return Ok(()) };
        let without_comments = |text: &str| text.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect::<String>();
        prop_assert_eq!(without_comments(&lock.to_string()), without_comments(&text));
        if check(&lock).is_err() { return Ok(()) }
        for row in lock.rows() {
            let secret = row.place.secrecy == Secrecy::Secret;
            prop_assert_eq!(row.mode.bits() & if secret { 0o7137 } else { 0o7022 }, 0, "{}", row);
            let path = row.place.path.as_str();
            if let Some((node, rest)) = path.strip_prefix("nodes/").and_then(|path| path.split_once('/')) {
                prop_assert!(NodeName::parse(node).is_ok(), "{}", row);
                let ours = ["etc/kubernetes", "etc/systemd/system/", "etc/sysusers.d/kubemint.conf", "etc/tmpfiles.d/kubemint.conf",
                    "var/lib/etcd", "var/lib/kubelet", "var/log/", "SHA256SUMS"];
                prop_assert!(ours.iter().any(|ours| rest.starts_with(ours)), "{}", row);
            }
        }
    }
}

thread_local! {
    static EXAMPLE: Vec<String> = lock(|_| {}).to_string().lines().map(str::to_owned).collect();
}
