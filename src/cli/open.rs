//! `open`: decrypts what `seal`, or age itself, encrypted.

use std::{
    io::stdin,
    path::{Path, PathBuf},
};

use clap::Args;
use zeroize::Zeroizing;

use super::{
    CliError, Format, FormatArg, Outcome, Presentation, depfile::DepfileArgs, identity_source,
    secret_output::OutputFileArg,
};
use crate::input::{self, InputKind, Unreadable, read_stream};

/// What to decrypt, and with which keys.
#[derive(Debug, Args)]
pub struct OpenArgs {
    /// The file to decrypt, such as out/sealed/nodes/master-1.tar.age, or - for standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    /// A private key: an age identity file or an SSH key; can be repeated
    #[arg(long, short, value_name = "KEY", required = true)]
    identity: Vec<PathBuf>,
    #[command(flatten)]
    output: OutputFileArg,
    #[command(flatten)]
    depfile: DepfileArgs,
    #[command(flatten)]
    pub(in crate::cli) format: FormatArg<Format>,
}

/// Decrypts a file.
///
/// # Errors
///
/// [`CliError`] if standard output is a terminal, no key fits, or the file is damaged.
pub fn run(args: &OpenArgs, presentation: &Presentation) -> Result<Outcome, CliError> {
    args.output.refuse_terminal(
        "what was encrypted is secret",
        "| tar -C / -xp --overwrite --numeric-owner",
        presentation,
    )?;
    args.output.refuse_public()?;
    let depfile = args.depfile.depfile(args.output.file())?;
    let name = if is_stdin(&args.file) { "standard input".into() } else { args.file.display().to_string() };
    let sealed = read(&args.file)
        .map_err(|source| CliError::Read { path: name.clone().into(), source: source.into() })?;
    let opened = identity_source::open(&name, &sealed, &args.identity)?;
    let read = std::iter::once(&args.file).chain(&args.identity).filter(|file| !is_stdin(file));
    let outcome = args.output.deliver(opened)?;
    depfile.write(&read.cloned().collect::<Vec<_>>())?;
    Ok(outcome)
}

fn is_stdin(file: &Path) -> bool {
    file == Path::new("-")
}

fn read(file: &Path) -> Result<Zeroizing<Vec<u8>>, Unreadable> {
    if is_stdin(file) {
        return read_stream(stdin().lock(), InputKind::Sealed);
    }
    input::read(file, InputKind::Sealed)
}
