//! `rollout.txt`: the settings of [rollout] in cluster.toml, for comparing two trees without cluster.toml.

use crate::{
    model::{Cluster, CommandWords, RemoteShell, RolloutSettings},
    tree::{Artifact, Place, RelPath},
};

/// The first line of the file.
const HEADER: &str =
    "# How the commands of `kubemint diff` reach machines, from [rollout] of cluster.toml.\n";

/// Its path in the public output.
pub const NAME: &str = "rollout.txt";

/// Its place in the tree.
#[must_use]
pub fn place() -> Place {
    Place::public(RelPath::joined(&[NAME]))
}

/// The file; none if cluster.toml has only the defaults.
#[must_use]
pub fn rollout_file(cluster: &Cluster) -> Option<Artifact> {
    let settings = &cluster.rollout;
    let become_root = settings.become_root.iter().map(|words| format!("become {words}\n"));
    let text = format!("{HEADER}ssh {}\n{}", settings.ssh, become_root.collect::<String>());
    (*settings != RolloutSettings::default()).then(|| Artifact::public(place().path, text))
}

/// Parses the file. A line that kubemint would not have written is ignored, since anybody may have changed the file.
#[must_use]
pub fn settings_of(text: &str) -> RolloutSettings {
    let value = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(' '));
    let ssh = value("ssh").and_then(|words| RemoteShell::parse(words).ok());
    let become_root = value("become").and_then(|words| CommandWords::parse(words).ok());
    RolloutSettings { ssh: ssh.unwrap_or_else(|| RolloutSettings::default().ssh), become_root }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::example;

    #[test]
    fn the_file_is_read_back_and_hostile_lines_are_passed_over() {
        let mut draft = example::draft();
        assert_eq!(rollout_file(&crate::validate::cluster(draft.clone()).unwrap()), None);
        draft.rollout.ssh = RemoteShell::parse("ssh -p 22 ops@{address}").unwrap();
        draft.rollout.become_root = Some(CommandWords::parse("sudo -n").unwrap());
        let settings = draft.rollout.clone();
        let artifact = rollout_file(&crate::validate::cluster(draft).unwrap()).unwrap();
        let text = crate::render::read_systemd::text(&artifact);
        assert_eq!(settings_of(text), settings);
        assert_eq!(settings_of("ssh $(reboot) {name}\nbecome ;\n"), RolloutSettings::default());
    }
}
