//! Commands on machines: extracting files of the tree, and scripts over ssh.

use std::path::Path;

use crate::{cli::shell_word::shell_word, component::paths::MANIFESTS, difference::rollout::Access};

/// Makes tar set the numeric owners of the archive.
pub(super) const NUMERIC: &str = "--numeric-owner";

/// Where the tree is, and how to reach machines.
#[derive(Clone, Copy)]
pub(super) struct Shell<'a> {
    /// The directory of the tree.
    pub(super) out: &'a Path,
    /// How to reach machines.
    pub(super) access: &'a Access,
}

impl Shell<'_> {
    /// A script that runs as root on a node's machine. Its input is empty: ssh would otherwise read the lines that
    /// were pasted after it.
    pub(super) fn on(&self, node: &str, script: &str) -> String {
        format!("{} </dev/null", self.reading(node, script))
    }

    /// The same for a script that reads its input.
    fn reading(&self, node: &str, script: &str) -> String {
        let script = match &self.access.settings.become_root {
            None => script.to_owned(),
            Some(words) => format!("{words} sh -c {}", shell_word(script)),
        };
        format!("{} {}", self.ssh(node), shell_word(&script))
    }

    /// Extracts files of a node's archive on its machine; the options can name single ones.
    pub(super) fn unpack(&self, node: &str, options: &str) -> String {
        let become_root = self.access.settings.become_root.iter().map(|words| format!("{words} "));
        format!(
            "{} | {} {}{} {options}",
            self.pack(node),
            self.ssh(node),
            become_root.collect::<String>(),
            UNPACK
        )
    }

    /// Copies a component's static pod to its machine, and waits until the old process is gone and a new one runs.
    ///
    /// The manifest is replaced by renaming: tar writes a file in place, and a kubelet that reads one while it is
    /// empty or half written stops the pod. The kubelet reads its manifests some seconds later; until then the old
    /// process answers as if nothing had changed. If the file is the same, nothing restarts.
    pub(super) fn replace_pod(&self, node: &str, component: &str) -> String {
        let manifest = MANIFESTS.join(&format!("{component}.yaml"));
        let path = manifest.from_root();
        // As `gone` below, with what every machine has.
        let first = format!("find /proc -maxdepth 1 -user {component} | head -n 1");
        let script = format!(
            "m={manifest}; s=$(sha256sum $m); p=$({first}); {UNPACK} {NUMERIC} {HIDE} {path} && \
             mv -f {MANIFESTS}/.{component}.yaml $m && \
             if [ \"$(sha256sum $m)\" != \"$s\" ]; then until n=$({first}) && [ -n \"$n\" ] && [ \"$n\" != \"$p\" ]; \
             do sleep 1; done; fi"
        );
        format!("{} | {}", self.pack(node), self.reading(node, &script))
    }

    fn pack(&self, node: &str) -> String {
        let out = shell_word(&self.out.to_string_lossy());
        format!("kubemint pack --node {} --out {out}", shell_word(node))
    }

    /// The command that runs another command on a machine. Its options need no quotes.
    fn ssh(&self, node: &str) -> String {
        let address = self.access.addresses.get(node).map_or(node, String::as_str);
        let words = self.access.settings.ssh.words(node, address).into_iter();
        let quoted = words.map(|word| match word.strip_prefix('-') {
            Some(option) if shell_word(option) == option => word,
            _ => shell_word(&word),
        });
        quoted.collect::<Vec<_>>().join(" ")
    }
}

/// Extracts an archive over a running machine: files that are overwritten in place restart nothing by themselves.
const UNPACK: &str = "tar -C / -xp --overwrite";

/// Makes tar write a manifest `NAME` as `.NAME`: the kubelet ignores files in its manifests' directory whose names begin
/// with a dot (kubernetes 1.34 to 1.37, pkg/kubelet/config/file_linux.go, `produceWatchEvent`).
const HIDE: &str = "--transform=s,manifests/,manifests/.,";

/// Waits until no process of these users is left, by name or UID.
///
/// It uses only `find`, which every machine has: `pgrep` is missing on minimal ones, and a loop that ends when its
/// program fails would take a running process for one that has exited.
pub(super) fn gone(users: &[&str]) -> String {
    let owned: Vec<String> = users.iter().map(|user| format!("-user {user}")).collect();
    let of_any = if owned.len() > 1 { format!("\\( {} \\)", owned.join(" -o ")) } else { owned.concat() };
    format!("until n=$(find /proc -maxdepth 1 {of_any}) && [ -z \"$n\" ]; do sleep 1; done")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::{CommandWords, RemoteShell, RolloutSettings};

    #[test]
    fn machines_are_reached_as_the_user_says() {
        let addresses = BTreeMap::from([("a".to_owned(), "fd00::1".to_owned())]);
        let settings = RolloutSettings {
            ssh: RemoteShell::parse("ssh -p 2222 ops@{address}").unwrap(),
            become_root: Some(CommandWords::parse("sudo -n").unwrap()),
        };
        let access = Access { settings, addresses, ..Access::default() };
        let shell = Shell { out: Path::new("out"), access: &access };
        assert_eq!(
            shell.on("a", "rm 'x y'"),
            r"ssh -p 2222 ops@fd00::1 'sudo -n sh -c '\''rm '\''\'\'''\''x y'\''\'\'''\'''\''' </dev/null"
        );
        assert_eq!(
            shell.unpack("a", NUMERIC),
            "kubemint pack --node a --out out | ssh -p 2222 ops@fd00::1 sudo -n tar -C / -xp --overwrite --numeric-owner"
        );
        assert!(
            shell.on("$(x)", "true").starts_with("ssh -p 2222 'ops@$(x)' "),
            "a name that nobody checked"
        );
    }
}
