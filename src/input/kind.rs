//! How large each kind of file may be.

/// A kind of file that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    /// A cluster.toml.
    Cluster,
    /// A file that cluster.toml names, such as an audit policy.
    Named,
    /// A seed, or a private key that opens one.
    Private,
    /// A file of a tree, kubemint.lock included.
    TreeFile,
    /// A file that age encrypted.
    Sealed,
    /// A rule for make.
    Depfile,
}

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;

impl InputKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Cluster, Self::Named, Self::Private, Self::TreeFile, Self::Sealed, Self::Depfile];

    /// The most bytes that such a file may have: several times what a cluster of 1,000 nodes needs, and little enough
    /// that a hostile one is read and refused within 5 s and 200 MB.
    #[must_use]
    pub const fn limit(self) -> u64 {
        match self {
            // A cluster.toml has 200 bytes a node; etcd, and so an API server, takes no object above 1.5 MiB.
            Self::Cluster | Self::Named => MIB,
            // An age file for a hundred RSA keys.
            Self::Private => 64 * KIB,
            // kubemint.lock, the largest, has 2.5 KiB a worker and takes 20 times its size in memory; an archive of a node's
            // secrets has 60 KiB; a rule for make names a tree's files.
            Self::TreeFile | Self::Sealed | Self::Depfile => 10 * MIB,
        }
    }

    /// What it is called in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cluster => "a cluster.toml",
            Self::Named => "a file that cluster.toml names",
            Self::Private => "a seed or private key",
            Self::TreeFile => "a file of a rendered tree",
            Self::Sealed => "an encrypted file",
            Self::Depfile => "a rule for make",
        }
    }
}
