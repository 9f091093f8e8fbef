//! The folders of a machine that kubemint owns: their owner and mode, in the archive and in tmpfiles.d.
//!
//! Never one of the base system, such as /etc: a wrong mode there locks the machine.

use crate::{
    model::{Account, AuditPolicy, Cluster, EncryptionProvider, NodeRef, check_log_path},
    tree::{Artifact, Content, MachinePath, Mode, Origin, RelPath, Secrecy},
};

/// Why a machine's folders cannot be said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FolderError {
    /// The audit log has no folder that could be kube-apiserver's.
    #[error(
        "{0:?} cannot be kube-apiserver's audit log: it lies in no folder of its own; see [audit] log_path"
    )]
    AuditLog(String),
}

/// The folders of `node`, in the order of their paths.
///
/// # Errors
/// [`FolderError`] where the audit log would make a folder of the base system kube-apiserver's.
pub fn folders(cluster: &Cluster, node: NodeRef<'_>) -> Result<Vec<Artifact>, FolderError> {
    let mut needed: Vec<Artifact> = FOLDERS
        .iter()
        .filter(|folder| (folder.needed)(cluster, node))
        .map(|folder| artifact(folder.path.on(node.name()), folder.owner, folder.group, folder.mode))
        .collect();
    if with_audit(cluster, node) {
        let path = audit_folder(&cluster.audit.log_path)?.on(node.name());
        needed.push(artifact(path, Account::KubeApiserver, Account::KubeApiserver, Mode::SECRET_FOLDER));
    }
    needed.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(needed)
}

/// The folder that kube-apiserver writes its audit log in.
fn audit_folder(log_path: &str) -> Result<MachinePath, FolderError> {
    MachinePath::parse(log_path)
        .and_then(|file| file.parent())
        .filter(|_| check_log_path(log_path).is_ok())
        .ok_or_else(|| FolderError::AuditLog(log_path.to_owned()))
}

const fn artifact(path: RelPath, owner: Account, group: Account, mode: Mode) -> Artifact {
    let (secrecy, content, origin) = (Secrecy::Public, Content::Folder, Origin::Rendered);
    Artifact { path, secrecy, owner, group, mode, content, origin }
}

/// A folder that a machine may need.
struct Folder {
    path: MachinePath,
    owner: Account,
    group: Account,
    mode: Mode,
    needed: fn(&Cluster, NodeRef<'_>) -> bool,
}

/// 0750: a folder its group may enter.
const GROUP_FOLDER: Mode = match Mode::new(0o750) {
    Some(mode) => mode,
    None => Mode::SECRET_FOLDER,
};

const FOLDERS: [Folder; 10] = [
    open("/etc/kubernetes", every_node),
    open("/etc/kubernetes/audit", with_audit),
    open("/etc/kubernetes/authentication", control_plane),
    Folder {
        path: MachinePath::known("/etc/kubernetes/encryption"),
        owner: Account::Root,
        group: Account::KubeApiserver,
        mode: GROUP_FOLDER,
        needed: with_encryption,
    },
    open("/etc/kubernetes/manifests", every_node),
    open("/etc/kubernetes/pki", every_node),
    open("/etc/kubernetes/pki/etcd", control_plane),
    closed("/var/lib/etcd", Account::Etcd, with_etcd),
    // As the kubelet makes it (its createDir calls).
    Folder {
        path: MachinePath::known("/var/lib/kubelet"),
        owner: Account::Root,
        group: Account::Root,
        mode: GROUP_FOLDER,
        needed: every_node,
    },
    closed("/var/lib/kubelet/pki", Account::Root, every_node),
];

/// A folder of root that anyone may enter.
const fn open(path: &'static str, needed: fn(&Cluster, NodeRef<'_>) -> bool) -> Folder {
    Folder {
        path: MachinePath::known(path),
        owner: Account::Root,
        group: Account::Root,
        mode: Mode::PUBLIC_FOLDER,
        needed,
    }
}

/// A folder that its owner alone may enter.
const fn closed(path: &'static str, owner: Account, needed: fn(&Cluster, NodeRef<'_>) -> bool) -> Folder {
    Folder { path: MachinePath::known(path), owner, group: owner, mode: Mode::SECRET_FOLDER, needed }
}

const fn every_node(_: &Cluster, _: NodeRef<'_>) -> bool {
    true
}

const fn control_plane(_: &Cluster, node: NodeRef<'_>) -> bool {
    node.is_control_plane()
}

const fn with_etcd(cluster: &Cluster, node: NodeRef<'_>) -> bool {
    node.is_control_plane() && cluster.has_own_etcd()
}

fn with_audit(cluster: &Cluster, node: NodeRef<'_>) -> bool {
    node.is_control_plane() && cluster.audit.policy != AuditPolicy::Off
}

fn with_encryption(cluster: &Cluster, node: NodeRef<'_>) -> bool {
    node.is_control_plane() && cluster.encryption != EncryptionProvider::None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::example;

    fn listing(cluster: &Cluster, node: usize) -> Vec<String> {
        let folders = folders(cluster, cluster.nodes().nth(node).unwrap()).unwrap();
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
        draft.encryption = EncryptionProvider::None;
        draft.etcd.external = vec![crate::model::Endpoint::parse("10.0.0.1:2379").unwrap()];
        let all = listing(&Cluster::new(draft).unwrap(), 0).join("\n");
        for gone in ["audit", "encryption", "lib/etcd"] {
            assert!(!all.contains(gone), "{all}");
        }
    }

    #[test]
    fn an_audit_log_never_takes_a_folder_of_the_system() {
        for bad in [
            "/var/log/audit.log",
            "/audit.log",
            "audit.log",
            "/etc/ssh/x",
            "/var/log/../lib/x",
            "/var/log/a/",
        ] {
            assert_eq!(audit_folder(bad), Err(FolderError::AuditLog(bad.to_owned())));
        }
        assert_eq!(audit_folder("/var/log/a/b").unwrap().as_str(), "/var/log/a");
    }
}
