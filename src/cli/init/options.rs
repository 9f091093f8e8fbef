//! Reports problems of a new cluster in terms of the command-line options, since there is no cluster.toml yet.

use super::InitArgs;
use crate::{
    cli::{
        CliError, Presentation, faults,
        terminal::{json_document, plain},
    },
    config,
    content::mask_message,
    diagnostic::Diagnostic,
};

/// Paths in cluster.toml, and the options that set them.
const OPTIONS: &[(&str, &str)] = &[
    ("cluster.name", "--name"),
    ("cluster.kubernetes_version", "--kubernetes-version"),
    ("cluster.endpoint", "--endpoint"),
    ("cluster.service_cidr", "--service-cidr"),
    ("cluster.pod_cidr", "--pod-cidr"),
    ("cluster.node_mask_ipv4", "--pod-cidr"),
    ("cluster.node_mask_ipv6", "--pod-cidr"),
    ("pki.key_algorithm", "--key-algorithm"),
    ("control_plane", "--control-plane"),
    ("worker", "--worker"),
];

/// Checks the new text by the same rules as any cluster.toml.
///
/// # Errors
///
/// [`CliError::Faults`] with all diagnostics, each with its option.
pub fn check(text: &str, args: &InitArgs, presentation: &Presentation) -> Result<(), CliError> {
    let no_files = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let Err(faults) = config::read(text, &no_files) else { return Ok(()) };
    Err(CliError::Faults(if presentation.json {
        let json = |fault: &Diagnostic| {
            let message = format!("{}: expected {}", message(fault, args), fault.expected);
            faults::without_place(fault.code, fault.severity, &message, fault.help.as_deref())
        };
        json_document(&faults.iter().map(json).collect())
    } else {
        let picture = |fault: &Diagnostic| {
            let help = fault.help.as_deref().unwrap_or_default();
            let lines = [
                format!("error[{}]: {}", fault.code, message(fault, args)),
                format!("  = expected: {}", fault.expected),
                format!("  = help: {help}"),
            ];
            lines.map(|line| plain(&mask_message(&line)) + "\n").concat()
        };
        faults.iter().map(picture).collect()
    }))
}

/// The message, after the option's name.
fn message(fault: &Diagnostic, args: &InitArgs) -> String {
    let (path, message) = fault.message.split_once([':', ' ']).unwrap_or(("", &fault.message));
    let others = fault.labels.iter().skip(1).filter(|label| !label.text.is_empty());
    let others: String = others.map(|label| format!("; {}", label.text)).collect();
    match OPTIONS.iter().find(|(start, _)| path.starts_with(start)) {
        Some((_, option)) => format!("{option}{}: {}{others}", node(path, args), message.trim_start()),
        None => format!("{}{others}", fault.message),
    }
}

/// The name of the node that a path refers to.
fn node(path: &str, args: &InitArgs) -> String {
    let nodes = match path {
        path if path.starts_with("worker") => &args.workers,
        path if path.starts_with("control_plane") => &args.control_plane,
        _ => return String::new(),
    };
    let index = path.split(['[', ']']).nth(1).and_then(|index| index.parse::<usize>().ok());
    index.and_then(|index| nodes.get(index)).map_or_else(String::new, |node| format!(" {}", node.name))
}
