//! `pack`: a machine's installation as an archive, from the rendered tree and its lock. It needs no seed.

use std::path::{Path, PathBuf};

use clap::Args;
use zeroize::Zeroizing;

use super::{CliError, OutArg, Outcome, Presentation};
use crate::{
    model::NodeName,
    tree::{Mode, pack},
    writer::{self, NewFile, RenderedTree},
};

/// More bytes than an archive has: one that grows leaves copies of keys behind in freed memory.
const CAPACITY: usize = 1 << 20;

/// What is packed, and where it goes.
#[derive(Debug, Args)]
pub struct PackArgs {
    /// The node whose machine it is for
    #[arg(long, value_name = "NAME")]
    node: String,
    #[command(flatten)]
    out: OutArg,
    /// Write a new file that only you can read, rather than to standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Packs a node; on the machine, `tar -C / -xp --overwrite --numeric-owner` installs it.
///
/// # Errors
/// [`CliError`] where standard output is a terminal, the tree has no such node, or a file is not the one rendered.
pub fn run(args: &PackArgs, presentation: &Presentation) -> Result<Outcome, CliError> {
    if args.output.is_none() && presentation.stdout_is_terminal {
        return Err(CliError::input(
            "the archive has the node's keys, and standard output is a terminal",
            "send it on: `| ssh root@NODE tar -C / -xp --overwrite --numeric-owner`, or write it with --output FILE",
        ));
    }
    let node = NodeName::parse(&args.node).map_err(|invalid| {
        CliError::input(format!("--node: {}", invalid.message), "name a node of the tree")
    })?;
    let archive = archive(&args.out.out, &node)?;
    match &args.output {
        None => Ok(Outcome { stdout: archive, ..Outcome::done("") }),
        Some(file) => save(file, &archive).map(|()| Outcome::done("")),
    }
}

fn archive(out: &Path, node: &NodeName) -> Result<Zeroizing<Vec<u8>>, CliError> {
    let tree = RenderedTree::open(out)?;
    let mut archive = Zeroizing::new(Vec::with_capacity(CAPACITY));
    pack::pack(tree.lock(), node, |place| tree.read(place), &mut *archive).map_err(|error| match error {
        pack::PackError::Read(error) => error.into(),
        pack::PackError::Archive(error) => CliError::System(error.to_string()),
        refused => CliError::input(refused.to_string(), "render the tree again, or look at --node and --out"),
    })?;
    Ok(archive)
}

fn save(file: &Path, archive: &[u8]) -> Result<(), CliError> {
    let new = NewFile { bytes: archive, mode: Mode::SECRET_FILE, synced: false };
    writer::create(file, &new).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            CliError::input(format!("{} exists", file.display()), "remove it, or name another file")
        }
        _ => CliError::System(format!("cannot write {}: {error}", file.display())),
    })
}
