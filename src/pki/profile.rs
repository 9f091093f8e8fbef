//! What a certificate says, apart from its key, its serial number and its signature.

use super::{AlternativeName, DistinguishedName};
use crate::model::Timestamp;

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Who it is for.
    pub subject: DistinguishedName,
    /// The names and addresses a server with it is reached at; none for a client.
    pub alternative_names: Vec<AlternativeName>,
    /// What its key may do.
    pub purpose: Purpose,
    /// The first second in which it is valid.
    pub not_before: Timestamp,
    /// The last second in which it is valid.
    pub not_after: Timestamp,
}

/// What the key of a certificate may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Sign leaf certificates.
    Authority,
    /// Speak TLS in these parts.
    Leaf(&'static [ExtendedKeyUsage]),
}

/// A part in TLS (RFC 5280 section 4.2.1.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExtendedKeyUsage {
    /// id-kp-serverAuth
    Server,
    /// id-kp-clientAuth
    Client,
}

impl ExtendedKeyUsage {
    /// The word for it in listings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Client => "client",
        }
    }
}
