//! The smaller tables of cluster.toml.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Component, GroupName, ImageDigest, ImageRepository, ImageTag, Label, LogPath, Timestamp,
    text::readable_text,
};

/// `[audit]`: what kube-apiserver's audit log holds and how long it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditSettings {
    /// What is logged.
    pub policy: AuditPolicy,
    /// `--audit-log-path`, a file in a folder that kube-apiserver's user owns.
    pub log_path: LogPath,
    /// `--audit-log-maxage`, days.
    pub max_age_days: u32,
    /// `--audit-log-maxbackup`, files.
    pub max_backups: u32,
    /// `--audit-log-maxsize`, megabytes.
    pub max_size_megabytes: u32,
}

/// What an audit log holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuditPolicy {
    /// No audit log.
    Off,
    /// Who did what to which object, no bodies; reads of probes and watches by the system are left out.
    Metadata,
    /// As `Metadata`, and the bodies of changes but for Secrets, ConfigMaps and tokens.
    Changes,
    /// The user's own `audit.k8s.io/v1` Policy, read from the file that cluster.toml names.
    Custom(OwnAuditPolicy),
}

/// The text of an audit policy that kube-apiserver starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAuditPolicy(String);

readable_text!(OwnAuditPolicy);

impl OwnAuditPolicy {
    /// A text that `documents::audit_policy` read.
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
    /// Digests that pin single images, by component.
    pub digests: BTreeMap<Component, ImageDigest>,
    /// etcd's tag, where it is not the one that kubeadm of that minor names.
    pub etcd_tag: Option<ImageTag>,
}

/// `[bootstrap]`: how workers join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BootstrapSettings {
    /// When the bootstrap token ends. It is part of what the token is derived from: a prolonged token is a new one.
    pub token_expiry: Timestamp,
    /// Whether the cluster-info ConfigMap is readable without credentials, so that a node can find the cluster's CA.
    pub discovery: bool,
}

/// `[[admin]]`: a person or program with a kubeconfig of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Admin {
    /// The user's name, the CN of its certificate; `NAME.conf` under secret/cluster/admins.
    pub name: Label,
    /// The user's groups, each an O of its certificate, in the file's order. None stands twice.
    pub groups: Vec<GroupName>,
}
