//! The table of everything that kubemint creates, derived from the tables for rendering.

use std::{collections::HashMap, sync::OnceLock};

use super::what::What;
use crate::{
    component::{Directory, configuration_file, paths, specification},
    model::{Account, Component, LogPath, NodeName, Subdomain},
    pki::{self, Ca, Installed, authority::KeyPlace},
    render::{
        cluster_objects::{self, OwnGroup},
        folders, sysusers, tmpfiles, unit, wants_dropin,
    },
    resolved, seal,
    tree::{MachinePath, Mode, Place, Secrecy, git_files, lock::Row, sums},
};

/// The placeholder for a name in the path of a rule; no name contains this character.
const ANY: &str = "*";

/// The `[rollout]` settings of trees from before the resolved cluster.
pub(super) const ROLLOUT_FILE: &str = "rollout.txt";

/// What kubemint creates at a path.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) owner: Account,
    pub(super) group: Account,
    /// The widest mode that any render sets or has set. A lock may have a stricter one, which a later kubemint may
    /// set.
    pub(super) mode: Mode,
    pub(super) what: What,
}

/// Every rule by output and path.
#[derive(Debug)]
pub(super) struct Rules(HashMap<(Secrecy, String), Rule>);

impl Rules {
    /// The table.
    pub(super) fn get() -> &'static Self {
        static RULES: OnceLock<Rules> = OnceLock::new();
        RULES.get_or_init(|| Self(tree().chain(certificates()).chain(machine()).collect()))
    }

    /// The rules for a place: none if nothing is created there, two if the audit log is in a directory of the table.
    pub(super) fn of(&self, place: &Place) -> Vec<Rule> {
        let known = pattern(place).and_then(|path| self.0.get(&(place.secrecy, path)).cloned());
        known.into_iter().chain(log_path(place).map(|_| log_rule())).collect()
    }

    /// What is on machines: each path without the leading `/`, and whether it is a directory.
    pub(super) fn of_machines(&self) -> impl Iterator<Item = (&str, bool)> {
        let prefix = format!("nodes/{ANY}/");
        self.0.iter().filter_map(move |((_, path), rule)| {
            Some((path.strip_prefix(&prefix)?, rule.what.is_directory()))
        })
    }

    /// The output and path of every rule, with `*` for names.
    #[cfg(test)]
    pub(super) fn iter(&self) -> impl Iterator<Item = (&(Secrecy, String), &Rule)> {
        self.0.iter()
    }
}

/// The path of the rule for a place, with `*` for names that are valid. `None` if a name is not.
pub(super) fn pattern(place: &Place) -> Option<String> {
    let path = place.path.as_str();
    let is_name = |name: &str| Subdomain::parse(name).is_ok();
    let named = |directory: &str, suffix: &str| {
        let name = path.strip_prefix(directory)?.strip_suffix(suffix)?;
        is_name(name).then(|| format!("{directory}{ANY}{suffix}"))
    };
    if let Some(of_node) = path.strip_prefix("nodes/") {
        let (name, rest) = of_node.split_once('/')?;
        return (NodeName::parse(name).is_ok()).then(|| format!("nodes/{ANY}/{rest}"));
    }
    if path.starts_with("cluster/admins/") {
        return named("cluster/admins/", ".conf");
    }
    if let Some((group, _)) = OwnGroup::of(path) {
        return Some(format!("{}/{ANY}", group.directory()));
    }
    if path.starts_with("cluster/nodes/") && path != cluster_objects::NODES_KUSTOMIZATION {
        return named("cluster/nodes/", ".yaml");
    }
    (!path.contains(ANY)).then(|| path.to_owned())
}

/// The node and path of the audit log's directory, if the row is one.
pub(super) fn log_directory(row: &Row) -> Option<(NodeName, MachinePath)> {
    let (node, path) = log_path(&row.place)?;
    (row.owner == log_rule().owner).then(|| (node, MachinePath::of_logs(&path)))
}

/// The log file in the directory at a place, if an audit log can be there.
fn log_path(place: &Place) -> Option<(NodeName, LogPath)> {
    let (name, rest) = place.path.as_str().strip_prefix("nodes/")?.split_once('/')?;
    let node = NodeName::parse(name).ok().filter(|_| place.secrecy == Secrecy::Public)?;
    LogPath::parse(&format!("/{rest}/audit.log")).ok().map(|path| (node, path))
}

fn log_rule() -> Rule {
    let owner = specification(Component::KubeApiserver).account;
    Rule { owner, group: owner, mode: Mode::SECRET_FOLDER, what: What::Directory }
}

type Entry = ((Secrecy, String), Rule);

/// A public file that belongs to root.
fn public(path: impl Into<String>, what: What) -> Entry {
    let rule = Rule { owner: Account::Root, group: Account::Root, mode: Mode::PUBLIC_FILE, what };
    ((Secrecy::Public, path.into()), rule)
}

/// A secret file that only its owner can read.
fn secret(path: impl Into<String>, owner: Account, what: What) -> Entry {
    ((Secrecy::Secret, path.into()), Rule { owner, group: owner, mode: Mode::SECRET_FILE, what })
}

/// A path on every machine.
fn on_any(path: &MachinePath) -> String {
    format!("nodes/{ANY}{path}")
}

