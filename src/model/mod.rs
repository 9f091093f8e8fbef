//! What a cluster is: value types that cannot hold an illegal value, and the [`Cluster`] made of them.
//!
//! Nothing here knows of text, files or positions.

mod address;
mod audit_policy;
mod authentication;
mod authentication_rules;
mod cel;
mod cidr;
mod cluster;
mod cluster_id;
mod component;
mod direction;
mod document;
mod domain;
mod encryption;
mod endpoint;
#[cfg(test)]
pub(crate) mod example;
mod go_url;
mod go_yaml;
mod image;
mod invalid;
mod label;
mod minor;
mod name;
mod node;
mod object_meta;
mod path;
mod pki;
mod recipient;
mod rollout;
mod settings;
mod subject;
mod text;
mod time;
mod users;
mod version;
mod violation;

pub use address::{NodeAddress, NodeAddresses};
pub use audit_policy::OwnAuditPolicy;
pub use authentication::JwtAuthenticator;
pub use cidr::{Cidr, Cidrs};
pub use cluster::{Cluster, Draft};
pub use cluster_id::ClusterId;
pub use component::{
    ApiserverChoice, ApiserverSettings, BindAddress, Component, ControllerSettings, EtcdSettings, ExtraArgs,
    FeatureGates, KubeletServing, KubeletSettings, Runtime,
};
pub use direction::turns_direction;
pub use domain::DnsDomain;
pub use encryption::{EncryptionKey, EncryptionProvider, EncryptionSettings};
pub use endpoint::{Endpoint, Host};
pub use image::{ImageDigest, ImageRepository, ImageTag};
pub use invalid::Invalid;
pub use label::{LabelValue, QualifiedName, Taint, TaintEffect};
pub use minor::Minor;
pub use name::{ClusterName, Label, NodeName};
pub use node::{ControlPlaneNode, EtcdInitialState, Join, Node, NodeRef, Worker};
pub use path::{LogPath, UnixSocket};
pub use pki::{Generations, KeyGenerations, PkiSettings};
pub use recipient::Recipient;
pub use rollout::{CommandWords, RemoteShell, RolloutSettings};
pub use settings::{Admin, AuditPolicy, AuditSettings, BootstrapSettings, ImageSettings};
pub use subject::{AttributeText, Country, GroupName, Subject};
pub use time::{Timestamp, Validity};
pub use users::{Account, NumericId, Users};
pub use version::KubernetesVersion;
pub use violation::{Violation, key_path};
