//! `diff`: what a render would change, in terms of Kubernetes, and what restarts because of it.

mod args;
mod encryption;
mod fit;
mod group;
mod json;
mod machines;
mod markdown;
mod markdown_text;
mod new_keys;
mod notes;
mod others;
mod reach;
mod report;
mod rotation;
mod sides;
mod tasks;
mod text;
mod warning;
mod warnings;
mod words;

pub use args::{DiffArgs, DiffFormat};

use self::{
    report::Report,
    sides::{After, Before},
};
use super::{CliError, Exit, Outcome, Presentation, terminal::json_document};
use crate::{
    difference::{Comparison, Difference},
    writer,
};

/// Reports what would change; nothing is written.
///
/// # Errors
///
/// [`CliError`] with all diagnostics of the input, or if a tree cannot be read.
pub fn run(args: &DiffArgs, presentation: &Presentation) -> Result<Outcome, CliError> {
    let depfile = args.depfile.depfile(None)?;
    let (mut after, mut read, mut warnings) = After::open(args, presentation)?;
    let (before, old, new) = writer::undisturbed(&args.out.out, || {
        after.open_again(&args.out.out)?;
        let before = Before::open(args, &after)?;
        let comparison = Comparison::new(before.lock(), after.lock(), before.drift());
        let (old, new) = (before.read(comparison.wanted_before())?, after.read(comparison.wanted_after())?);
        Ok::<_, CliError>((before, old, new))
    })?;
    before.warn(&args.out.out, &mut warnings);
    let comparison = Comparison::new(before.lock(), after.lock(), before.drift());
    let comparison = if args.as_rendered { comparison.unconfirmed() } else { comparison };
    let places = [before.places_read(), after.places_read()].concat();
    read.extend(places.iter().map(|place| place.path_in(&args.out.out)));
    depfile.write(&read)?;
    let difference = Difference::new(&comparison, &old, &new);
    let sides = report::Sides {
        out: &args.out.out,
        against: args.against.as_deref(),
        is_first: before.lock().is_none(),
        secret_output_absent: before.secret_output_absent(),
    };
    let report = Report::new(sides, &difference);
    report.codes().for_each(|code| warnings.count(code));
    let exit = if difference.is_empty() { Exit::Done } else { Exit::Found };
    let outcome =
        Outcome { exit, ..Outcome::done("") }.with_stdout(written(&report, args.format.format, presentation));
    Ok(warnings.conclude(outcome, presentation))
}

fn written(report: &Report<'_>, format: DiffFormat, presentation: &Presentation) -> String {
    let colour = presentation.report_colour;
    match (format, presentation.quiet) {
        (DiffFormat::Json, _) => json_document(&json::report(report)),
        (DiffFormat::Markdown, _) => markdown::report(report),
        (_, true) => text::quiet_report(report, colour),
        _ => text::report(report, colour),
    }
}
