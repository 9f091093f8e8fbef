//! Reports problems of a new cluster in terms of the command-line options, since there is no cluster.toml yet.

use super::InitArgs;
use crate::{
    cli::{
        CliError, Presentation, diagnostics,
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
/// [`CliError::Diagnostics`] with all diagnostics, each with its option.
pub fn check(text: &str, args: &InitArgs, presentation: &Presentation) -> Result<(), CliError> {
    let no_files = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let Err(diagnostics) = config::read(text, &no_files) else { return Ok(()) };
    Err(CliError::Diagnostics(if presentation.json {
        let json = |diagnostic: &Diagnostic| {
            let message = format!("{}: expected {}", message(diagnostic, args), diagnostic.expected);
            diagnostics::without_place(
                diagnostic.code,
                diagnostic.severity,
                &message,
                diagnostic.help.as_deref(),
            )
        };
        json_document(&diagnostics.iter().map(json).collect())
    } else {
        let picture = |diagnostic: &Diagnostic| {
            let help = diagnostic.help.as_deref().unwrap_or_default();
            let lines = [
                format!("error[{}]: {}", diagnostic.code, message(diagnostic, args)),
                format!("  = expected: {}", diagnostic.expected),
                format!("  = help: {help}"),
            ];
            lines.map(|line| plain(&mask_message(&line)) + "\n").concat()
        };
        diagnostics.iter().map(picture).collect()
    }))
}

/// The message, after the option's name.
fn message(diagnostic: &Diagnostic, args: &InitArgs) -> String {
    let (path, message) = diagnostic.message.split_once([':', ' ']).unwrap_or(("", &diagnostic.message));
    let others = diagnostic.labels.iter().skip(1).filter(|label| !label.text.is_empty());
    let others: String = others.map(|label| format!("; {}", label.text)).collect();
    match OPTIONS.iter().find(|(start, _)| path.starts_with(start)) {
        Some((_, option)) => format!("{option}{}: {}{others}", node(path, args), message.trim_start()),
        None => format!("{}{others}", diagnostic.message),
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
