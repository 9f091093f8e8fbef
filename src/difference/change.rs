//! A fact that is another, and where.

use crate::{model::Component, tree::Place};

/// What a fact is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Whose tree it is: the name of the lock's line, `cluster`, `seed` or `schema`.
    Identity(&'static str),
    /// The number of the account with this name.
    Account(&'static str),
    /// A whole node, and whether it is of the control plane.
    Node,
    /// A whole file or folder.
    File,
    /// A flag of the component's command line, by its name without dashes.
    Flag(String),
    /// A field of a YAML document.
    Field {
        /// The object that it is in, where the file holds objects to apply.
        object: Option<String>,
        /// The path of names from the document's root, such as `spec.containers[etcd].image`.
        path: String,
    },
    /// A whole object to apply: its kind, and its namespace and name.
    Object(String),
    /// A directive of a unit, such as `[Service] LimitNOFILE`.
    Directive(String),
    /// A line of a file that has no other form.
    Line,
    /// Subject alternative names of a certificate.
    Names,
    /// A certificate's subject.
    Subject,
    /// The subject of a certificate's issuer.
    Issuer,
    /// What a certificate may be used for.
    Uses,
    /// The first moment of a certificate's validity.
    NotBefore,
    /// The last moment of a certificate's validity.
    NotAfter,
    /// What a certificate says beside the above.
    Extensions,
    /// The generation of a key pair.
    KeyGeneration,
    /// The algorithm of a key pair.
    KeyAlgorithm,
    /// A key pair whose generation and algorithm are the same.
    Key,
    /// The key that signed a certificate.
    Signer,
    /// An authority or key that a bundle trusts.
    Trust,
    /// A secret that is no key pair, by its label and generation.
    DerivedSecret,
    /// The text around the secrets of a secret file.
    TextAroundSecrets,
    /// The owner on the machine.
    Owner,
    /// The group on the machine.
    Group,
    /// The mode on the machine.
    Mode,
    /// The release of the program that a unit runs.
    Release,
    /// The digest of what a component reads at its start.
    Inputs,
    /// Bytes that no other fact tells.
    Bytes,
    /// The file on disk, which is not the one that was rendered.
    Disk,
}

/// One thing that is another than it was; a side is absent where there is no such thing. Both are public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub aspect: Aspect,
    /// What it was.
    pub from: Option<String>,
    /// What it becomes.
    pub to: Option<String>,
}

impl Fact {
    /// Something that was one thing and becomes another.
    pub(super) fn changed(aspect: Aspect, from: impl Into<String>, to: impl Into<String>) -> Self {
        Self { aspect, from: Some(from.into()), to: Some(to.into()) }
    }

    /// The same, where the two differ.
    pub(super) fn where_other<T: ToString + PartialEq>(aspect: Aspect, from: &T, to: &T) -> Option<Self> {
        (from != to).then(|| Self::changed(aspect, from.to_string(), to.to_string()))
    }

    /// Something that was not there.
    pub(super) fn added(aspect: Aspect, to: impl Into<String>) -> Self {
        Self { aspect, from: None, to: Some(to.into()) }
    }

    /// Something that will not be there.
    pub(super) fn removed(aspect: Aspect, from: impl Into<String>) -> Self {
        Self { aspect, from: Some(from.into()), to: None }
    }

    /// Something of which no more is known than that it is another.
    pub(super) const fn other(aspect: Aspect) -> Self {
        Self { aspect, from: None, to: None }
    }
}

/// What a change belongs to, in the order in which it is told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Site {
    /// The tree as a whole.
    Tree,
    /// No machine: objects to apply, kubeconfigs of administrators, the keys of authorities.
    Cluster,
    /// The machine of the node with this name.
    Node(String),
}

impl Site {
    /// Where a file belongs, by its path.
    #[must_use]
    pub fn of(place: &Place) -> Self {
        match place.path.as_str().split_once('/') {
            Some(("nodes", rest)) => Self::Node(rest.split('/').next().unwrap_or_default().to_owned()),
            Some(("cluster", _)) => Self::Cluster,
            _ => Self::Tree,
        }
    }
}

/// A fact and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it belongs to.
    pub site: Site,
    /// The components that read the file, in the order in which they start; none where nothing does.
    pub components: Vec<Component>,
    /// The file.
    pub place: Place,
    /// What is another.
    pub fact: Fact,
}
