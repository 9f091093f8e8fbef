//! The command line, with one file per command. Nothing here prints: a command returns an [`Outcome`].

mod check;
mod cluster_file;
mod deny;
mod depfile;
mod diff;
mod error;
pub mod faults;
mod identity_source;
mod init;
mod open;
mod outcome;
mod pack;
mod presentation;
mod progress_bar;
mod render;
mod seal;
mod sealed_files;
mod secret_output;
mod secrets;
mod seed_document;
mod seed_source;
mod shell_word;
mod source;
mod terminal;
mod text_positions;
mod usage;
pub mod warning_codes;
mod warnings;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

pub use deny::Deny;
pub use error::CliError;
pub use outcome::{Exit, Outcome};
pub use presentation::{
    Colour, ConfigArg, Form, Format, FormatArg, OutArg, OutputArgs, Presentation, Surroundings,
};
pub use secrets::forbid_core_dumps;
pub use seed_source::{DEMO_WARNING, SeedArgs};
pub use source::SourceArgs;

use self::progress_bar::ProgressLine;

/// Everything a highly available Kubernetes control plane needs on disk, from one cluster.toml
///
/// kubemint turns cluster.toml and a seed into certificates, kubeconfigs, static pods and systemd units for every
/// node. The same input gives the same bytes, on any machine, at any time.
#[derive(Debug, Parser)]
#[command(name = "kubemint", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub verb: Verb,
    /// The format of results.
    #[command(flatten)]
    pub output: OutputArgs,
}

const EXIT_CODES: &str = "Exit codes: 0 done or up to date; 1 something was found; \
     2 the input or the arguments are wrong, nothing was written; 3 the system failed.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Write a commented cluster.toml, a seed and ignore files for a new cluster
    Init(init::InitArgs),
    /// Write the tree of every node
    Render(render::RenderArgs),
    /// Say whether the tree on disk is what would be rendered
    Check(check::CheckArgs),
    /// Say what a render would change, and what that restarts
    Diff(diff::DiffArgs),
    /// Write one machine's installation, from the rendered tree: a tar archive, or a configuration of Ignition or cloud-init
    Pack(pack::PackArgs),
    /// Encrypt the secret half to each machine and the operators, so that it can be committed
    Seal(seal::SealArgs),
    /// Decrypt what `seal` or age encrypted
    Open(open::OpenArgs),
}

impl Verb {
    /// Whether reports and errors are JSON documents.
    fn writes_json(&self) -> bool {
        match self {
            Self::Init(args) => args.format.format.is_json(),
            Self::Render(args) => args.format.format.is_json(),
            Self::Check(args) => args.format.format.is_json(),
            Self::Diff(args) => args.format.format.is_json(),
            Self::Pack(args) => args.format.format.is_json(),
            Self::Seal(args) => args.format.format.is_json(),
            Self::Open(args) => args.format.format.is_json(),
        }
    }
}

/// Parses the command line and runs its command.
#[must_use]
pub fn run_command_line(surroundings: Surroundings) -> Outcome {
    let matches = Cli::command().try_get_matches();
    let read = matches.and_then(|matches| Ok((Cli::from_arg_matches(&matches)?, matches)));
    match read {
        Ok((cli, matches)) => match secrets::refuse_secret_paths(&matches) {
            Ok(()) => run(cli, surroundings),
            Err(error) => error.outcome(cli.verb.writes_json()),
        },
        Err(refused) => Outcome::of_arguments(&refused, surroundings),
    }
}

/// Runs the command.
#[must_use]
pub fn run(cli: Cli, surroundings: Surroundings) -> Outcome {
    let presentation = cli.output.presentation(cli.verb.writes_json(), surroundings);
    let line = presentation.shows_progress.then(|| ProgressLine::watch(&presentation.progress));
    let result = match cli.verb {
        Verb::Init(args) => init::run(&args, &presentation),
        Verb::Render(args) => render::run(&args, &presentation),
        Verb::Check(args) => check::run(&args, &presentation),
        Verb::Diff(args) => diff::run(&args, &presentation),
        Verb::Pack(args) => pack::run(&args, &presentation),
        Verb::Seal(args) => seal::run(&args, &presentation),
        Verb::Open(args) => open::run(&args, &presentation),
    };
    // It is gone before `main` prints.
    drop(line);
    result.unwrap_or_else(|error| error.outcome(presentation.json))
}
