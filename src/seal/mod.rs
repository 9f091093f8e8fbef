//! Encryption with [age](https://age-encryption.org/v1). Only this module and `recipient`, which parses public keys,
//! use the `age` crate.
//!
//! [`Recipients`], in the public output, lists who can decrypt what. [`plan`] determines what has to be encrypted
//! again, and [`Index`] records what was encrypted. Nothing here opens a file or asks for a passphrase, so it never
//! waits for input.

mod encrypt;
mod identity;
mod index;
mod open;
mod plan;
mod recipients;
mod source;

pub use encrypt::{EncryptError, is_sealed};
pub use identity::{Identities, IdentityError};
pub use index::{ATTRIBUTES, Index, IndexError, Line};
pub use open::{OpenError, open};
pub use plan::{SealError, Sealing, plan, withdraw};
pub use recipients::{KEY, KEY_LABEL, RECIPIENTS, Recipients};
pub use source::{Finding, Standing, findings};
