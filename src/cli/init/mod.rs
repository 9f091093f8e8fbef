//! `init`: the files of a new cluster. The only command that reads the clock and the system's randomness.

mod document;
mod files;
mod node_arg;
mod options;
mod surroundings;

use std::path::PathBuf;

use clap::Args;

use self::{document::Document, node_arg::NodeArg};
use super::{CliError, Outcome, Presentation, shell_word::shell_word, terminal::json_document};
use crate::derive::Seed;

/// What a new cluster is made of.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// A control-plane node, an option each; give 1, 3, 5 or 7 of them; NAME=ADDRESS,ADDRESS in a dual-stack cluster
    #[arg(long = "control-plane", value_name = "NAME=ADDRESS", required = true)]
    control_plane: Vec<NodeArg>,
    /// A worker, an option each; any number; likewise with two addresses
    #[arg(long = "worker", value_name = "NAME=ADDRESS")]
    workers: Vec<NodeArg>,
    /// What clients dial: a load balancer or virtual IP in front of the API servers; an IPv6 address in brackets
    #[arg(long, value_name = "HOST:PORT")]
    endpoint: String,
    /// The cluster's name
    #[arg(long, default_value = "kubernetes")]
    name: String,
    /// The Kubernetes release to run
    #[arg(long, value_name = "VERSION", default_value = "1.37.2")]
    kubernetes_version: String,
    /// The range of Services' addresses; CIDR,CIDR of IPv4 and IPv6, the primary family first, make a dual-stack cluster
    #[arg(long, value_name = "CIDR", default_value = "10.96.0.0/12")]
    service_cidr: String,
    /// The range of Pods' addresses; CIDR,CIDR in the same order where there are two of Services
    #[arg(long, value_name = "CIDR", default_value = "10.244.0.0/16")]
    pod_cidr: String,
    /// ecdsa-p256, ecdsa-p384, rsa-2048, rsa-3072 or rsa-4096
    #[arg(long, value_name = "ALGORITHM", default_value = "ecdsa-p256")]
    key_algorithm: String,
    /// Where to write
    #[arg(value_name = "DIR", default_value = ".", value_parser = node_arg::folder)]
    folder: PathBuf,
    /// Refused, with a better reason than that it is not expected
    #[arg(hide = true, value_parser = node_arg::one_too_many)]
    one_too_many: Option<String>,
}

/// Writes cluster.toml, seed, .gitignore and .dockerignore.
///
/// # Errors
/// [`CliError`] where one of them is there, where the cluster would have faults, or where the system fails.
pub fn run(args: &InitArgs, presentation: &Presentation) -> Result<Outcome, CliError> {
    let document = Document {
        args,
        id: surroundings::random_hex()?,
        today: surroundings::midnight_today()?,
        token_expiry: surroundings::midnight_tomorrow_after_a_day()?,
    };
    let text = document.text()?;
    options::check(&text, args, presentation)?;
    let warnings = document::check(&args.folder.join("cluster.toml"), &text, presentation)?;
    warnings.refuse_denied(presentation)?;
    let seed = Seed::from_bytes(*surroundings::random_bytes()?);
    files::write(&args.folder, &text, &seed)?;
    let outcome = match (presentation.json, presentation.quiet) {
        (true, _) => Outcome::done("").with_stdout(json_document(&as_json(args))),
        (false, true) => Outcome::done(""),
        (false, false) => Outcome::done(next_steps(args)),
    };
    Ok(warnings.conclude(outcome, presentation))
}

/// The report; docs/json.md has its shape.
fn as_json(args: &InitArgs) -> serde_json::Value {
    let written = files::NAMES.map(|name| args.folder.join(name).to_string_lossy().into_owned());
    serde_json::json!({ "written": written })
}

fn next_steps(args: &InitArgs) -> String {
    let at = |file: &str| shell_word(&args.folder.join(file).to_string_lossy());
    format!(
        "wrote {config}, {seed} (keep it secret and backed up: every key comes from it), {git} and {docker}\n\
         next:\n  1. read {config} and commit it\n  2. kubemint render --config {config} --out {out}\n  \
         3. kubemint pack --node {node} --out {out} | ssh root@{node} tar -C / -xp --overwrite --numeric-owner{others}\n",
        config = at("cluster.toml"),
        seed = at("seed"),
        git = at(".gitignore"),
        docker = at(".dockerignore"),
        out = at("out"),
        node = args.control_plane.first().map_or("NODE", |node| &node.name),
        others = if args.control_plane.len() + args.workers.len() > 1 {
            "\n     and so for each node"
        } else {
            ""
        },
    )
}
