//! The content of a certificate, except its key, serial number and signature.

use super::{AlternativeName, DistinguishedName};
use crate::model::Timestamp;

/// The content of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its subject.
    pub subject: DistinguishedName,
    /// The names and addresses of a server; none for a client.
    pub alternative_names: Vec<AlternativeName>,
    /// What its key can be used for.
    pub purpose: Purpose,
    /// The first second of its validity.
    pub not_before: Timestamp,
    /// The last second of its validity.
    pub not_after: Timestamp,
}

/// What the key of a certificate can be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Signing leaf certificates.
    Authority,
    /// TLS, with these extended key usages.
    Leaf(&'static [ExtendedKeyUsage]),
}

/// An extended key usage (RFC 5280 section 4.2.1.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExtendedKeyUsage {
    /// id-kp-serverAuth
    Server,
    /// id-kp-clientAuth
    Client,
}

impl ExtendedKeyUsage {
    /// Its name in listings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Client => "client",
        }
    }
}
