//! What a cluster is: value types that cannot hold an illegal value, and the [`Cluster`] made of them.
//!
//! Nothing here knows the file that a value stands in, a dialect of YAML, the forms of keys that something is encrypted to, or what a
//! minor of Kubernetes takes: whoever reads those makes the values. What must hold between two of them is `validate`'s.

mod address;
pub(crate) mod authentication;
mod cidr;
mod cluster;
mod cluster_id;
mod component;
mod domain;
mod encryption;
mod endpoint;
#[cfg(test)]
pub(crate) mod example;
mod image;
mod label;
mod minor;
mod name;
mod node;
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

pub use address::{NodeAddress, NodeAddresses};
pub use authentication::JwtAuthenticator;
pub use cidr::{Cidr, Cidrs};
pub use cluster::{Cluster, Draft};
pub use cluster_id::ClusterId;
pub use component::{
    ApiserverChoice, ApiserverSettings, BindAddress, Component, ControllerSettings, EtcdSettings, ExtraArgs,
    FeatureGates, KubeletServing, KubeletSettings, Runtime,
};
pub use domain::DnsDomain;
pub use encryption::{EncryptionKey, EncryptionProvider, EncryptionSettings};
pub use endpoint::{Endpoint, Host};
pub use image::{ImageDigest, ImageRepository, ImageTag};
pub use label::{LabelValue, QualifiedName, Taint, TaintEffect};
pub use minor::Minor;
pub use name::{ClusterName, Label, NodeName};
pub use node::{ControlPlaneNode, EtcdInitialState, Join, Node, NodeRef, Worker};
pub use path::{LogPath, UnixSocket};
pub use pki::{Generations, KeyGenerations, PkiSettings};
pub use recipient::Recipient;
pub use rollout::{CommandWords, RemoteShell, RolloutSettings};
pub use settings::{Admin, AuditPolicy, AuditSettings, BootstrapSettings, ImageSettings, OwnAuditPolicy};
pub use subject::{AttributeText, Country, GroupName, Subject};
pub use text::turns_direction;
pub use time::{Timestamp, Validity};
pub use users::{Account, NumericId, Users};
pub use version::KubernetesVersion;
