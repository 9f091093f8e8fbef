//! Paths on a machine that a cluster.toml names.

use super::{Invalid, text::readable_text};

/// Folders that belong to the system: no component may own a folder right in them.
const SYSTEM: &[&str] =
    &["bin", "boot", "dev", "etc", "lib", "lib64", "proc", "root", "run", "sbin", "sys", "tmp", "usr", "var"];

/// Folders below /var/log that auditd, journald, systemd, the kubelet and the container runtime have.
const OF_OTHERS: &[&str] = &["audit", "containers", "journal", "pods", "private"];

/// The path of a component's log file. Its folder becomes the component's own, so it may not be one that others use:
/// below `/var/log/FOLDER`, or in a folder of a file system of its own such as `/srv/audit`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogPath(String);

readable_text!(LogPath, UnixSocket);

impl LogPath {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `log-path`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let own_folder = match text.split('/').collect::<Vec<_>>().as_slice() {
            ["", "var", "log", folder, _] => !OF_OTHERS.contains(folder),
            ["", "var", "log", _, .., _] => true,
            ["", top, _, .., _] => !SYSTEM.contains(top),
            _ => false,
        };
        if own_folder && is_plain_path(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::new(
                "log-path",
                format!("{text:?} cannot be a component's log file"),
                "an absolute path of plain characters to a file in a folder of its own",
            )
            .with_help("take a folder below /var/log, such as /var/log/kubernetes/audit/audit.log"))
        }
    }

    /// The folder that becomes the component's own.
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
        match text.strip_prefix("unix://") {
            Some(path) if is_plain_path(path) => Ok(Self(text.to_owned())),
            _ => Err(Invalid::new(
                "unix-socket",
                format!("{text:?} is not the address of a socket"),
                "unix:// and an absolute path, such as \"unix:///run/containerd/containerd.sock\"",
            )
            .with_help("put unix:// before the socket's path")),
        }
    }
}

/// An absolute path of letters, digits, `.`, `_`, `-` and `+`, without empty, `.` or `..` parts: one that every
/// format it is written to takes as it stands.
fn is_plain_path(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+');
    let part_ok = |part: &str| !matches!(part, "" | "." | "..") && part.bytes().all(plain);
    text.strip_prefix('/').is_some_and(|rest| rest.split('/').all(part_ok))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_file_lies_in_a_folder_that_nobody_else_uses() {
        for good in ["/var/log/kubernetes/audit/audit.log", "/var/log/audit/kube/a", "/srv/audit/log"] {
            assert!(LogPath::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "audit.log",
            "/audit.log",
            "/var/log/audit.log",
            "/var/log/audit/audit.log",
            "/var/log/journal/a",
            "/etc/kubernetes/audit.log",
            "/srv/audit.log",
            "/var/log/../etc/x",
            "/var/log/a b/c",
            "/var/log/a/",
            "/var/log//a",
            "-",
        ] {
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
