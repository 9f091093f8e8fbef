//! Seed to secrets: every key, serial number and token is a function of the seed and a label.
//!
//! ```text
//! Seed ─┐
//! schema, cluster id ─┴▶ Context ──secret(purpose, algorithm, label, generation, attempt)──▶ bytes
//!                            ├─ KeyPair::derive, key_pairs ─▶ KeyPair: ECDSA or RSA
//!                            │                                PublicKey: parsed again
//!                            ├─ SerialKey::new             ─▶ serial numbers of certificates
//!                            ├─ BootstrapToken::derive     ─▶ id and secret of a bootstrap token
//!                            ├─ EncryptionProvider::key    ─▶ key for Secrets at rest
//!                            ├─ SealKey::derive            ─▶ digests of sealed files
//!                            └─ Context::seed_id           ─▶ SeedId: the seed's public id
//! ```
//!
//! The results are part of kubemint's format: within one `schema` they must never change, whatever library or machine
//! computes them. `tests/known_answers` has an independent implementation.
//! Nothing here uses a clock, the environment, a file or the operating system's randomness.

#![deny(clippy::too_many_lines)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice
    )
)]

mod algorithm;
mod bootstrap_token;
mod context;
mod ecdsa;
mod encoded;
mod encryption;
mod error;
mod info;
mod key_pair;
mod key_request;
mod label;
mod own_signature;
mod primality;
mod prime_search;
mod private_pem;
mod public_key;
mod rsa;
mod seal;
mod seed;
mod serial;
mod sieve;
mod weak_seed;

pub use algorithm::{KeyAlgorithm, ParseKeyAlgorithmError};
pub use bootstrap_token::BootstrapToken;
pub use context::{Context, Secret, SeedId};
pub use ecdsa::warm_up;
pub use encryption::EncryptionProvider;
pub use error::DeriveError;
pub use info::{Derivation, Purpose};
pub use key_pair::KeyPair;
pub use key_request::{KeyRequest, key_pairs};
pub use label::{Generation, Label, LabelError};
pub use private_pem::PrivatePemError;
pub use public_key::{PublicKey, PublicKeyError};
pub use seal::SealKey;
pub use seed::{Seed, SeedError};
pub use serial::{SERIAL_LEN, SerialKey};
pub use weak_seed::{GUESSED_WORDS, WeakSeed};
