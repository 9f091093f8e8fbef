//! Paths on a machine in a cluster.toml.

use super::text::readable_text;
use crate::diagnostic::Invalid;

/// Directories in the root that belong to the system, to packages or to people: a component must not own a directory
/// below them.
const OF_OTHERS: &[&str] = &[
    "afs",
    "bin",
    "boot",
    "cdrom",
    "dev",
    "efi",
    "etc",
    "gnu",
    "home",
    "lib",
    "lib32",
    "lib64",
    "libx32",
    "lost+found",
    "media",
    "net",
    "nfs",
    "nix",
    "opt",
    "ostree",
    "private",
    "proc",
    "root",
    "run",
    "sbin",
    "selinux",
    "snap",
    "sys",
    "sysroot",
    "system",
    "tmp",
    "usr",
    "var",
];

/// A directory with one of these words in its name is taken to be only for an audit log.
const OWN_WORDS: &[&str] = &["apiserver", "audit", "kube"];

/// Directories below /var/log that belong to auditd, the kubelet and the container runtime, although their names
/// contain such a word or look like a pod's.
const OF_OTHER_LOGS: &[&str] = &["audit", "containers", "journal", "kubelet", "pods", "private"];

/// The path of a component's log file. Its directory will belong to the component alone, so others must not use it:
/// it is below `/var/log`, or in a place such as `/srv` that belongs to nobody, and a directory of the path is named
/// after the log, as in `/var/log/kubernetes` or `/srv/audit`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogPath(String);

readable_text!(LogPath, UnixSocket);

impl LogPath {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `log-path`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let parts: Vec<_> = text.split('/').collect();
        let is_own = |folders: &[&str]| {
            folders.iter().any(|folder| OWN_WORDS.iter().any(|word| folder.contains(word)))
        };
        let own_folder = match parts.as_slice() {
            ["", "var", "log", first, rest @ .., _] => {
                let is_other = OF_OTHER_LOGS.contains(first);
                // The files directly in /var/log/audit are auditd's.
                is_own(rest) && (*first == "audit" || !is_other) || (!is_other && is_own(&[*first]))
            }
            ["", top, folders @ .., _] => !OF_OTHERS.contains(top) && !folders.is_empty() && is_own(folders),
            _ => false,
        };
        if own_folder && is_plain_path(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::new(
                "log-path",
                format!("{text:?} cannot be a component's log file"),
                "an absolute path of plain characters to a file in its own directory, named for audit or Kubernetes",
            )
            .help("use a directory below /var/log, such as /var/log/kubernetes/audit/audit.log"))
        }
    }

    /// The directory that will belong to the component.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// The address of a container runtime's socket, `unix:///ABSOLUTE/PATH`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixSocket(String);

impl UnixSocket {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `unix-socket`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let dead = ["/dockershim.sock", "/docker.sock"].iter().any(|name| text.ends_with(name));
        match text.strip_prefix("unix://") {
            Some(_) if dead => Err(Invalid::new(
                "unix-socket",
                format!("{text:?} speaks no CRI: the kubelet has no dockershim since 1.24"),
                "the socket of a runtime that speaks CRI, such as \"unix:///run/containerd/containerd.sock\"",
            )
            .help("take containerd's, CRI-O's (unix:///run/crio/crio.sock) or cri-dockerd's (unix:///run/cri-dockerd.sock)")),
            Some(path) if is_plain_path(path) => Ok(Self(text.to_owned())),
            _ => Err(Invalid::new(
                "unix-socket",
                format!("{text:?} is not the address of a socket"),
                "unix:// and an absolute path, such as \"unix:///run/containerd/containerd.sock\"",
            )
            .help("put unix:// before the socket's path")),
        }
    }
}

/// An absolute path of letters, digits, `.`, `_`, `-` and `+`, without empty, `.` or `..` parts. It needs no quotes
/// in any file that it is written to.
fn is_plain_path(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+');
    let part_ok = |part: &str| !matches!(part, "" | "." | "..") && part.bytes().all(plain);
    text.strip_prefix('/').is_some_and(|rest| rest.split('/').all(part_ok))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paths that are relative, malformed, or in a directory that others use.
    const NOT_FOR_LOGS: &[&str] = &[
        "audit.log",
        "/audit.log",
        "/var/log/audit.log",
        "/var/log/audit/audit.log",
        "/var/log/journal/a",
        "/etc/kubernetes/audit.log",
        "/srv/audit.log",
        "/srv/www/a.log",
        "/opt/cni/bin/audit.log",
        "/opt/kubernetes/audit/a.log",
        "/home/alice/.ssh/authorized_keys",
        "/home/kube/audit/a",
        "/nix/store/a",
        "/nix/store/kube/a",
        "/var/log/pods/x/y",
        "/var/log/pods/audit/y",
        "/var/log/nginx/access.log",
        "/var/log/containers/kube/x",
        "/var/lib/kubelet/audit/a",
        "/root/audit/a",
        "/boot/kube/audit.log",
        "/var/log/../etc/x",
        "/var/log/a b/c",
        "/var/log/a/",
        "/var/log//a",
        "-",
    ];

    #[test]
    fn a_log_file_lies_in_a_folder_that_nobody_else_uses() {
        for good in [
            "/var/log/kubernetes/audit/audit.log",
            "/var/log/kube-apiserver/audit.log",
            "/var/log/audit/kube/a",
            "/srv/audit/log",
            "/data/logs/kubernetes/audit.log",
        ] {
            assert!(LogPath::parse(good).is_ok(), "{good}");
        }
        for bad in NOT_FOR_LOGS {
            assert!(LogPath::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_socket_has_an_absolute_path() {
        assert!(UnixSocket::parse("unix:///run/crio/crio.sock").is_ok());
        for bad in ["/run/crio.sock", "unix://run/crio.sock", "tcp://localhost:1", "unix:///", "unix:///a b"]
        {
            assert!(UnixSocket::parse(bad).is_err(), "{bad}");
        }
    }
}
