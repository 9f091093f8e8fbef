//! systemd units: a component's command line, in the sandbox that it needs.

#[cfg(test)]
mod tests;

use serde::Serialize;

use super::{
    accounts::{accounts, number_check},
    image::release,
    systemd_quoting::{Assignment, ExecArgument, PathValue, Unquotable, Word},
    template::{TemplateError, lay_out},
};
use crate::{
    component::{Invocation, Unit, components_of, specification},
    model::{Account, Cluster, Component, NodeRef},
    tree::{Artifact, InputsDigest, MachinePath, RelPath},
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

/// The directory of units.
pub const UNITS: MachinePath = MachinePath::known("/etc/systemd/system");

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
    name: Word,
    inputs_key: Word,
    release_key: Word,
    inputs: String,
    release: String,
    description: Word,
    documentation: Word,
    service_type: Word,
    start_timeout: Word,
    stop_timeout: u32,
    stop_status: Option<u8>,
    after: Vec<Word>,
    user: Word,
    groups: Vec<Word>,
    number_checks: Vec<ExecArgument>,
    environment: Vec<Assignment>,
    cpu_quota: Option<String>,
    memory_max: Option<u64>,
    program: ExecArgument,
    arguments: Vec<ExecArgument>,
    test: Vec<ExecArgument>,
    signal: Word,
    writable: Vec<PathValue>,
    capabilities: Vec<Word>,
    address_families: Word,
    sets_groups: bool,
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
    let (name, unit) = (invocation.component.name(), &specification(invocation.component).unit);
    let values = values(cluster, node, invocation, inputs, unit)
        .map_err(|reason| UnitError::Unquotable { unit: name, reason })?;
    let path = RelPath::joined(&[UNITS.on(node.name()).as_str(), &format!("{name}.service")]);
    Ok(Artifact::public(path, lay_out(unit.template.0, &values)?).with_mode(unit.mode))
}

fn values(
    cluster: &Cluster,
    node: NodeRef<'_>,
    invocation: &Invocation,
    inputs: &InputsDigest,
    unit: &Unit,
) -> Result<Values, Unquotable> {
    let command = &invocation.command;
    let writable = invocation.mounts.iter().filter(|mount| mount.writable);
    let reload = unit.reload.as_ref();
    Ok(Values {
        name: Word(invocation.component.name()),
        inputs_key: Word(INPUTS_KEY),
        release_key: Word(RELEASE_KEY),
        inputs: inputs.to_string(),
        release: release(cluster, invocation.component).unwrap_or_default(),
        description: Word(unit.description),
        documentation: Word(unit.documentation),
        service_type: Word(unit.service_type),
        start_timeout: Word(unit.start_timeout),
        stop_timeout: invocation.stop_seconds,
        stop_status: unit.stop_status,
        after: unit.after.iter().copied().map(Word).collect(),
        user: Word(invocation.account.name()),
        groups: invocation.groups.iter().map(|group| Word(group.name())).collect(),
        number_checks: number_checks(cluster, node, invocation, unit)?,
        environment: invocation
            .environment
            .iter()
            .map(|(name, value)| Assignment::new(name, value))
            .collect(),
        cpu_quota: invocation.resources.cpu_limit_millis.map(percentage),
        memory_max: invocation.resources.memory_limit_bytes,
        program: program(invocation, unit)?,
        arguments: command
            .arguments()
            .map(|argument| ExecArgument::new(&argument))
            .collect::<Result<_, _>>()?,
        test: reload.map_or_else(|| Ok(Vec::new()), |reload| arguments(reload.test))?,
        signal: Word(reload.map_or("", |reload| reload.signal)),
        writable: writable.map(|mount| PathValue::new(&mount.path)).collect::<Result<_, _>>()?,
        capabilities: capabilities(invocation, unit),
        address_families: address_families(unit),
        sets_groups: unit.capabilities.contains(&"CAP_SETGID"),
        changes_owners: unit.changes_owners,
    })
}

/// The accounts whose UIDs must be right before the process can start: its own, and those of the pods that it starts, which
/// refer to users by UID only.
fn needed_accounts(
    cluster: &Cluster,
    node: NodeRef<'_>,
    invocation: &Invocation,
    unit: &Unit,
) -> Vec<Account> {
    if unit.starts_pods {
        let can_be_pod = |component| Component::CONTROL_PLANE.contains(&component);
        let of_pods = |account: &Account| components_of(*account).any(can_be_pod);
        return accounts(cluster, node).into_iter().filter(of_pods).collect();
    }
    let own = std::iter::once(&invocation.account).chain(invocation.groups).copied();
    own.filter(|account| *account != Account::Root).collect()
}

/// The commands that check these accounts.
fn number_checks(
    cluster: &Cluster,
    node: NodeRef<'_>,
    invocation: &Invocation,
    unit: &Unit,
) -> Result<Vec<ExecArgument>, Unquotable> {
    let needed = needed_accounts(cluster, node, invocation, unit).into_iter();
    needed.map(|account| number_check(account, &cluster.users)).collect()
}

fn arguments(texts: &[&str]) -> Result<Vec<ExecArgument>, Unquotable> {
    texts.iter().map(|text| ExecArgument::new(text)).collect()
}

/// Thousandths of a core as a percentage of one; from systemd 247 on it can have a fraction (systemd.resource-control(5)).
fn percentage(millis: u64) -> String {
    match (millis / 10, millis % 10) {
        (whole, 0) => format!("{whole}%"),
        (whole, tenths) => format!("{whole}.{tenths}%"),
    }
}

/// The path of the program.
fn program(invocation: &Invocation, unit: &Unit) -> Result<ExecArgument, Unquotable> {
    match unit.program {
        Some(path) => ExecArgument::new(path),
        None => ExecArgument::new(&format!("{PROGRAMS}/{}", invocation.command.program())),
    }
}

/// The capabilities of the process: it needs one more if a port that it listens on is privileged.
fn capabilities(invocation: &Invocation, unit: &Unit) -> Vec<Word> {
    let is_privileged = invocation.listens.iter().any(|listen| listen.port < FIRST_UNPRIVILEGED_PORT);
    let of_port = is_privileged.then_some("CAP_NET_BIND_SERVICE");
    unit.capabilities.iter().copied().chain(of_port).map(Word).collect()
}

/// The address families of its sockets: a process that may send what it likes announces an address with ARP, too.
fn address_families(unit: &Unit) -> Word {
    if unit.capabilities.contains(&"CAP_NET_RAW") {
        Word("AF_INET AF_INET6 AF_UNIX AF_NETLINK AF_PACKET")
    } else {
        Word("AF_INET AF_INET6 AF_UNIX AF_NETLINK")
    }
}
