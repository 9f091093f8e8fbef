//! The key algorithms that a cluster can use.

use std::fmt;
use std::str::FromStr;

/// An algorithm and key size, for the keys of certificates and of service accounts.
///
/// Its name is the value of `key_algorithm` in cluster.toml and is used in derivations, so it is part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyAlgorithm {
    /// ECDSA on NIST P-256, signing with SHA-256.
    EcdsaP256,
    /// ECDSA on NIST P-384, signing with SHA-384.
    EcdsaP384,
    /// RSA with a modulus of 2048 bits, PKCS#1 v1.5 signatures with SHA-256.
    Rsa2048,
    /// RSA with a modulus of 3072 bits, PKCS#1 v1.5 signatures with SHA-256.
    Rsa3072,
    /// RSA with a modulus of 4096 bits, PKCS#1 v1.5 signatures with SHA-256.
    Rsa4096,
}

impl KeyAlgorithm {
    /// All algorithms, in the order in which the documentation lists them.
    pub const ALL: [Self; 5] =
        [Self::EcdsaP256, Self::EcdsaP384, Self::Rsa2048, Self::Rsa3072, Self::Rsa4096];

    /// The name in cluster.toml and in derivations, for example `ecdsa-p256`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EcdsaP256 => "ecdsa-p256",
            Self::EcdsaP384 => "ecdsa-p384",
            Self::Rsa2048 => "rsa-2048",
            Self::Rsa3072 => "rsa-3072",
            Self::Rsa4096 => "rsa-4096",
        }
    }
}

impl fmt::Display for KeyAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is not that of a key algorithm.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown key algorithm; known are ecdsa-p256, ecdsa-p384, rsa-2048, rsa-3072 and rsa-4096")]
pub struct ParseKeyAlgorithmError;

impl FromStr for KeyAlgorithm {
    type Err = ParseKeyAlgorithmError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name).ok_or(ParseKeyAlgorithmError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_parses_back_and_is_its_own() {
        for algorithm in KeyAlgorithm::ALL {
            assert_eq!(algorithm.to_string().parse(), Ok(algorithm));
        }
        assert_eq!("RSA-2048".parse::<KeyAlgorithm>(), Err(ParseKeyAlgorithmError));
    }
}
