//! `check`: is the tree on disk what would be rendered, and does it stay valid?

mod expiry;
mod report;

use clap::Args;

use self::{
    expiry::{At, Within},
    report::Report,
};
use super::{
    CliError, ConfigArg, Exit, OutArg, Outcome, Presentation, SourceArgs,
    cluster_file::{self, ClusterFile},
    depfile::DepfileArgs,
};
use crate::{
    pki::{self, Expiry},
    tree::{Place, RelPath, Tree},
    writer,
};

/// What is compared, and when certificates are looked at.
#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    config: ConfigArg,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    out: OutArg,
    /// Hold the public half alone, which is all that a clone has, to what the seed makes; without the seed: --locked
    #[arg(long)]
    public: bool,
    /// Find certificates that end within this time of --at, such as 60d or 720h
    #[arg(long, value_name = "TIME", requires = "at")]
    expires_within: Option<Within>,
    /// The moment to count from: an RFC 3339 date and time, or `now`
    #[arg(long, value_name = "TIME|now", requires = "expires_within")]
    at: Option<At>,
    #[command(flatten)]
    depfile: DepfileArgs,
}

/// Compares `out` with the tree that a render would write; nothing is changed.
///
/// # Errors
/// [`CliError`] with all faults of the input, or where the tree cannot be read.
pub fn run(args: &CheckArgs, presentation: &Presentation) -> Result<Outcome, CliError> {
    let depfile = args.depfile.depfile(None)?;
    let ClusterFile { cluster, mut read, mut warnings } =
        cluster_file::read(&args.config.config, presentation)?;
    let mut made = args.source.plan(&cluster, &args.config.config, &args.out.out)?;
    let mut comparison = writer::compare(&made.tree, &args.out.out)?;
    if args.public {
        comparison.retain_public();
    }
    read.append(&mut made.read);
    read.extend(comparison.files.keys().map(|place| place.path_in(&args.out.out)));
    depfile.write(&read)?;
    let expiring = match (args.expires_within, args.at) {
        (Some(within), Some(at)) => expiry::expiring(certificates(&made.tree), at.moment(), within),
        _ => Vec::new(),
    };
    let report = Report { out: &args.out.out, comparison: &comparison, expiring: &expiring };
    let exit = if report.is_clean() { Exit::Done } else { Exit::Found };
    let text = match (presentation.json, presentation.quiet && report.is_clean()) {
        (true, _) => format!("{:#}\n", report.as_json(&made.outdated_as_json())),
        (false, true) => String::new(),
        (false, false) => report.as_text(),
    };
    let notes = if presentation.json || presentation.quiet { String::new() } else { made.notes() };
    let outcome = Outcome { exit, ..Outcome::done(notes).with_stdout(text) };
    made.warn(&mut warnings);
    Ok(warnings.conclude(outcome, presentation))
}

/// Every certificate of a tree with its end.
fn certificates(tree: &Tree) -> Vec<Expiry> {
    let place = RelPath::parse(pki::LISTING).ok().map(Place::public);
    let file = place.as_ref().and_then(|place| tree.file(place));
    file.map(|file| pki::expiries(&String::from_utf8_lossy(file.bytes))).unwrap_or_default()
}
