//! Tasks that copy files to machines, or remove them.

use super::{
    Task,
    machine_shell::{NUMERIC, Shell},
};
use crate::{
    cli::shell_word::shell_word, component::paths::MANIFESTS, difference::rollout::Machine,
    render::unit::UNITS,
};

/// Copies the files that arrive before anything restarts; `None` if files are only removed.
pub(super) fn bring(machine: &Machine, shell: Shell<'_>) -> Option<Task> {
    let mut commands = Vec::new();
    if machine.files {
        let owners = if machine.keeps_owners { "--no-same-owner" } else { NUMERIC };
        commands.push(shell.unpack(&machine.node, &format!("{owners} --exclude={}", MANIFESTS.from_root())));
    }
    let here = [
        (machine.accounts, "systemd-sysusers"),
        (machine.permissions, "systemd-tmpfiles --create"),
        (machine.units, "systemctl daemon-reload"),
    ];
    let here: Vec<&str> = here.into_iter().filter_map(|(is, command)| is.then_some(command)).collect();
    if !here.is_empty() {
        commands.push(shell.on(&machine.node, &here.join(" && ")));
    }
    let title = "Bring the files to each machine: nothing restarts, but certificates and CAs that a process reads anew by itself \
                 take effect at once";
    (!commands.is_empty()).then(|| Task::on_node("bring", title, &machine.node, commands))
}

/// Removes files that are no longer in the tree, after the restarts: until then, processes use the old paths.
pub(super) fn remove(machine: &Machine, shell: Shell<'_>) -> Option<Task> {
    let files: Vec<String> = machine.removed.iter().map(|path| shell_word(path)).collect();
    let mut script = format!("rm -f {}", files.join(" "));
    if machine.removed.iter().any(|path| path.starts_with(UNITS.as_str())) {
        script.push_str(" && systemctl daemon-reload");
    }
    let title = "Remove the files that nothing reads now; an archive removes none";
    let commands = vec![shell.on(&machine.node, &script)];
    (!files.is_empty()).then(|| Task::on_node("remove", title, &machine.node, commands))
}
