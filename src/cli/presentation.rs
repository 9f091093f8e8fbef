//! How results look, and the options that most commands share.

use std::{path::PathBuf, str::FromStr, sync::Arc};

use clap::{Args, ValueEnum};

use super::{Deny, offered::offering};
use crate::progress::Progress;

/// The heading of these options in the help of each command.
const GLOBAL: &str = "Global options";

/// Options of every command. Their order in `--help` is given: by default it depends on how many commands there are.
#[derive(Debug, Clone, Args)]
pub struct OutputArgs {
    /// When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto)]
    #[arg(hide_possible_values = true, help_heading = GLOBAL, display_order = 900)]
    pub color: Colour,
    /// Print only errors, warnings and, for `diff`, the notes on a rollout
    #[arg(long, short, global = true, help_heading = GLOBAL, display_order = 902)]
    pub quiet: bool,
    /// Treat warnings with this code, or all, as errors: exit with 1 and write nothing (codes: docs/diagnostics.md)
    #[arg(long, value_name = "CODE|all", global = true, help_heading = GLOBAL, value_delimiter = ',', display_order = 903)]
    #[arg(value_parser = offering(<Deny as FromStr>::from_str, Deny::words), hide_possible_values = true)]
    pub deny: Vec<Deny>,
}

/// The formats of a command. Each command has a type of its own, so that no other format can be requested.
pub trait Form: ValueEnum + Copy + Default + Send + Sync + 'static {
    /// The help of `--format`.
    const HELP: &'static str;

    /// Whether reports and errors are JSON documents.
    fn is_json(self) -> bool;
}

/// `--format` of a command.
#[derive(Debug, Clone, Copy, Args)]
pub struct FormatArg<F: Form> {
    #[arg(long, value_enum, default_value_t = F::default(), help = F::HELP)]
    #[arg(hide_possible_values = true, help_heading = GLOBAL, display_order = 901)]
    pub(super) format: F,
}

/// The formats of most commands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs; docs/json.md has the shapes.
    Json,
}

impl Form for Format {
    const HELP: &'static str = "The format of reports and errors: text or json (see docs/json.md)";

    fn is_json(self) -> bool {
        self == Self::Json
    }
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

/// What `main` knows about its environment, so that commands do not look at it.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings {
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// Whether NO_COLOR is set and not empty.
    pub no_color: bool,
}

/// How a command writes its reports.
#[derive(Debug, Clone)]
pub struct Presentation {
    /// JSON instead of text.
    pub json: bool,
    /// Coloured text on standard error.
    pub colour: bool,
    /// Coloured text on standard output.
    pub report_colour: bool,
    /// Only warnings and errors.
    pub quiet: bool,
    /// Warnings that make the run fail.
    pub deny: Vec<Deny>,
    /// Whether standard output is a terminal, where no secret must be written.
    pub stdout_is_terminal: bool,
    /// The progress of the run.
    pub progress: Arc<Progress>,
    /// Whether to show it on standard error.
    pub shows_progress: bool,
}

impl OutputArgs {
    pub(super) fn presentation(&self, json: bool, surroundings: Surroundings) -> Presentation {
        let colour = |terminal: bool| match self.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => terminal && !surroundings.no_color,
        };
        Presentation {
            json,
            colour: colour(surroundings.stderr_is_terminal),
            report_colour: colour(surroundings.stdout_is_terminal),
            quiet: self.quiet,
            deny: self.deny.clone(),
            stdout_is_terminal: surroundings.stdout_is_terminal,
            progress: Arc::default(),
            shows_progress: surroundings.stderr_is_terminal && !self.quiet && !json,
        }
    }
}

/// The path of cluster.toml, an option of most commands.
#[derive(Debug, Clone, Args)]
pub struct ConfigArg {
    /// The description of the cluster
    #[arg(long, value_name = "FILE", default_value = "cluster.toml")]
    pub config: PathBuf,
}

/// The path of the tree, an option of most commands.
#[derive(Debug, Clone, Args)]
pub struct OutArg {
    /// The directory of the rendered tree
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
}
