//! `diff`: what a render would change, in the words of the domain, and what that restarts.

mod encryption;
mod group;
mod json;
mod markdown;
mod notes;
mod reach;
mod rotation;
mod sides;
mod task;
mod text;
mod warnings;
mod words;

use std::path::Path;

use clap::Args;

use self::sides::{After, Before};
use super::{CliError, ConfigArg, Exit, OutArg, Outcome, Presentation, SeedArgs, depfile::DepfileArgs};
use crate::difference::{Difference, Question};

/// Which two trees are told apart.
#[derive(Debug, Args)]
pub struct DiffArgs {
    #[command(flatten)]
    config: ConfigArg,
    #[command(flatten)]
    seed: SeedArgs,
    #[command(flatten)]
    out: OutArg,
    /// Compare with the tree committed in this revision, rather than with the one on disk
    #[arg(long, value_name = "GIT-REV")]
    against: Option<String>,
    /// Take the tree in --out as the new one, rather than render it: needs neither cluster.toml nor seed
    #[arg(long, requires = "against", conflicts_with_all = ["seed_file", "demo_seed", "config"])]
    as_rendered: bool,
    #[command(flatten)]
    depfile: DepfileArgs,
}

/// A difference and what it is one of.
struct Report<'a> {
    out: &'a Path,
    against: Option<&'a str>,
    /// Whether there was a tree before.
    is_first: bool,
    /// Whether the secret half on disk could be looked at.
    secret_half_absent: bool,
    difference: Difference,
}

/// Tells what would change; nothing is written.
///
/// # Errors
/// [`CliError`] with all faults of the input, or where a tree cannot be read.
pub fn run(args: &DiffArgs, presentation: &Presentation) -> Result<Outcome, CliError> {
    let depfile = args.depfile.depfile(None)?;
    let (after, mut read, mut warnings) = After::open(args, presentation)?;
    let before = Before::open(args, &after, &mut warnings)?;
    let question = Question::new(before.lock(), after.lock(), before.drift());
    let old = before.read(question.wanted_before())?;
    let new = after.read(question.wanted_after())?;
    let places = [before.places_read(), after.places_read()].concat();
    read.extend(places.iter().map(|place| place.path_in(&args.out.out)));
    depfile.write(&read)?;
    let report = Report {
        out: &args.out.out,
        against: args.against.as_deref(),
        is_first: before.lock().is_none(),
        secret_half_absent: before.secret_half_absent(),
        difference: Difference::new(&question, &old, &new),
    };
    let exit = if report.difference.is_empty() { Exit::Done } else { Exit::Found };
    let text = match (presentation.json, presentation.markdown, presentation.quiet) {
        (true, _, _) => format!("{:#}\n", json::report(&report)),
        (_, true, _) => markdown::report(&report),
        (_, _, true) => String::new(),
        _ => text::report(&report, presentation.report_colour),
    };
    Ok(Outcome { exit, ..Outcome::done(warnings.told(presentation.json)).with_stdout(text) })
}
