//! Where files of the user's own can be on a machine: not where kubemint has files, in none of its directories, and not where
//! the system would lose them.

use std::{collections::HashMap, sync::OnceLock};

use super::{misfit::Reason, rules::Rules};
use crate::{
    component::paths,
    model::{FileMode, NodeName, SourcePath},
    tree::{MachinePath, Secrecy, lock::Row},
};

/// Why no file of the user's own can be at a path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reserved {
    /// kubemint has a file or a directory there in some cluster.
    #[error("kubemint makes {0} itself")]
    Own(String),
    /// It would be in a directory that is kubemint's.
    #[error("{0} is a directory of kubemint's")]
    Inside(String),
    /// A file would be where kubemint has a directory.
    #[error("kubemint has files below {0}")]
    Above(String),
    /// It differs from a path of kubemint's in letter case only.
    #[error("it differs from {0} in letter case only")]
    Case(String),
    /// It is no file in a directory.
    #[error("it is in no directory")]
    Root,
    /// The system makes the directory anew at each boot.
    #[error("/{0} is made anew when the machine boots")]
    Volatile(String),
    /// The directory is a link in most distributions, which an unpacked archive could replace.
    #[error("/{0} is a link to /usr/{0}")]
    Link(String),
    /// Accounts of the machine, kubemint's among them, are in this file.
    #[error("the accounts of the machine are in it, kubemint's among them")]
    Accounts,
}

/// Directories in the root that do not outlive a boot.
const VOLATILE: [&str; 5] = ["dev", "proc", "run", "sys", "tmp"];

/// Links to directories in /usr.
const LINKS: [&str; 6] = ["bin", "lib", "lib32", "lib64", "libx32", "sbin"];

/// Files that systemd-sysusers and people change.
const ACCOUNTS: [&str; 6] =
    ["etc/group", "etc/gshadow", "etc/passwd", "etc/shadow", "etc/subgid", "etc/subuid"];

/// Directories of kubemint's in which others have files, too.
const SHARED: [MachinePath; 2] = [paths::KUBERNETES, paths::KUBELET];

/// Paths of machines that kubemint has in some cluster, and the directories above them.
struct Own {
    /// In lower case, as they are spelled.
    spelled: HashMap<String, String>,
    /// What is made at these, and whether it is a directory.
    made: HashMap<String, bool>,
}

impl Own {
    fn get() -> &'static Self {
        static OWN: OnceLock<Own> = OnceLock::new();
        OWN.get_or_init(|| {
            let mut own = Self { spelled: HashMap::new(), made: HashMap::new() };
            for (path, is_directory) in Rules::get().of_machines() {
                for above in ancestors(path) {
                    own.spelled.insert(above.to_lowercase(), above.to_owned());
                }
                own.made.insert(path.to_owned(), is_directory);
            }
            own
        })
    }
}

/// A path and the directories above it, without that of `/`: `a/b/c`, `a/b`, `a`.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| path.rsplit_once('/').map(|(above, _)| above))
}

/// Why no file of the user's own can be at a path, given without its leading `/`; `None` if one can.
#[must_use]
pub fn reserved(path: &SourcePath) -> Option<Reserved> {
    let path = path.as_str();
    let Some((top, _)) = path.split_once('/') else { return Some(Reserved::Root) };
    if VOLATILE.contains(&top) {
        return Some(Reserved::Volatile(top.to_owned()));
    }
    if LINKS.contains(&top) {
        return Some(Reserved::Link(top.to_owned()));
    }
    if ACCOUNTS.contains(&path.trim_end_matches('-')) {
        return Some(Reserved::Accounts);
    }
    let own = Own::get();
    let other = ancestors(path)
        .find_map(|above| own.spelled.get(&above.to_lowercase()).filter(|spelled| *spelled != above));
    if let Some(spelled) = other {
        return Some(Reserved::Case(format!("/{spelled}")));
    }
    if own.made.contains_key(path) {
        return Some(Reserved::Own(format!("/{path}")));
    }
    if own.spelled.contains_key(path) {
        return Some(Reserved::Above(format!("/{path}")));
    }
    let is_shared = |above: &str| SHARED.iter().any(|shared| shared.from_root() == above);
    let inside = ancestors(path).skip(1).find(|above| own.made.contains_key(*above) && !is_shared(above));
    inside.map(|above| match own.made.get(above) {
        Some(true) => Reserved::Inside(format!("/{above}")),
        _ => Reserved::Own(format!("/{above}")),
    })
}

/// Whether a row of a user's file is one that a render can write.
pub(super) fn judge(row: &Row) -> Result<(), Reason> {
    let path = row.place.path.as_str();
    let of_node = path.strip_prefix("nodes/").and_then(|rest| rest.split_once('/'));
    let below = of_node.filter(|(node, _)| NodeName::parse(node).is_ok());
    let below = below.and_then(|(_, below)| SourcePath::parse(below).ok());
    let known = below.filter(|path| row.place.secrecy == Secrecy::Public && reserved(path).is_none());
    known.ok_or(Reason::Path)?;
    match FileMode::new(row.mode.bits()) {
        Some(_) => Ok(()),
        None => Err(Reason::Ownership { expected: "a mode that only its owner can write with".to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(path: &str) -> String {
        reserved(&SourcePath::parse(path).unwrap()).map(|why| why.to_string()).unwrap_or_default()
    }

    #[test]
    fn what_is_kubemints_is_no_place_for_others() {
        for (path, why) in [
            ("etc/kubernetes/pki/own.crt", "/etc/kubernetes/pki is a directory of kubemint's"),
            ("etc/kubernetes/pki/etcd/own.crt", "/etc/kubernetes/pki/etcd is a directory of kubemint's"),
            ("etc/kubernetes/manifests/own.yaml", "/etc/kubernetes/manifests is a directory of kubemint's"),
            (
                "etc/systemd/system/kubelet.service",
                "kubemint makes /etc/systemd/system/kubelet.service itself",
            ),
            ("etc/kubernetes", "kubemint makes /etc/kubernetes itself"),
            ("etc/systemd", "kubemint has files below /etc/systemd"),
            ("etc/Kubernetes/a", "it differs from /etc/kubernetes in letter case only"),
            ("var/lib/etcd/member/a", "/var/lib/etcd is a directory of kubemint's"),
            ("var/lib/kubelet/config.yaml/a", "kubemint makes /var/lib/kubelet/config.yaml itself"),
            ("etc/kubernetes/haproxy.cfg", "kubemint makes /etc/kubernetes/haproxy.cfg itself"),
            ("README.md", "it is in no directory"),
            ("run/a", "/run is made anew when the machine boots"),
            ("lib/systemd/system/a.service", "/lib is a link to /usr/lib"),
            ("etc/shadow-", "the accounts of the machine are in it, kubemint's among them"),
        ] {
            assert_eq!(words(path), why, "{path}");
        }
    }

    #[test]
    fn others_have_their_files_beside_kubemints() {
        for path in [
            "etc/kubernetes/admission.yaml",
            "var/lib/kubelet/config.json",
            "etc/systemd/system/kubelet.service.d/20-own.conf",
            "etc/systemd/system/multi-user.target.d/20-own.conf",
            "etc/sysctl.d/90-kubernetes.conf",
            "usr/local/bin/check",
            "etc/containerd/config.toml",
        ] {
            assert_eq!(words(path), "", "{path}");
        }
    }
}
