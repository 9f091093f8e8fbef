//! Certificates: which there are (a table), what each says (a profile), and the keys and signatures that make it so.
//!
//! ```text
//! authorities, table ──▶ plan: one request a certificate ──keys──▶ mint ──▶ Pki: look-up, files, listing
//!                                                 └──committed tree──▶ reuse ──┘
//! ```
//! [`table`] and [`authority`] are the whole truth about what is made; only `encoding` knows
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
mod lifetime;
mod listed;
mod listing;
mod lookup;
mod mint;
mod party;
mod plan;
mod profile;
mod row;
pub mod table;
#[cfg(test)]
mod tests;

pub use alternative_names::{AlternativeName, NameRule};
pub use authority::Ca;
pub use committed::{Committed, Refusal, ReuseError, hold};
pub use distinguished_name::{Attribute, DistinguishedName};
pub use error::PkiError;
pub use issued::{Authority, Issued, ServiceAccountKeys};
pub use lifetime::{Lifetime, lifetimes};
pub use listed::{Listed, Listing};
pub use listing::{LISTING, listing};
pub use lookup::Pki;
pub use plan::leaf_labels;
pub use profile::{ExtendedKeyUsage, Profile, Purpose};
pub use row::{CommonName, Group, Installed, Role, Row, Scope};
pub use table::NODE_USER_PREFIX;
