//! Paths on a machine that a cluster.toml names.

use super::Invalid;

/// Folders that belong to the system: no component may own a folder right in them.
const SYSTEM: &[&str] =
    &["bin", "boot", "dev", "etc", "lib", "lib64", "proc", "root", "run", "sbin", "sys", "tmp", "usr", "var"];

/// Checks the path of a log file. Its folder becomes a component's own, so it may not be one that others use:
/// below `/var/log/FOLDER`, or in a folder of a file system of its own such as `/srv/audit`.
///
/// # Errors
/// [`Invalid`] with code `log-path`.
pub fn check_log_path(text: &str) -> Result<(), Invalid> {
    let own_folder = match text.split('/').collect::<Vec<_>>().as_slice() {
        ["", "var", "log", _, .., _] => true,
        ["", top, _, .., _] => !SYSTEM.contains(top),
        _ => false,
    };
    if own_folder && is_plain_path(text) {
        Ok(())
    } else {
        Err(Invalid::new(
            "log-path",
            format!("{text:?} cannot be a component's log file"),
            "an absolute path of plain characters to a file in a folder of its own",
        )
        .with_help("take a folder below /var/log, such as /var/log/kubernetes/audit/audit.log"))
    }
}

/// Checks the address of a container runtime's socket, `unix:///ABSOLUTE/PATH`.
///
/// # Errors
/// [`Invalid`] with code `unix-socket`.
pub fn check_unix_socket(text: &str) -> Result<(), Invalid> {
    match text.strip_prefix("unix://") {
        Some(path) if is_plain_path(path) => Ok(()),
        _ => Err(Invalid::new(
            "unix-socket",
            format!("{text:?} is not the address of a socket"),
            "unix:// and an absolute path, such as \"unix:///run/containerd/containerd.sock\"",
        )
        .with_help("put unix:// before the socket's path")),
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
        for good in ["/var/log/kubernetes/audit/audit.log", "/var/log/audit/a", "/srv/audit/log"] {
            assert!(check_log_path(good).is_ok(), "{good}");
        }
        for bad in [
            "audit.log",
            "/audit.log",
            "/var/log/audit.log",
            "/etc/kubernetes/audit.log",
            "/srv/audit.log",
            "/var/log/../etc/x",
            "/var/log/a b/c",
            "/var/log/a/",
            "/var/log//a",
            "-",
        ] {
            assert!(check_log_path(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_socket_has_an_absolute_path() {
        assert!(check_unix_socket("unix:///run/crio/crio.sock").is_ok());
        for bad in ["/run/crio.sock", "unix://run/crio.sock", "tcp://localhost:1", "unix:///", "unix:///a b"]
        {
            assert!(check_unix_socket(bad).is_err(), "{bad}");
        }
    }
}
