//! The smaller tables of cluster.toml.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Component, GroupName, ImageDigest, ImageRepository, ImageTag, LogPath, Subdomain, Timestamp,
    text::readable_text,
};

/// `[audit]`: what kube-apiserver's audit log contains, and how long it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditSettings {
    /// What is logged.
    pub policy: AuditPolicy,
    /// `--audit-log-path`, a file in a directory that kube-apiserver's user owns.
    pub log_path: LogPath,
    /// `--audit-log-maxage`, in days.
    pub max_age_days: u32,
    /// `--audit-log-maxbackup`, in files.
    pub max_backups: u32,
    /// `--audit-log-maxsize`, in megabytes.
    pub max_size_megabytes: u32,
}

/// What an audit log contains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuditPolicy {
    /// No audit log.
    Off,
    /// Who did what to which object, without request bodies, and without the reads of probes and the system.
    Metadata,
    /// The same, with the bodies of changes, except for Secrets, ConfigMaps and tokens.
    Changes,
    /// The user's own `audit.k8s.io/v1` Policy, from the file that cluster.toml names.
    Custom(OwnAuditPolicy),
}

/// The text of an audit policy that kube-apiserver accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAuditPolicy(String);

readable_text!(OwnAuditPolicy);

impl OwnAuditPolicy {
    /// A text that `documents::audit_policy` accepted.
    pub(crate) const fn checked(text: String) -> Self {
        Self(text)
    }
}

/// `[images]`: where the images of static pods come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImageSettings {
    /// The repository's prefix, such as `registry.k8s.io`.
    pub repository: ImageRepository,
    /// Digests that pin individual images, by component.
    pub digests: BTreeMap<Component, ImageDigest>,
    /// etcd's tag, if it is not kubeadm's for that minor.
    pub etcd_tag: Option<ImageTag>,
}

/// `[bootstrap]`: how workers join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BootstrapSettings {
    /// When the bootstrap token expires. The token is derived from it, so a later expiry makes a new token.
    pub token_expiry: Timestamp,
    /// Whether the cluster-info ConfigMap can be read without credentials, so that a node can discover the cluster's
    /// CA.
    pub discovery: bool,
}

/// `[[admin]]`: a person or program with a kubeconfig.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Admin {
    /// The user's name, which is the CN of its certificate and the name of its file, `NAME.conf` under
    /// secret/cluster/admins.
    pub name: Subdomain,
    /// The user's groups, each an O of its certificate, in the order of the file, without duplicates.
    pub groups: Vec<GroupName>,
}
