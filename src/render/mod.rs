//! The content of each file: the functions take a cluster and return artifacts.

mod accounts;
pub mod audit_policy;
pub mod authentication_config;
pub mod bootstrap_token;
pub mod cluster_objects;
pub mod configuration;
pub mod encryption_config;
pub mod folders;
pub mod haproxy;
pub mod image;
pub mod keepalived;
pub mod kubeconfig;
pub mod overlay;
#[cfg(test)]
pub(crate) mod read_systemd;
#[cfg(test)]
pub(crate) mod read_yaml;
mod secret_text;
pub mod static_pod;
mod systemd_quoting;
pub mod sysusers;
pub mod template;
pub mod tmpfiles;
pub mod unit;
pub mod verification_keys;
pub mod wants_dropin;
pub mod yaml;
