//! Files and directories that flags name: the process must see them in its sandbox, and be able to write to those
//! that it writes.

use super::super::tables::{self, ComponentTable};
use crate::{
    component::{Mount, flag_form, specification},
    diagnostic::{Violation, enumerated, key_path},
    kubernetes::Form,
    model::{Draft, Runtime},
};

/// What a process does with a path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

/// Directories that a unit does not see: `ProtectHome=`, `PrivateTmp=`, `PrivateDevices=`.
const HIDDEN_FROM_UNITS: [&str; 6] = ["/home", "/root", "/run/user", "/tmp", "/var/tmp", "/dev"];

/// Outputs of a log that are not files.
const NO_FILES: [&str; 3] = ["default", "stderr", "stdout"];

/// The journal as the output of a log, and its socket.
const JOURNAL: &str = "systemd/journal";
const JOURNAL_SOCKET: &str = "/run/systemd/journal/socket";

/// Every path of every component's flags.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    tables::components(draft).iter().flat_map(|table| of_table(draft, table)).collect()
}

fn of_table(draft: &Draft, table: &ComponentTable<'_>) -> Vec<Violation> {
    let judge = |(name, value): (&String, &String)| {
        let paths = paths(flag_form(draft.version.minor(), table.component, name)?, value);
        paths.into_iter().find_map(|(path, access)| refused(draft, table, name, path, access))
    };
    table.extra_args.iter().filter_map(judge).collect()
}

/// The paths in a flag's value.
fn paths<'a>(form: &Form, value: &'a str) -> Vec<(&'a str, Access)> {
    let list = |value: &'a str| value.split(',').map(str::trim);
    let paths: Vec<_> = match form {
        Form::ReadFile | Form::ReadFolder => vec![(value, Access::Read)],
        Form::WrittenFile | Form::WrittenFolder => vec![(value, Access::Write)],
        Form::ReadFiles => {
            let files = value.split(':').next().unwrap_or_default();
            list(files).map(|path| (path, Access::Read)).collect()
        }
        Form::LogOutputs => {
            let files = list(value).filter(|output| !NO_FILES.contains(output));
            let paths = files.map(|output| if output == JOURNAL { JOURNAL_SOCKET } else { output });
            paths.map(|path| (path, Access::Write)).collect()
        }
        _ => Vec::new(),
    };
    paths.into_iter().filter(|(path, _)| !path.is_empty()).collect()
}

fn refused(
    draft: &Draft,
    table: &ComponentTable<'_>,
    name: &str,
    path: &str,
    access: Access,
) -> Option<Violation> {
    let component = table.component;
    let runtime = draft.runtime(component);
    let specification = specification(component);
    let mounts = (specification.mounts)(draft);
    let sees_machine = specification.sees_machine;
    let is_plain = path.starts_with('/') && !path.split('/').any(|part| matches!(part, "." | ".."));
    if is_plain && (sees_machine || is_visible(path, access, runtime, &mounts)) {
        return None;
    }
    let at = key_path(&format!("{}.extra_args", table.path), name);
    let verb = if access == Access::Read { "see" } else { "write to" };
    let message = format!("{} cannot {verb} {path}", component.name());
    let help = match access {
        Access::Read => "put the file there on each control-plane node, or take `runtime = \"systemd\"`",
        Access::Write => "take a path there, or leave the flag out",
    };
    let expected = expected(access, runtime, &mounts, sees_machine);
    Some(Violation::new("path-not-visible", at, message, expected).help(help))
}

/// Whether a process in a sandbox sees a path.
fn is_visible(path: &str, access: Access, runtime: Runtime, mounts: &[Mount]) -> bool {
    match runtime {
        Runtime::Systemd if path == JOURNAL_SOCKET => true,
        Runtime::Systemd if access == Access::Read => {
            !HIDDEN_FROM_UNITS.iter().any(|folder| is_in(path, folder))
        }
        Runtime::StaticPod | Runtime::Systemd => is_below(mounts, path, access),
    }
}

/// The paths that a process can use, to follow "expected".
fn expected(access: Access, runtime: Runtime, mounts: &[Mount], sees_machine: bool) -> String {
    let usable = |mount: &&Mount| mount.is_folder && (access == Access::Read || mount.writable);
    let folders: Vec<_> = mounts.iter().filter(usable).map(|mount| mount.path.to_string()).collect();
    match (access, runtime) {
        (Access::Read, _) if sees_machine || folders.is_empty() => {
            "an absolute path without . and ..".to_owned()
        }
        (Access::Read, Runtime::Systemd) => {
            format!("an absolute path outside {}", enumerated(&HIDDEN_FROM_UNITS, "and"))
        }
        (Access::Read, Runtime::StaticPod) => {
            format!("a path below {}, which its pod sees", folders.join(" or "))
        }
        (Access::Write, _) if folders.is_empty() => "no such flag: it may write nowhere".to_owned(),
        (Access::Write, _) => format!("a path below {}, where it may write", folders.join(" or ")),
    }
}

/// Whether a path is in a directory that the process sees (and can write to, if it has to), or is a file that it sees.
fn is_below(mounts: &[Mount], path: &str, access: Access) -> bool {
    mounts.iter().any(|mount| {
        let place = mount.path.to_string();
        let is_there = if mount.is_folder { is_in(path, &place) && path != place } else { path == place };
        is_there && (access == Access::Read || mount.writable)
    })
}

/// Whether a path is a directory or is below it.
fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
