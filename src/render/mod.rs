//! The bytes of each file: every function takes what is true of a cluster and gives artifacts.

mod accounts;
pub mod folders;
#[cfg(test)]
mod read_systemd;
#[cfg(test)]
mod read_yaml;
mod systemd_quoting;
pub mod sysusers;
mod template;
pub mod tmpfiles;
pub mod unit;
pub mod wants_dropin;
pub mod yaml;
