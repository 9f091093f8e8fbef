//! Encryption with [age](https://age-encryption.org/v1): the only user of the `age` crate, but for the form of a
//! recipient.
//!
//! [`Recipients`] says in the public half who can open what; [`plan`] works out what must be encrypted anew, and what
//! still says the same; [`Index`] remembers. Nothing here opens a file or asks for a passphrase: a run has nobody to ask.

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
