//! Commands on a machine: files from the tree, and scripts over ssh.

use std::path::Path;

use crate::{cli::shell_word::shell_word, difference::rollout::Access};

/// The directory that static pods start from: what is in it comes when it is its turn.
pub(super) const MANIFESTS: &str = "etc/kubernetes/manifests";

/// How tar gives files the owners that the archive has.
pub(super) const NUMERIC: &str = "--numeric-owner";

/// Whoever carries a rollout out: where the tree lies, and how machines are reached.
#[derive(Clone, Copy)]
pub(super) struct Shell<'a> {
    /// Where the tree lies.
    pub(super) out: &'a Path,
    /// How machines are reached.
    pub(super) access: &'a Access,
}

impl Shell<'_> {
    /// A script run as root on a node's machine. It reads nothing: ssh would otherwise take the lines that were pasted
    /// behind it for its input.
    pub(super) fn on(&self, node: &str, script: &str) -> String {
        format!("{} </dev/null", self.reading(node, script))
    }

    /// The same, of a script that reads its input.
    fn reading(&self, node: &str, script: &str) -> String {
        let script = match &self.access.settings.become_root {
            None => script.to_owned(),
            Some(words) => format!("{words} sh -c {}", shell_word(script)),
        };
        format!("{} {}", self.ssh(node), shell_word(&script))
    }

    /// Files of a node's archive onto its machine; what stands behind it names single ones.
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

    /// A component's static pod onto its machine, and a wait until the process that ran is gone and another runs.
    ///
    /// The kubelet looks at its manifests some seconds later, and until then the old process answers as if nothing were
    /// to come. Where the file is as it was, nothing restarts.
    pub(super) fn replace_pod(&self, node: &str, component: &str) -> String {
        let path = format!("{MANIFESTS}/{component}.yaml");
        // As `gone` below, with what every machine has.
        let first = format!("find /proc -maxdepth 1 -user {component} | head -n 1");
        let script = format!(
            "m=/{path}; s=$(sha256sum $m); p=$({first}); {UNPACK} {NUMERIC} {path} && \
             if [ \"$(sha256sum $m)\" != \"$s\" ]; then until n=$({first}) && [ -n \"$n\" ] && [ \"$n\" != \"$p\" ]; \
             do sleep 1; done; fi"
        );
        format!("{} | {}", self.pack(node), self.reading(node, &script))
    }

    fn pack(&self, node: &str) -> String {
        let out = shell_word(&self.out.to_string_lossy());
        format!("kubemint pack --node {} --out {out}", shell_word(node))
    }

    /// The command that runs another one on a machine. An option among its words needs no quotes.
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

/// What unpacks an archive over a running machine: overwritten in place nothing restarts by itself.
const UNPACK: &str = "tar -C / -xp --overwrite";

/// Waits until nothing runs as any of these users, by name or number.
///
/// With `find` alone, which every machine has: `pgrep` is missing on minimal ones, and a loop that ends where its program fails
/// would take a running process for one that has ended.
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
        let access = Access { settings, addresses };
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
