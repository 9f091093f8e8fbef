//! The size limit of each kind of file.

/// A kind of file that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    /// A cluster.toml.
    Cluster,
    /// A file that cluster.toml names, such as an audit policy.
    Named,
    /// A file of objects that cluster.toml names.
    Objects,
    /// A file of an overlay that cluster.toml names.
    Overlay,
    /// A seed, or a private key that decrypts one.
    Private,
    /// A file of a tree, including kubemint.lock.
    TreeFile,
    /// An age file.
    Sealed,
    /// A dependency file for make.
    Depfile,
}

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;

impl InputKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Cluster,
        Self::Named,
        Self::Objects,
        Self::Overlay,
        Self::Private,
        Self::TreeFile,
        Self::Sealed,
        Self::Depfile,
    ];

    /// The size limit in bytes: several times what a cluster of 1,000 nodes needs, and so small that a hostile file
    /// is read and rejected within 5 s and 200 MB.
    #[must_use]
    pub const fn limit(self) -> u64 {
        match self {
            // A cluster.toml has 200 bytes per node; etcd, and so an API server, does not accept objects above 1.5
            // MiB.
            Self::Cluster | Self::Named | Self::Overlay => MIB,
            // The CustomResourceDefinitions of an operator are in one file; prometheus-operator's has 3.9 MB.
            Self::Objects => 4 * MIB,
            // An age file for a hundred RSA keys.
            Self::Private => 64 * KIB,
            // kubemint.lock, the largest, has 2.5 KiB per worker and takes 20 times its size in memory; an archive of
            // a node's secrets has 60 KiB; a dependency file lists the files of a tree.
            Self::TreeFile | Self::Sealed | Self::Depfile => 10 * MIB,
        }
    }

    /// Its name in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cluster => "a cluster.toml",
            Self::Named => "a file that cluster.toml names",
            Self::Objects => "a file of objects",
            Self::Overlay => "a file of an overlay",
            Self::Private => "a seed or private key",
            Self::TreeFile => "a file of a rendered tree",
            Self::Sealed => "an encrypted file",
            Self::Depfile => "a rule for make",
        }
    }
}
