//! The directories of a machine that kubemint owns: their owner and mode in archives and in tmpfiles.d.
//!
//! A directory of the base system, such as /etc, is never among them, since a wrong mode could make the machine unusable.

use crate::{
    model::{Account, AuditPolicy, Cluster, Component, NodeRef},
    tree::{Artifact, Content, MachinePath, Mode, Origin, RelPath, Secrecy},
};

/// The component that writes the audit log and owns its directory.
pub const LOG_OWNER: Account = Account::KubeApiserver;

/// Every directory that a machine may need, with its owner, group and mode, except that of the audit log, which is set in
/// cluster.toml.
pub fn known() -> impl Iterator<Item = (MachinePath, Account, Account, Mode)> {
    FOLDERS.iter().map(|folder| (folder.path.clone(), folder.owner, folder.group, folder.mode))
}

/// The directories of `node`, in the order of their paths.
#[must_use]
pub fn folders(cluster: &Cluster, node: NodeRef<'_>) -> Vec<Artifact> {
    let mut needed: Vec<Artifact> = FOLDERS
        .iter()
        .filter(|folder| (folder.needed)(cluster, node))
        .map(|folder| artifact(folder.path.on(node.name()), folder.owner, folder.group, folder.mode))
        .collect();
    if with_audit(cluster, node) {
        let path = MachinePath::of_logs(&cluster.audit.log_path).on(node.name());
        needed.push(artifact(path, LOG_OWNER, LOG_OWNER, Mode::SECRET_FOLDER));
    }
    needed.sort_by(|a, b| a.path.cmp(&b.path));
    needed
}

const fn artifact(path: RelPath, owner: Account, group: Account, mode: Mode) -> Artifact {
    let (secrecy, content, origin) = (Secrecy::Public, Content::Folder, Origin::Rendered);
    Artifact { path, secrecy, owner, group, mode, content, origin }
}

/// A directory that a machine may need.
struct Folder {
    path: MachinePath,
    owner: Account,
    group: Account,
    mode: Mode,
    needed: fn(&Cluster, NodeRef<'_>) -> bool,
}

static FOLDERS: [Folder; 11] = [
    open("/etc/kubernetes", every_node),
    open("/etc/kubernetes/audit", with_audit),
    open("/etc/kubernetes/authentication", with_apiserver),
    Folder {
        path: MachinePath::known("/etc/kubernetes/encryption"),
        owner: Account::Root,
        group: Account::KubeApiserver,
        mode: Mode::GROUP_FOLDER,
        needed: with_encryption,
    },
    open("/etc/kubernetes/manifests", every_node),
    open("/etc/kubernetes/pki", every_node),
    open("/etc/kubernetes/pki/etcd", with_etcd_certificates),
    closed("/var/lib/etcd", Account::Etcd, with_etcd),
    // As the kubelet creates it (its createDir calls).
    Folder {
        path: MachinePath::known("/var/lib/kubelet"),
        owner: Account::Root,
        group: Account::Root,
        mode: Mode::GROUP_FOLDER,
        needed: every_node,
    },
    closed("/var/lib/kubelet/pki", Account::Root, every_node),
    // tar would create it with the machine's umask, and the user of a unit could not enter it.
    open("/var/log/kubernetes", with_audit_below),
];

/// A directory of root that everyone can enter.
const fn open(path: &'static str, needed: fn(&Cluster, NodeRef<'_>) -> bool) -> Folder {
    Folder {
        path: MachinePath::known(path),
        owner: Account::Root,
        group: Account::Root,
        mode: Mode::PUBLIC_FOLDER,
        needed,
    }
}

/// A directory that only its owner can enter.
const fn closed(path: &'static str, owner: Account, needed: fn(&Cluster, NodeRef<'_>) -> bool) -> Folder {
    Folder { path: MachinePath::known(path), owner, group: owner, mode: Mode::SECRET_FOLDER, needed }
}

const fn every_node(_: &Cluster, _: NodeRef<'_>) -> bool {
    true
}

