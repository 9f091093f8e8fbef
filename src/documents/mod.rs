//! Files of the user's own that a component reads, held to what that component takes: its dialect of YAML, its fields, and what
//! it does not start with.

mod audit_policy;
mod authentication;
mod cel;
mod document;
mod go_url;
mod go_yaml;
mod object_meta;

pub use audit_policy::audit_policy;
pub use authentication::authenticators;
