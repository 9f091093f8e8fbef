//! `init`: writes the files of a new cluster. This is the only command that reads the clock and the system's
//! randomness.

mod args;
mod document;
mod files;
mod options;
mod surroundings;

pub use args::InitArgs;

use self::document::Document;
use super::{CliError, Outcome, Presentation, shell_word::shell_word, terminal::json_document};
use crate::derive::Seed;

/// Writes cluster.toml, seed, .gitignore and .dockerignore.
///
/// # Errors
///
/// [`CliError`] if one of them exists, if the cluster would have errors, or if the system fails.
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
