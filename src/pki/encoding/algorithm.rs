//! The identifiers of the algorithms of keys and signatures.

use der::{
    asn1::AnyRef,
    oid::db::rfc5912::{
        ECDSA_WITH_SHA_256, ECDSA_WITH_SHA_384, ID_EC_PUBLIC_KEY, RSA_ENCRYPTION, SECP_256_R_1, SECP_384_R_1,
        SHA_256_WITH_RSA_ENCRYPTION,
    },
};
use x509_cert::spki::AlgorithmIdentifierRef;

use crate::derive::KeyAlgorithm;

/// The identifier of a public key: an elliptic curve key has the curve as its parameters (RFC 5480 section 2.1.1), RSA's has NULL
/// (RFC 3279 section 2.3.1).
pub(super) fn of_key(algorithm: KeyAlgorithm) -> AlgorithmIdentifierRef<'static> {
    let (oid, parameters) = match algorithm {
        KeyAlgorithm::EcdsaP256 => (ID_EC_PUBLIC_KEY, AnyRef::from(&SECP_256_R_1)),
        KeyAlgorithm::EcdsaP384 => (ID_EC_PUBLIC_KEY, AnyRef::from(&SECP_384_R_1)),
        KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => {
            (RSA_ENCRYPTION, AnyRef::NULL)
        }
    };
    AlgorithmIdentifierRef { oid, parameters: Some(parameters) }
}

/// The identifier of a signature with a key of `algorithm`: ECDSA with the digest of its curve's size has no parameters (RFC 5758
/// section 3.2), RSA with SHA-256 by PKCS#1 v1.5 has NULL (RFC 4055 section 5).
pub(super) const fn of_signature(algorithm: KeyAlgorithm) -> AlgorithmIdentifierRef<'static> {
    let (oid, parameters) = match algorithm {
        KeyAlgorithm::EcdsaP256 => (ECDSA_WITH_SHA_256, None),
        KeyAlgorithm::EcdsaP384 => (ECDSA_WITH_SHA_384, None),
        KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => {
            (SHA_256_WITH_RSA_ENCRYPTION, Some(AnyRef::NULL))
        }
    };
    AlgorithmIdentifierRef { oid, parameters }
}
