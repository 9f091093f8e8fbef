//! The user's own files for components, checked against what the component accepts: its dialect of YAML, its fields,
//! and its validation.

mod audit_policy;
mod authentication;
mod cel;
mod corefile;
mod document;
mod go_url;
mod go_yaml;
mod object_meta;
mod objects;
mod typed;
mod verification_keys;
mod yaml_tree;

pub use audit_policy::audit_policy;
pub use authentication::authenticators;
pub use corefile::corefile;
pub use objects::{Form, objects};
pub use verification_keys::verification_keys;
