//! The options of `diff`.

use clap::{Args, ValueEnum};

use crate::cli::{ConfigArg, Form, FormatArg, OutArg, SeedArgs, depfile::DepfileArgs};

/// Which two trees are compared.
#[derive(Debug, Args)]
pub struct DiffArgs {
    #[command(flatten)]
    pub(super) config: ConfigArg,
    #[command(flatten)]
    pub(super) seed: SeedArgs,
    #[command(flatten)]
    pub(super) out: OutArg,
    /// Compare with the tree in this Git revision instead of the one on disk
    #[arg(long, value_name = "GIT-REV")]
    pub(super) against: Option<String>,
    /// Use the tree in --out as the new one instead of rendering it; needs neither cluster.toml nor the seed
    #[arg(long, requires = "against", conflicts_with_all = ["seed_file", "demo_seed", "accept_weak_seed", "config"])]
    pub(super) as_rendered: bool,
    #[command(flatten)]
    pub(super) depfile: DepfileArgs,
    #[command(flatten)]
    pub(in crate::cli) format: FormatArg<DiffFormat>,
}

/// What `diff` can write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people.
    #[default]
    Text,
    /// For programs; docs/json.md has the shapes.
    Json,
    /// For a comment on a pull request.
    Markdown,
}

impl Form for DiffFormat {
    const HELP: &'static str = "The format of reports and errors: text, json (see docs/json.md), or markdown, a comment on a pull request";

    fn is_json(self) -> bool {
        self == Self::Json
    }
}
