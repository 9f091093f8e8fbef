//! A fact that changed, and where.

use crate::{model::Component, tree::Place};

/// What a fact is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// The cluster, seed or schema that the tree was rendered from, by the name of the lock's line: `cluster`, `seed`
    /// or `schema`.
    Header(&'static str),
    /// The UID or GID of the account with this name.
    Account(&'static str),
    /// A whole node, and whether it belongs to the control plane.
    Node,
    /// A whole file or directory.
    File,
    /// A flag of the component's command line, by its name without dashes.
    Flag(String),
    /// A field of a YAML document.
    Field {
        /// The object with the field, where the file contains objects to apply.
        object: Option<String>,
        /// The path of names from the document's root, such as `spec.containers[etcd].image`.
        path: String,
    },
    /// A whole object to apply: its kind, namespace and name.
    Object(String),
    /// A directive of a unit, such as `[Service] LimitNOFILE`.
    Directive(String),
    /// A line of a file without a known format.
    Line,
    /// The subject alternative names of a certificate.
    Names,
    /// A certificate's subject.
    Subject,
    /// The subject of a certificate's issuer.
    Issuer,
    /// The key usages of a certificate.
    Uses,
    /// The first moment of a certificate's validity.
    NotBefore,
    /// The last moment of a certificate's validity.
    NotAfter,
    /// Other extensions of a certificate.
    Extensions,
    /// The generation of a key pair.
    KeyGeneration,
    /// The algorithm of a key pair.
    KeyAlgorithm,
    /// A key pair whose generation and algorithm are the same.
    Key,
    /// The key that signed a certificate.
    Signer,
    /// A CA or a key that a bundle trusts.
    Trust,
    /// A derived secret other than a key pair, by its label and generation.
    DerivedSecret,
    /// The text around the secrets of a secret file.
    TextAroundSecrets,
    /// The owner on the machine.
    Owner,
    /// The group on the machine.
    Group,
    /// The mode on the machine.
    Mode,
    /// The release of the program that a unit starts.
    Release,
    /// The digest of what a component reads when it starts.
    Inputs,
    /// The same, for a process that reads it again without a restart.
    Reload,
    /// Bytes that no other fact describes.
    Bytes,
    /// The file on disk, which differs from the rendered one.
    Disk,
}

/// A fact that changed. `from` is absent if it was added, `to` if it was removed. Both are public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub aspect: Aspect,
    /// The value before.
    pub from: Option<String>,
    /// The value after.
    pub to: Option<String>,
}

impl Fact {
    /// A value that changed.
    pub(super) fn changed(aspect: Aspect, from: impl Into<String>, to: impl Into<String>) -> Self {
        Self { aspect, from: Some(from.into()), to: Some(to.into()) }
    }

    /// The same, if the two values differ.
    pub(super) fn if_changed<T: ToString + PartialEq>(aspect: Aspect, from: &T, to: &T) -> Option<Self> {
        (from != to).then(|| Self::changed(aspect, from.to_string(), to.to_string()))
    }

    /// A value that was added.
    pub(super) fn added(aspect: Aspect, to: impl Into<String>) -> Self {
        Self { aspect, from: None, to: Some(to.into()) }
    }

    /// A value that was removed.
    pub(super) fn removed(aspect: Aspect, from: impl Into<String>) -> Self {
        Self { aspect, from: Some(from.into()), to: None }
    }

    /// A change of which nothing more is known.
    pub(super) const fn other(aspect: Aspect) -> Self {
        Self { aspect, from: None, to: None }
    }
}

/// What a change belongs to, in the order of the report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Site {
    /// The tree as a whole.
    Tree,
    /// No machine: objects to apply, administrators' kubeconfigs, the keys of CAs.
    Cluster,
    /// The machine of the node with this name.
    Node(String),
}

impl Site {
    /// What a file belongs to, from its path.
    #[must_use]
    pub fn of(place: &Place) -> Self {
        match place.path.as_str().split_once('/') {
            Some(("nodes", rest)) => Self::Node(rest.split('/').next().unwrap_or_default().to_owned()),
            Some(("cluster", _)) => Self::Cluster,
            _ => Self::Tree,
        }
    }
}

/// A changed fact and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it belongs to.
    pub site: Site,
    /// The components that read the file, in the order in which they start; empty if none does.
    pub components: Vec<Component>,
    /// The file.
    pub place: Place,
    /// What changed.
    pub fact: Fact,
}
