//! Commands on a machine: files from the tree, and scripts over ssh.

use std::path::Path;

use crate::cli::shell_word::shell_word;

/// The folder that static pods start from: what is in it comes when it is its turn.
pub(super) const MANIFESTS: &str = "etc/kubernetes/manifests";

/// How tar gives files the owners that the archive has.
pub(super) const NUMERIC: &str = "--numeric-owner";

/// Files of a node's archive onto its machine; what stands behind it names single ones.
pub(super) fn unpack(node: &str, out: &Path, owners: &str) -> String {
    let (name, out) = (shell_word(node), shell_word(&out.to_string_lossy()));
    format!("kubemint pack --node {name} --out {out} | ssh root@{name} tar -C / -xp --overwrite {owners}")
}

/// A command run on a node's machine.
pub(super) fn on(node: &str, command: &str) -> String {
    format!("ssh root@{} {}", shell_word(node), shell_word(command))
}