fn with_apiserver(cluster: &Cluster, node: NodeRef<'_>) -> bool {
    cluster.runs_on(Component::KubeApiserver, node)
}

fn with_etcd(cluster: &Cluster, node: NodeRef<'_>) -> bool {
    cluster.runs_on(Component::Etcd, node)
}

/// The certificates of etcd's members and clients.
fn with_etcd_certificates(cluster: &Cluster, node: NodeRef<'_>) -> bool {
    with_apiserver(cluster, node) || with_etcd(cluster, node)
}

fn with_audit(cluster: &Cluster, node: NodeRef<'_>) -> bool {
    with_apiserver(cluster, node) && cluster.audit.policy != AuditPolicy::Off
}

fn with_audit_below(cluster: &Cluster, node: NodeRef<'_>) -> bool {
    with_audit(cluster, node) && cluster.audit.log_path.folder().starts_with("/var/log/kubernetes/")
}

fn with_encryption(cluster: &Cluster, node: NodeRef<'_>) -> bool {
    with_apiserver(cluster, node) && cluster.encryption.has_keys()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EncryptionSettings, KeyGenerations, example};

    fn listing(cluster: &Cluster, node: usize) -> Vec<String> {
        let folders = folders(cluster, cluster.nodes().nth(node).unwrap());
        let line = |folder: &Artifact| {
            let path = folder
                .path
                .as_str()
                .split_once("/etc/")
                .or(folder.path.as_str().split_once("/var/"))
                .unwrap()
                .1;
            format!("{path} {} {} {}", folder.mode, folder.owner.name(), folder.group.name())
        };
        folders.iter().map(line).collect()
    }

    #[test]
    fn a_control_plane_node_has_all_and_a_worker_few() {
        let cluster = example::cluster();
        assert_eq!(
            listing(&cluster, 0),
            [
                "kubernetes 0755 root root",
                "kubernetes/audit 0755 root root",
                "kubernetes/authentication 0755 root root",
                "kubernetes/encryption 0750 root kube-apiserver",
                "kubernetes/manifests 0755 root root",
                "kubernetes/pki 0755 root root",
                "kubernetes/pki/etcd 0755 root root",
                "lib/etcd 0700 etcd etcd",
                "lib/kubelet 0750 root root",
                "lib/kubelet/pki 0700 root root",
                "log/kubernetes 0755 root root",
                "log/kubernetes/audit 0700 kube-apiserver kube-apiserver",
            ]
        );
        assert_eq!(
            listing(&cluster, 4),
            [
                "kubernetes 0755 root root",
                "kubernetes/manifests 0755 root root",
                "kubernetes/pki 0755 root root",
                "lib/kubelet 0750 root root",
                "lib/kubelet/pki 0700 root root",
            ]
        );
    }

    #[test]
    fn nothing_is_made_for_what_is_off() {
        let mut draft = example::draft();
        draft.audit.policy = AuditPolicy::Off;
        draft.encryption = EncryptionSettings::new(None, KeyGenerations::first());
        draft.etcd.external = vec![crate::model::Endpoint::parse("10.0.0.1:2379").unwrap()];
        let all = listing(&crate::validate::cluster(draft).unwrap(), 0).join("\n");
        for gone in ["audit", "encryption", "lib/etcd"] {
            assert!(!all.contains(gone), "{all}");
        }
    }

    #[test]
    fn no_folder_of_another_program_becomes_ours() {
        let with_log = |path| {
            let mut draft = example::draft();
            draft.audit.log_path = crate::model::LogPath::parse(path).unwrap();
            let all = listing(&crate::validate::cluster(draft).unwrap(), 0);
            all.into_iter().filter(|folder| folder.starts_with("log")).collect::<Vec<_>>()
        };
        let own = |folder| format!("{folder} 0700 kube-apiserver kube-apiserver");
        assert_eq!(with_log("/var/log/audit/kube/log"), [own("log/audit/kube")]);
        assert_eq!(with_log("/var/log/kubernetes/audit.log"), [own("log/kubernetes")]);
    }
}
