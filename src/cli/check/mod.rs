//! `check`: is the tree on disk the one that would be rendered, and does it stay valid?

mod expiry;
mod moment;
mod report;
mod table;
mod terms;

use std::str::FromStr;

use clap::{ArgGroup, Args};

use self::{
    moment::{At, Within},
    report::{Ends, Report},
    terms::{Term, terms},
};
use super::{
    CliError, ConfigArg, Exit, Format, FormatArg, OutArg, Outcome, Presentation, SourceArgs,
    cluster_file::{self, ClusterFile},
    depfile::DepfileArgs,
    offered::offering,
    sealed_files,
    terminal::json_document,
};
use crate::{progress::Task, writer};

/// What is compared, and at which time.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("moment").args(["at", "expiry"]).multiple(true)))]
pub struct CheckArgs {
    #[command(flatten)]
    config: ConfigArg,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    out: OutArg,
    /// Compare only the public output, such as that of a clone, with what the seed renders
    #[arg(long)]
    public: bool,
    /// Also report certificates that are not yet valid or have expired at this time, and an expired bootstrap token.
    /// An RFC 3339 date and time, or `now`
    #[arg(long, value_name = "TIME|now", value_parser = offering(<At as FromStr>::from_str, || vec!["now"]))]
    #[arg(hide_possible_values = true)]
    at: Option<At>,
    /// Also report certificates that expire within this time after --at, such as 60d or 720h
    #[arg(long, value_name = "TIME", requires = "moment")]
    expires_within: Option<Within>,
    /// List when everything expires, and the time left at --at [default: --at now]
    #[arg(long)]
    expiry: bool,
    /// Accept an expired bootstrap token, if no machine is going to join
    #[arg(long, requires = "moment")]
    allow_ended_token: bool,
    #[command(flatten)]
    depfile: DepfileArgs,
    #[command(flatten)]
    pub(in crate::cli) format: FormatArg<Format>,
}

impl CheckArgs {
    /// The time to compare dates with, and what to say of them; `None` if no time was asked for.
    fn ends<'a>(&self, terms: &'a [Term]) -> Option<Ends<'a>> {
        let at = self.at.or(self.expiry.then_some(At::Now)).map(At::moment)?;
        Some(Ends {
            at,
            until: self.expires_within.map(|within| within.after(at)),
            allow_ended_token: self.allow_ended_token,
            is_listed: self.expiry,
            terms,
        })
    }
}

/// Compares `out` with the tree that a render would write, and changes nothing.
///
/// # Errors
///
/// [`CliError`] with all diagnostics of the input, or if the tree cannot be read.
pub fn run(args: &CheckArgs, presentation: &Presentation) -> Result<Outcome, CliError> {
    let depfile = args.depfile.depfile(None)?;
    let ClusterFile { cluster, mut read, mut warnings } =
        cluster_file::read(&args.config.config, presentation)?;
    let progress = &presentation.progress;
    let mut made = args.source.plan(&cluster, &args.config.config, &args.out.out, progress)?;
    progress.begin(Task::Reading, 0);
    let mut comparison = writer::compare(&made.tree, &args.out.out)?;
    if args.public {
        comparison.retain_public();
    }
    read.append(&mut made.read);
    read.extend(comparison.files.keys().map(|place| place.path_in(&args.out.out)));
    depfile.write(&read)?;
    let terms = terms(&cluster, &made.tree);
    let out = &args.out.out;
    let sealed = writer::undisturbed(out, || sealed_files::of_planned(&made.tree, out))?;
    comparison.foreign.extend(sealed.foreign);
    let report = Report {
        out,
        comparison: &comparison,
        sealed: &sealed.findings,
        has_other_attributes: sealed.has_other_attributes,
        ends: args.ends(&terms),
    };
    let exit = if report.is_clean() { Exit::Done } else { Exit::Found };
    let text = match (presentation.json, presentation.quiet && report.is_clean()) {
        (true, _) => json_document(&report.as_json(&made.outdated_as_json(), &made.unverified_as_json())),
        (false, true) => String::new(),
        (false, false) => report.as_text(),
    };
    let notes = if presentation.json || presentation.quiet { String::new() } else { made.notes() };
    let outcome = Outcome { exit, ..Outcome::done(notes).with_stdout(text) };
    made.warn(&mut warnings);
    Ok(warnings.conclude(outcome, presentation))
}
