//! systemd units: a component's command line, in the sandbox that it needs.

#[cfg(test)]
mod tests;
mod traits;

use serde::Serialize;

use self::traits::{Traits, traits};
use super::{
    accounts::{accounts, number_check},
    image::release,
    systemd_quoting::{ExecArgument, PathValue, Unquotable, Word},
    template::{TemplateError, lay_out},
};
use crate::{
    component::Invocation,
    model::{Account, Cluster, Component, NodeRef},
    tree::{Artifact, InputsDigest},
};

/// The key, in the section `[Unit]`, with the digest of what the process reads when it starts. systemd ignores keys that
/// begin with `X-`.
pub const INPUTS_KEY: &str = "X-Kubemint-Inputs";

/// The key, in the same section, with the version of the process's program.
pub const RELEASE_KEY: &str = "X-Kubemint-Release";

/// An argument as a unit's command line has it; itself where no unit can hold it.
#[must_use]
pub fn argument(text: &str) -> String {
    ExecArgument::new(text).map_or_else(|_| text.to_owned(), |argument| argument.as_str().to_owned())
}

/// The directory of the components' programs on a machine.
const PROGRAMS: &str = "/usr/local/bin";

/// Only a process with cap_net_bind_service can listen on a port below this (ip(7)).
const FIRST_UNPRIVILEGED_PORT: u16 = 1024;

/// Why a unit cannot be rendered.
#[derive(Debug, thiserror::Error)]
pub enum UnitError {
    /// A flag or a path cannot be written into a unit.
    #[error("{unit}.service: {reason}")]
    Unquotable {
        /// The component.
        unit: &'static str,
        /// What cannot be written.
        reason: Unquotable,
    },
    /// The template cannot be rendered with its values.
    #[error(transparent)]
    Template(#[from] TemplateError),
}

/// The values of a unit's template, each quoted for its directive by its type.
#[derive(Serialize)]
struct Values {
    inputs_key: Word,
    release_key: Word,
    inputs: String,
    release: String,
    description: Word,
    documentation: Word,
    service_type: Word,
    start_timeout: Word,
    stop_timeout: u32,
    after: &'static [Word],
    user: Word,
    groups: Vec<Word>,
    number_checks: Vec<ExecArgument>,
    program: ExecArgument,
    arguments: Vec<ExecArgument>,
    writable: Vec<PathValue>,
    capabilities: Word,
    changes_owners: bool,
}

/// The unit that runs `invocation` on `node`, `/etc/systemd/system/NAME.service`.
///
/// # Errors
/// [`UnitError::Unquotable`] if a flag or path has a character that cannot be written into a unit.
pub fn unit(
    cluster: &Cluster,
    node: NodeRef<'_>,
    invocation: &Invocation,
    inputs: &InputsDigest,
) -> Result<Artifact, UnitError> {
    let traits = traits(invocation.component);
    let values = values(cluster, node, invocation, inputs, traits)
        .map_err(|reason| UnitError::Unquotable { unit: invocation.component.name(), reason })?;
    Ok(Artifact::public(traits.path.on(node.name()), lay_out(traits.template, &values)?)
        .with_mode(traits.mode))
}

fn values(
    cluster: &Cluster,
    node: NodeRef<'_>,
    invocation: &Invocation,
    inputs: &InputsDigest,
    traits: &Traits,
) -> Result<Values, Unquotable> {
    let command = &invocation.command;
    let needed = needed_accounts(cluster, node, invocation);
    let writable = invocation.mounts.iter().filter(|mount| mount.writable);
    Ok(Values {
        inputs_key: Word(INPUTS_KEY),
        release_key: Word(RELEASE_KEY),
        inputs: inputs.to_string(),
        release: release(cluster, invocation.component),
        description: traits.description,
        documentation: traits.documentation,
        service_type: traits.service_type,
        start_timeout: traits.start_timeout,
        stop_timeout: invocation.stop_seconds,
        after: traits.after,
        user: Word(invocation.account.name()),
        groups: invocation.groups.iter().map(|group| Word(group.name())).collect(),
        number_checks: needed
            .iter()
            .map(|account| number_check(*account, &cluster.users))
            .collect::<Result<_, _>>()?,
        program: ExecArgument::new(&format!("{PROGRAMS}/{}", command.program()))?,
        arguments: command
            .arguments()
            .map(|argument| ExecArgument::new(&argument))
            .collect::<Result<_, _>>()?,
        writable: writable.map(|mount| PathValue::new(&mount.path)).collect::<Result<_, _>>()?,
        capabilities: capabilities(invocation),
        changes_owners: traits.changes_owners,
    })
}

/// The accounts whose UIDs must be right before the process can start: its own, and for the kubelet those of the pods that it
/// starts, which refer to users by UID only.
fn needed_accounts(cluster: &Cluster, node: NodeRef<'_>, invocation: &Invocation) -> Vec<Account> {
    match invocation.component {
        Component::Kubelet => accounts(cluster, node),
        _ => std::iter::once(&invocation.account).chain(&invocation.groups).copied().collect(),
    }
}

/// The capabilities of the process: it needs one if the port that it listens on, which is that of its probes, is privileged.
const fn capabilities(invocation: &Invocation) -> Word {
    if invocation.liveness.port < FIRST_UNPRIVILEGED_PORT { Word("CAP_NET_BIND_SERVICE") } else { Word("") }
}
