//! The bytes of each file: every function takes what is true of a cluster and gives artifacts.

#[cfg(test)]
mod read_yaml;
pub mod yaml;
