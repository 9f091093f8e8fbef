//! `validate`: is cluster.toml, with the files that it names, valid? It needs no seed and no tree.

use clap::Args;
use serde_json::json;

use super::{
    CliError, ConfigArg, Format, FormatArg, Outcome, Presentation,
    cluster_file::{self, ClusterFile},
    depfile::DepfileArgs,
    terminal::{count, json_document, plain},
};
use crate::model::Cluster;

/// What to validate.
#[derive(Debug, Args)]
pub struct ValidateArgs {
    #[command(flatten)]
    config: ConfigArg,
    #[command(flatten)]
    depfile: DepfileArgs,
    #[command(flatten)]
    pub(in crate::cli) format: FormatArg<Format>,
}

/// Reads the file and reports what a render would report about it.
///
/// # Errors
///
/// [`CliError`] with all diagnostics, or if the file cannot be read.
pub fn run(args: &ValidateArgs, presentation: &Presentation) -> Result<Outcome, CliError> {
    let depfile = args.depfile.depfile(None)?;
    let ClusterFile { cluster, read, warnings } = cluster_file::read(&args.config.config, presentation)?;
    depfile.write(&read)?;
    let name = plain(&args.config.config.to_string_lossy());
    let report = match (presentation.json, presentation.quiet) {
        (true, _) => {
            let read: Vec<_> = read.iter().map(|path| path.to_string_lossy()).collect();
            json_document(&json!({ "valid": true, "read": read }))
        }
        (false, true) => String::new(),
        (false, false) => format!("{name} is valid: {}\n", in_words(&cluster)),
    };
    Ok(warnings.conclude(Outcome::done("").with_stdout(report), presentation))
}

/// The cluster in a few words, so that a reader sees that the right file was read.
fn in_words(cluster: &Cluster) -> String {
    let control_plane = cluster.nodes().filter(|node| node.is_control_plane()).count();
    let workers = cluster.nodes().count() - control_plane;
    format!(
        "Kubernetes {} with {} and {}",
        cluster.version,
        count(control_plane, "control-plane node"),
        count(workers, "worker"),
    )
}
