//! What a cluster is: value types that cannot be invalid, and the [`Cluster`] made of them.
//!
//! Nothing here knows about files, dialects of YAML, the forms of age's public keys, or what a minor of Kubernetes
//! accepts: the modules that do create these values. Rules between values belong to `validate`.

mod address;
pub(crate) mod authentication;
mod cidr;
mod cluster;
mod cluster_id;
mod component;
mod coredns;
mod domain;
mod encryption;
mod endpoint;
mod environment;
#[cfg(test)]
pub(crate) mod example;
mod image;
mod label;
mod load_balancer;
mod minor;
mod name;
mod node;
mod node_selection;
mod objects;
mod overlay;
mod path;
mod pki;
mod process;
mod recipient;
mod resources;
mod rollout_settings;
mod service_accounts;
mod settings;
mod source;
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
pub use component::*;
pub use coredns::{CorednsRun, CorednsSettings, Corefile, DnsUpstream};
pub use domain::DnsDomain;
pub use encryption::{EncryptionKey, EncryptionProvider, EncryptionSettings};
pub use endpoint::{Endpoint, Host};
pub use environment::{Environment, VariableName, VariableValue};
pub use image::{ImageDigest, ImageRepository, ImageTag};
pub use label::{LabelValue, QualifiedName, Taint, TaintEffect};
pub use load_balancer::{InterfaceName, LoadBalancerSettings, NodesReach, RouterId};
pub use minor::Minor;
pub use name::{ClusterName, Label, NodeName, Subdomain};
pub use node::{ControlPlaneNode, EtcdInitialState, Join, Node, NodeRef, Worker};
pub use node_selection::{NodeSelection, NodeSelector};
pub use objects::{ApplyTime, ObjectFile, OwnObject, OwnObjects};
pub use overlay::{FileForm, FileMode, Overlay, OverlayFile};
pub use path::{LogPath, UnixSocket};
pub use pki::{Generations, KeyGenerations, PkiSettings};
pub use process::ProcessSettings;
pub use recipient::Recipient;
pub use resources::{CpuQuantity, MemoryQuantity, Resources};
pub use rollout_settings::{CommandWords, RemoteShell, RolloutSettings};
pub use service_accounts::{HttpsUrl, ServiceAccountSettings, TokenAudience, TokenIssuer, VerificationKeys};
pub use settings::{Admin, AuditPolicy, AuditSettings, BootstrapSettings, ImageSettings, OwnAuditPolicy};
pub use source::SourcePath;
pub use subject::{AttributeText, Country, GroupName, Subject};
pub use text::turns_direction;
pub use time::{Timestamp, Validity};
pub use users::{Account, NumericId, Users};
pub use version::KubernetesVersion;
