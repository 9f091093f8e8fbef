//! The directories of a machine that kubemint owns: their owner and mode in archives and in tmpfiles.d.
//!
//! A directory of the base system, such as /etc, is never among them, since a wrong mode could make the machine unusable.

use std::collections::BTreeMap;

use crate::{
    component::{Directory, specification, specifications},
    model::{Account, Cluster, NodeRef},
    tree::{Artifact, Content, Mode, Origin, RelPath, Secrecy},
};

/// Every directory that a machine may need, except those whose path is set in cluster.toml.
pub fn known() -> impl Iterator<Item = &'static Directory> {
    specifications().flat_map(|of| of.directories)
}

/// The directories of `node`, in the order of their paths: those of its components, and where else they write.
#[must_use]
pub fn folders(cluster: &Cluster, node: NodeRef<'_>) -> Vec<Artifact> {
    let mut needed = BTreeMap::new();
    for (component, _) in cluster.components_on(node) {
        let of = specification(component);
        for directory in of.directories.iter().filter(|directory| (directory.needed)(cluster)) {
            let Directory { path, owner, group, mode, .. } = directory;
            needed.insert(path.clone(), artifact(path.on(node.name()), *owner, *group, *mode));
        }
        for mount in (of.mounts)(cluster).into_iter().filter(|mount| mount.writable) {
            let path = mount.path.on(node.name());
            let own = || artifact(path, of.account, of.account, Mode::SECRET_FOLDER);
            needed.entry(mount.path).or_insert_with(own);
        }
    }
    needed.into_values().collect()
}

const fn artifact(path: RelPath, owner: Account, group: Account, mode: Mode) -> Artifact {
    let (secrecy, content, origin) = (Secrecy::Public, Content::Folder, Origin::Rendered);
    Artifact { path, secrecy, owner, group, mode, content, origin }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AuditPolicy, EncryptionSettings, KeyGenerations, example};

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
