//! The command line, with one file per command. Nothing here prints: a command returns an [`Outcome`].

mod check;
mod cluster_file;
mod completions;
mod deny;
mod depfile;
pub mod diagnostics;
mod diff;
mod error;
mod explain;
pub mod explanations;
mod identity_source;
mod images;
mod init;
mod man;
mod offered;
mod open;
mod outcome;
mod pack;
mod presentation;
mod progress_bar;
mod render;
mod schema;
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
mod validate;
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

const INIT_EXAMPLE: &str = "Example: a cluster with three control-plane nodes and one worker

  kubemint init prod --endpoint api.example.com:6443 \\
    --control-plane master-1=192.168.56.101 --control-plane master-2=192.168.56.102 \\
    --control-plane master-3=192.168.56.103 --worker worker-1=192.168.56.111";

const VALIDATE_EXAMPLE: &str = "Examples:

  kubemint validate                       validate cluster.toml and the files that it names
  kubemint validate --deny all            refuse warnings, too";

const RENDER_EXAMPLE: &str = "Examples:

  kubemint render              render cluster.toml with the seed beside it
  kubemint render --locked     render only the public output, without the seed";

const CHECK_EXAMPLE: &str = "Examples:

  kubemint check                                     compare the tree with cluster.toml
  kubemint check --at now --expires-within 60d       also find certificates that expire soon
  kubemint check --expiry                            list when everything expires";

const DIFF_EXAMPLE: &str = "Examples:

  kubemint diff                                      compare with the tree on disk
  kubemint diff --against HEAD                       compare with the committed tree
  kubemint diff --against main --format markdown     write a comment for a pull request";

const PACK_EXAMPLE: &str = "Example: install a node

  kubemint pack --node master-1 | ssh root@master-1 tar -C / -xp --overwrite --numeric-owner";

const SEAL_EXAMPLE: &str = "Examples:

  kubemint seal             encrypt what changed since the last time
  kubemint seal --check     only check that out/sealed is up to date";

const OPEN_EXAMPLE: &str = "Example: install a node from its sealed file

  kubemint open out/sealed/nodes/master-1.tar.age --identity /etc/ssh/ssh_host_ed25519_key |
    tar -C / -xp --overwrite --numeric-owner";

const IMAGES_EXAMPLE: &str = "Examples:

  kubemint images                                           one image per line
  kubemint images | xargs -n 1 crane manifest >/dev/null    see that a mirror has each of them";

const SCHEMA_EXAMPLE: &str = "Examples:

  kubemint schema > cluster.schema.json

Editors that read JSON Schemas of TOML files (taplo, Even Better TOML) complete and check cluster.toml if its first line is

  #:schema ./cluster.schema.json";

const EXPLAIN_EXAMPLE: &str = "Examples:

  kubemint explain address-in-range
  kubemint explain signs-before-trusted --format json";

const COMPLETIONS_EXAMPLE: &str = "Examples:

  source <(kubemint completions bash)     complete in this shell; put it into ~/.bashrc for each
  kubemint completions zsh > ~/.zfunc/_kubemint
  kubemint completions fish > ~/.config/fish/completions/kubemint.fish";

const MAN_EXAMPLE: &str = "Example:

  kubemint man ~/.local/share/man/man1 && man kubemint-render";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Create cluster.toml, a seed and ignore files for a new cluster
    #[command(after_long_help = INIT_EXAMPLE)]
    Init(init::InitArgs),
    /// Validate cluster.toml and the files that it names, without seed and tree
    #[command(after_long_help = VALIDATE_EXAMPLE)]
    Validate(validate::ValidateArgs),
    /// Render the files of every node
    #[command(after_long_help = RENDER_EXAMPLE)]
    Render(render::RenderArgs),
    /// Check that the tree on disk is up to date and valid
    #[command(after_long_help = CHECK_EXAMPLE)]
    Check(check::CheckArgs),
    /// Show what a render would change, and how to roll it out
    #[command(after_long_help = DIFF_EXAMPLE)]
    Diff(diff::DiffArgs),
    /// Pack the files of one machine as a tar archive, for Ignition or for cloud-init
    #[command(after_long_help = PACK_EXAMPLE)]
    Pack(pack::PackArgs),
    /// Encrypt the secret output for each machine, so that it can be committed
    #[command(after_long_help = SEAL_EXAMPLE)]
    Seal(seal::SealArgs),
    /// Decrypt a sealed file, or any other age file
    #[command(after_long_help = OPEN_EXAMPLE)]
    Open(open::OpenArgs),
    /// Explain the code of an error or warning: its cause, an example and what to do
    #[command(after_long_help = EXPLAIN_EXAMPLE)]
    Explain(explain::ExplainArgs),
    /// List the images that the machines pull, for a mirror
    #[command(after_long_help = IMAGES_EXAMPLE)]
    Images(images::ImagesArgs),
    /// Print the JSON Schema of cluster.toml, for editors
    #[command(after_long_help = SCHEMA_EXAMPLE)]
    Schema,
    /// Write a script with which a shell completes commands, options and values
    #[command(after_long_help = COMPLETIONS_EXAMPLE)]
    Completions(completions::CompletionsArgs),
    /// Write manual pages, one for each command
    #[command(after_long_help = MAN_EXAMPLE)]
    Man(man::ManArgs),
}

impl Verb {
    /// Whether reports and errors are JSON documents.
    fn writes_json(&self) -> bool {
        match self {
            Self::Init(args) => args.format.format.is_json(),
            Self::Validate(args) => args.format.format.is_json(),
            Self::Render(args) => args.format.format.is_json(),
            Self::Check(args) => args.format.format.is_json(),
            Self::Diff(args) => args.format.format.is_json(),
            Self::Pack(args) => args.format.format.is_json(),
            Self::Seal(args) => args.format.format.is_json(),
            Self::Open(args) => args.format.format.is_json(),
            Self::Explain(args) => args.format.format.is_json(),
            Self::Images(args) => args.format.format.is_json(),
            Self::Schema | Self::Completions(_) | Self::Man(_) => false,
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
        Verb::Validate(args) => validate::run(&args, &presentation),
        Verb::Render(args) => render::run(&args, &presentation),
        Verb::Check(args) => check::run(&args, &presentation),
        Verb::Diff(args) => diff::run(&args, &presentation),
        Verb::Pack(args) => pack::run(&args, &presentation),
        Verb::Seal(args) => seal::run(&args, &presentation),
        Verb::Open(args) => open::run(&args, &presentation),
        Verb::Explain(args) => explain::run(&args, &presentation),
        Verb::Images(args) => images::run(&args, &presentation),
        Verb::Schema => Ok(schema::run()),
        Verb::Completions(args) => Ok(completions::run(&args, Cli::command())),
        Verb::Man(args) => man::run(&args, &presentation, Cli::command()),
    };
    // It is gone before `main` prints.
    drop(line);
    result.unwrap_or_else(|error| error.outcome(presentation.json))
}
