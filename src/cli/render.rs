//! `render`: writes the whole tree, from cluster.toml and the seed, or its public output, from a committed tree.

use clap::Args;
use serde_json::json;

use super::{
    CliError, ConfigArg, Format, FormatArg, OutArg, Outcome, Presentation, SourceArgs,
    cluster_file::{self, ClusterFile},
    depfile::DepfileArgs,
    source::Made,
    terminal::{count, json_document, plain},
};
use crate::{
    progress::Task,
    tree::Lock,
    writer::{self, Options, Report, Switch},
};

/// What to render, and how to write it.
#[derive(Debug, Args)]
pub struct RenderArgs {
    #[command(flatten)]
    config: ConfigArg,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    out: OutArg,
    /// Replace the tree of another cluster or seed; every key changes
    #[arg(long)]
    replace_identity: bool,
    /// Sync the tree to disk; slower, and rarely needed, since a render can be repeated
    #[arg(long)]
    fsync: bool,
    #[command(flatten)]
    depfile: DepfileArgs,
    #[command(flatten)]
    pub(in crate::cli) format: FormatArg<Format>,
}

/// Renders the tree and replaces `out` with it; if nothing changed, nothing is touched.
///
/// # Errors
///
/// [`CliError`] with all diagnostics of the input, or if the system fails; `out` is then unchanged unless the error
/// says otherwise.
pub fn run(args: &RenderArgs, presentation: &Presentation) -> Result<Outcome, CliError> {
    let depfile = args.depfile.depfile(Some(Lock::place().path_in(&args.out.out)))?;
    let ClusterFile { cluster, mut read, mut warnings } =
        cluster_file::read(&args.config.config, presentation)?;
    let progress = &presentation.progress;
    let mut made = args.source.plan(&cluster, &args.config.config, &args.out.out, progress)?;
    let options = Options {
        replace_identity: args.replace_identity,
        fsync: args.fsync,
        progress: Some(progress),
        ..Options::default()
    };
    made.warn(&mut warnings);
    warnings.refuse_denied(presentation)?;
    progress.begin(Task::Writing, made.tree.files().count());
    let report = writer::write(&made.tree, &args.out.out, options)?;
    read.append(&mut made.read);
    depfile.write(&read)?;
    Ok(warnings.conclude(outcome(args, &report, &made, presentation), presentation))
}

fn outcome(args: &RenderArgs, report: &Report, made: &Made, presentation: &Presentation) -> Outcome {
    match (presentation.json, presentation.quiet) {
        (true, _) => Outcome::done("").with_stdout(json_document(&as_json(report, made))),
        (false, true) => Outcome::done(""),
        (false, false) => Outcome::done(as_text(args, report) + &made.notes()),
    }
}

/// What was done, one line each.
fn as_text(args: &RenderArgs, report: &Report) -> String {
    let shown = |path: &std::path::Path| plain(&path.to_string_lossy());
    let out = shown(&args.out.out);
    let Report { unchanged, written, removed, foreign, switch } = report;
    let mut text = match switch {
        Switch::None => format!("{out} is up to date ({})\n", count(*unchanged, "file")),
        _ => {
            format!("{out}: {} written, {removed} removed, {unchanged} unchanged\n", count(*written, "file"))
        }
    };
    if *switch == Switch::FileByFile {
        text.push_str("note: this file system cannot exchange directories, so a reader may have seen a mixture of both trees\n");
    }
    for path in foreign {
        text.push_str(&format!(
            "note: kubemint did not make {}; it was kept\n",
            shown(&args.out.out.join(path))
        ));
    }
    text
}

/// The report; docs/json.md has its shape.
fn as_json(report: &Report, made: &Made) -> serde_json::Value {
    let foreign: Vec<_> = report.foreign.iter().map(|path| path.to_string_lossy()).collect();
    json!({
        "unchanged": report.unchanged,
        "written": report.written,
        "removed": report.removed,
        "foreign": foreign,
        "exchanged": report.switch != Switch::FileByFile,
        "outdated_secrets": made.outdated_as_json(),
    })
}
