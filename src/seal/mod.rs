//! Encryption with [age](https://age-encryption.org/v1): the only user of the `age` crate.
//!
//! Nothing here opens a file or asks for a passphrase: a run has nobody to ask.

mod identity;
mod open;

pub use identity::{Identities, IdentityError};
pub use open::{OpenError, is_sealed, open};
