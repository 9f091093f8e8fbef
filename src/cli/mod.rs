//! The command line: one file a verb. Nothing here prints; a verb returns an [`Outcome`].

mod check;
mod cluster_file;
mod core_dumps;
mod count;
mod delivery;
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
mod private_file;
mod progress_bar;
mod render;
mod seal;
mod sealed_files;
mod secret_argument;
mod secret_output;
mod seed_document;
mod seed_source;
mod shell_word;
mod source;
mod terminal;
mod text_positions;
mod usage;
pub mod warning_codes;
mod warnings;

use std::{path::PathBuf, sync::Arc};

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use core_dumps::forbid_core_dumps;
pub use deny::Deny;
pub use error::CliError;
pub use outcome::{Exit, Outcome};
pub use seed_source::{DEMO_WARNING, SeedArgs};
pub use source::SourceArgs;

use self::progress_bar::ProgressLine;
use crate::progress::Progress;

/// Everything a highly available Kubernetes control plane needs on disk, from one cluster.toml
///
/// kubemint turns cluster.toml and a seed into certificates, kubeconfigs, static pods and systemd units for every
/// node. The same input gives the same bytes, on any machine, at any time.
#[derive(Debug, Parser)]
#[command(name = "kubemint", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
    /// How results look.
    #[command(flatten)]
    pub output: OutputArgs,
}

const EXIT_CODES: &str = "Exit codes: 0 done or up to date; 1 something was found; \
     2 the input or the arguments are wrong, nothing was written; 3 the system failed.";

/// What the help of each verb has below its own options.
const EVERY_VERB: &str = "Options of every verb";

/// The verbs.
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

/// Options of every verb.
#[derive(Debug, Clone, Args)]
pub struct OutputArgs {
    /// How to write faults and reports: text, or json (docs/json.md has its shapes). `diff` has markdown, too, for a comment
    /// on a pull request; `pack` makes tar, ignition or cloud-init
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    #[arg(hide_possible_values = true, help_heading = EVERY_VERB)]
    pub format: Format,
    /// Whether to colour text: auto (on a terminal, unless NO_COLOR is set), always or never
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto)]
    #[arg(hide_possible_values = true, help_heading = EVERY_VERB)]
    pub color: Colour,
    /// Say nothing but faults, warnings, errors and, of `diff`, the notes on a rollout
    #[arg(long, short, global = true, help_heading = EVERY_VERB)]
    pub quiet: bool,
    /// Exit with 1, and write nothing, where the run has a warning with this code, or any: all. docs/diagnostics.md lists the
    /// codes
    #[arg(long, value_name = "CODE|all", global = true, help_heading = EVERY_VERB, value_delimiter = ',')]
    pub deny: Vec<Deny>,
}

/// The form of faults and reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs; docs/json.md has the shapes.
    Json,
    /// An archive: what `pack` makes unless told otherwise.
    Tar,
    /// A configuration of Ignition, by `pack`.
    Ignition,
    /// User data for cloud-init, by `pack`.
    CloudInit,
    /// For a comment on a pull request; `diff` alone has it.
    Markdown,
}

/// Whether text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What `main` knows of the surroundings, so that no verb looks at them.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings {
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// Whether NO_COLOR is set and not empty.
    pub no_color: bool,
}

/// How a verb writes what it reports.
#[derive(Debug, Clone)]
pub struct Presentation {
    /// The form asked for.
    pub format: Format,
    /// JSON rather than text.
    pub json: bool,
    /// Markdown rather than text.
    pub markdown: bool,
    /// Coloured text on standard error.
    pub colour: bool,
    /// Coloured text on standard output.
    pub report_colour: bool,
    /// Nothing but faults, warnings and errors.
    pub quiet: bool,
    /// Warnings that the run must not have.
    pub deny: Vec<Deny>,
    /// Whether standard output is a terminal, where no secret may go.
    pub stdout_is_terminal: bool,
    /// What the run is doing.
    pub progress: Arc<Progress>,
    /// Whether standard error shows it.
    pub shows_progress: bool,
}

impl OutputArgs {
    fn presentation(&self, surroundings: Surroundings) -> Presentation {
        let colour = |terminal: bool| match self.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => terminal && !surroundings.no_color,
        };
        Presentation {
            format: self.format,
            json: self.format == Format::Json,
            markdown: self.format == Format::Markdown,
            colour: colour(surroundings.stderr_is_terminal),
            report_colour: colour(surroundings.stdout_is_terminal),
            quiet: self.quiet,
            deny: self.deny.clone(),
            stdout_is_terminal: surroundings.stdout_is_terminal,
            progress: Arc::default(),
            shows_progress: surroundings.stderr_is_terminal && !self.quiet && self.format != Format::Json,
        }
    }
}

/// The path of cluster.toml, an option of most verbs.
#[derive(Debug, Clone, Args)]
pub struct ConfigArg {
    /// The cluster's description
    #[arg(long, value_name = "FILE", default_value = "cluster.toml")]
    pub config: PathBuf,
}

/// The path of the tree, an option of most verbs.
#[derive(Debug, Clone, Args)]
pub struct OutArg {
    /// The tree
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
}

/// Runs the verb.
#[must_use]
pub fn run(cli: Cli, surroundings: Surroundings) -> Outcome {
    let presentation = cli.output.presentation(surroundings);
    let is_pack = matches!(cli.verb, Verb::Pack(_));
    if !is_pack && matches!(presentation.format, Format::Tar | Format::Ignition | Format::CloudInit) {
        return CliError::input("this --format is for `pack`", "use --format text or json").outcome(false);
    }
    if presentation.markdown && !matches!(cli.verb, Verb::Diff(_)) {
        return CliError::input("--format markdown is for `diff`", "use --format text or json")
            .outcome(false);
    }
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
    // Gone before `main` prints.
    drop(line);
    result.unwrap_or_else(|error| error.outcome(presentation.json))
}
