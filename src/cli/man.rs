//! `man`: manual pages, from the same text as `--help`.

use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_mangen::{
    Man,
    roff::{Roff, roman},
};

use super::{CliError, Outcome, Presentation, terminal::count};
use crate::writer;

/// Where to write the pages.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The directory for the pages, such as ~/.local/share/man/man1
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

/// Writes the page of `program`, kubemint.1, and a page for each command, into the directory, which is created if needed.
///
/// # Errors
///
/// [`CliError::System`] if a page cannot be written.
pub fn run(args: &ManArgs, presentation: &Presentation, program: Command) -> Result<Outcome, CliError> {
    let pages = pages(program).map_err(|error| failed(&args.dir, &error))?;
    std::fs::create_dir_all(&args.dir).map_err(|error| failed(&args.dir, &error))?;
    for (name, page) in &pages {
        let path = args.dir.join(name);
        writer::replace_file(&path, page).map_err(|error| failed(&path, &error))?;
    }
    let said = format!("wrote {} to {}\n", count(pages.len(), "page"), args.dir.display());
    Ok(Outcome::done(if presentation.quiet { String::new() } else { said }))
}

fn failed(path: &Path, error: &std::io::Error) -> CliError {
    CliError::system(format!("cannot write {}: {error}", path.display()))
}

/// The name and text of each page.
fn pages(program: Command) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut program = program.disable_help_subcommand(true);
    program.build();
    let commands = std::iter::once(&program).chain(program.get_subcommands());
    commands.cloned().map(page).collect()
}

fn page(command: Command) -> std::io::Result<(String, Vec<u8>)> {
    let after = command.get_after_long_help().or(command.get_after_help()).map(ToString::to_string);
    let is_program = command.get_name() == "kubemint";
    // The examples are set below, as they stand: clap_mangen fills their lines.
    let command = command.after_help(None::<&str>).after_long_help(None::<&str>);
    let source = format!("kubemint {}", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command).manual("kubemint").source(source);
    let mut bytes = Vec::new();
    man.render(&mut bytes)?;
    if let Some(after) = after {
        section(&after).to_writer(&mut bytes)?;
    }
    if !is_program {
        Roff::new().control("SH", ["SEE ALSO"]).text([roman("kubemint(1)")]).to_writer(&mut bytes)?;
    }
    Ok((man.get_filename(), bytes))
}

/// What stands behind the options in `--help`: its first word is the heading, indented lines are kept as they are.
fn section(text: &str) -> Roff {
    let (heading, rest) = text.split_once(':').unwrap_or(("NOTES", text));
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    let mut roff = Roff::new();
    roff.control("SH", [heading.to_uppercase().as_str()]);
    let (prose, example): (Vec<&str>, Vec<&str>) =
        rest.lines().filter(|line| !line.is_empty()).partition(|line| !line.starts_with(' '));
    if !prose.is_empty() {
        roff.text([roman(prose.join(" "))]);
    }
    if !example.is_empty() {
        roff.control("PP", []).control("nf", []);
        for line in example {
            roff.text([roman(line)]);
        }
        roff.control("fi", []);
    }
    roff
}