/// Files of the tree itself or of the cluster, which belong to no machine.
fn tree() -> impl Iterator<Item = Entry> {
    let root = Account::Root;
    let names = [
        git_files::ATTRIBUTES,
        pki::LISTING,
        seal::RECIPIENTS,
        resolved::NAME,
        ROLLOUT_FILE,
        cluster_objects::NODES_KUSTOMIZATION,
    ];
    let public = names
        .into_iter()
        .map(|path| public(path, What::Rendered))
        .chain(
            cluster_objects::rendered_files().map(|file| public(format!("cluster/{file}"), What::Rendered)),
        )
        .chain([
            public(format!("cluster/nodes/{ANY}.yaml"), What::Rendered),
            public(format!("cluster/{}", cluster_objects::CLUSTER_INFO), What::ClusterInfo),
        ])
        .chain(OwnGroup::ALL.map(|group| public(format!("{}/{ANY}", group.directory()), What::Rendered)))
        .chain(cluster_objects::own_kustomizations().map(|path| public(path, What::Rendered)));
    let secret = [
        secret(git_files::IGNORE, root, What::Rendered),
        secret(crate::tree::binding::NAME, root, What::Rendered),
        secret(seal::KEY, root, What::SealKey),
        secret(format!("cluster/{}", cluster_objects::BOOTSTRAP_TOKEN), root, What::BootstrapToken),
        secret("cluster/kustomization.yaml", root, What::Rendered),
        secret(sums::place_of_cluster().path.to_string(), root, What::Rendered),
    ];
    public.chain(secret)
}

/// Keys, certificates and kubeconfigs.
fn certificates() -> impl Iterator<Item = Entry> {
    let leaves = pki::leaf_table::LEAF_TABLE.iter().flat_map(|row| match &row.installed {
        Installed::Files { certificate, key, reader } => vec![
            public(on_any(certificate), What::Certificate(row)),
            secret(on_any(key), *reader, What::LeafKey(row)),
        ],
        Installed::Kubeconfig { path, reader, .. } => {
            vec![secret(on_any(path), *reader, What::Kubeconfig(row))]
        }
        Installed::ClusterKubeconfig(path) => vec![secret(*path, Account::Root, What::Kubeconfig(row))],
        Installed::AdminKubeconfig => {
            vec![secret(format!("cluster/admins/{ANY}.conf"), Account::Root, What::Kubeconfig(row))]
        }
    });
    let authorities = Ca::ALL.into_iter().flat_map(|ca| {
        let key = match ca.key_place() {
            KeyPlace::ControlPlane(path) => {
                secret(on_any(&path), Account::KubeControllerManager, What::AuthorityKey(ca))
            }
            KeyPlace::Cluster(path) => secret(path, Account::Root, What::AuthorityKey(ca)),
        };
        [public(on_any(&ca.bundle()), What::Bundle(ca)), key]
    });
    let (place, token_key) = secret(on_any(&paths::SERVICE_ACCOUNT_KEY), Account::Root, What::TokenKey);
    let token_key = Rule { group: Account::KubeServiceAccount, mode: Mode::GROUP_FILE, ..token_key };
    leaves.chain(authorities).chain([
        public(on_any(&paths::CA_SIGNING), What::Authority(Ca::Kubernetes)),
        public(on_any(&paths::SERVICE_ACCOUNT_PUBLIC), What::TokenKeys),
        (place, token_key),
    ])
}

/// The other files of a machine.
fn machine() -> impl Iterator<Item = Entry> {
    let directories = folders::known().map(|directory| {
        let Directory { owner, group, mode, .. } = *directory;
        ((Secrecy::Public, on_any(&directory.path)), Rule { owner, group, mode, what: What::Directory })
    });
    let units = Component::ALL.map(|component| format!("{}/{}.service", unit::UNITS, component.name()));
    let pods =
        Component::CONTROL_PLANE.map(|component| format!("{}/{}.yaml", paths::MANIFESTS, component.name()));
    let public_files = [
        paths::AUDIT_POLICY,
        paths::AUTHENTICATION_CONFIG,
        paths::SERVICE_ACCOUNT_VERIFICATION,
        paths::HAPROXY_CFG,
        paths::KEEPALIVED_CONF,
    ];
    let systemd = [sysusers::PATH, sysusers::DROPIN, tmpfiles::PATH, wants_dropin::PATH];
    let known = public_files.into_iter().chain(systemd).map(|path| path.to_string());
    let rendered =
        units.into_iter().chain(known).map(|path| public(format!("nodes/{ANY}{path}"), What::Rendered));
    let files = Component::ALL.into_iter().filter_map(configuration_file);
    let of_root_alone = pods.into_iter().chain(files.map(|file| file.path.to_string())).map(|path| {
        let (place, rule) = public(format!("nodes/{ANY}{path}"), What::Rendered);
        (place, Rule { mode: Mode::SECRET_FILE, ..rule })
    });
    let sums = format!("nodes/{ANY}/{}", sums::NAME);
    directories.chain(rendered).chain(of_root_alone).chain([
        public(sums.clone(), What::Rendered),
        secret(sums, Account::Root, What::Rendered),
        secret(on_any(&paths::BOOTSTRAP_KUBELET_CONF), Account::Root, What::BootstrapKubeconfig),
        secret(on_any(&paths::ENCRYPTION_CONFIG), Account::KubeApiserver, What::Encryption),
    ])
}
