//! Certificates: which there are (a table), what each says (a profile), and the keys and signatures that make it so.
//!
//! ```text
//! authorities, table ──▶ plan: one request a certificate ──keys──▶ mint ──▶ Pki: look-up, files, listing
//!                                                 └──committed tree──▶ reuse ──┘
//! ```
//! [`leaf_table`] and [`authority`] are the whole truth about what is made; only `encoding` knows
//! X.509's fields and their order.

mod alternative_names;
pub mod authority;
mod certificate;
pub mod committed;
mod distinguished_name;
mod encoding;
mod error;
mod files;
mod issued;
mod keys;
mod leaf_kind;
pub mod leaf_table;
mod lifetime;
mod listed;
mod listing;
mod lookup;
mod mint;
mod party;
pub mod paths;
mod plan;
mod profile;
#[cfg(test)]
mod tests;

pub use alternative_names::{AlternativeName, NameRule};
pub use authority::Ca;
pub use committed::{Committed, Refusal, ReuseError, hold};
pub use distinguished_name::{Attribute, DistinguishedName};
pub use error::PkiError;
pub use issued::{Authority, Issued, ServiceAccountKeys};
pub use leaf_kind::{CommonName, Group, Installed, LeafKind, Role, Scope};
pub use leaf_table::NODE_USER_PREFIX;
pub use lifetime::{Lifetime, lifetimes};
pub use listed::{Listed, Listing};
pub use listing::{LISTING, listing};
pub use lookup::Pki;
pub use plan::leaf_labels;
pub use profile::{ExtendedKeyUsage, Profile, Purpose};
