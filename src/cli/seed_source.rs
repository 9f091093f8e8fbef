//! Where the seed comes from: a file that nobody else can read, standard input, or the published demo seed.

use std::{
    fs::File,
    io::{Read, stdin},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use clap::Args;
use zeroize::Zeroizing;

use super::CliError;
use crate::derive::{Seed, SeedError};

/// The longest input that is looked at: more than any seed has.
const MAX_LENGTH: u64 = 4096;

/// The options that choose the seed.
#[derive(Debug, Clone, Default, Args)]
pub struct SeedArgs {
    /// The seed: a file, or - for standard input [default: the file `seed` beside cluster.toml]
    #[arg(long, value_name = "FILE|-", conflicts_with = "demo_seed")]
    pub seed_file: Option<PathBuf>,
    /// Use the published demonstration seed: everyone can know every key made from it
    #[arg(long)]
    pub demo_seed: bool,
}

/// What a run says on standard error when it uses the demo seed.
pub const DEMO_WARNING: &str = "warning: --demo-seed is published: anyone can make every key in this tree. \
     Use it for examples and tests only\n";

impl SeedArgs {
    /// Reads the seed; `config` is cluster.toml, beside which the seed lies unless said otherwise.
    ///
    /// # Errors
    /// [`CliError`] where it is missing, has the wrong length, or others can read its file.
    pub fn read(&self, config: &Path) -> Result<Seed, CliError> {
        if self.demo_seed {
            return Ok(Seed::DEMO);
        }
        let path = self.seed_file.clone().unwrap_or_else(|| config.with_file_name("seed"));
        if path == Path::new("-") {
            let source = |source| CliError::Read { path: "standard input".into(), source };
            return parse("standard input", &read_bounded(stdin().lock()).map_err(source)?);
        }
        let bytes = read_private_file(&path)?;
        parse(&path.display().to_string(), &bytes)
    }

    /// The file that will be read, where it is one.
    #[must_use]
    pub fn file(&self, config: &Path) -> Option<PathBuf> {
        match &self.seed_file {
            _ if self.demo_seed => None,
            Some(path) if path == Path::new("-") => None,
            Some(path) => Some(path.clone()),
            None => Some(config.with_file_name("seed")),
        }
    }
}

fn read_private_file(path: &Path) -> Result<Zeroizing<Vec<u8>>, CliError> {
    let read = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::NotFound => CliError::input(
            format!("there is no seed at {}", path.display()),
            "make a new cluster with `kubemint init`, name the seed with --seed-file, or use --demo-seed for an example",
        ),
        _ => CliError::Read { path: path.to_owned(), source },
    };
    let file = File::open(path).map_err(read)?;
    let metadata = file.metadata().map_err(read)?;
    if metadata.is_file() && metadata.mode() & 0o077 != 0 {
        return Err(CliError::input(
            format!("others can read the seed {} (mode {:04o})", path.display(), metadata.mode() & 0o7777),
            format!("chmod 600 {}; if someone else may have read it, make a new one", path.display()),
        ));
    }
    read_bounded(file).map_err(read)
}

fn read_bounded(source: impl Read) -> std::io::Result<Zeroizing<Vec<u8>>> {
    // Reserved at once: a growing buffer would leave copies of the seed behind in freed memory.
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(MAX_LENGTH).unwrap_or_default()));
    source.take(MAX_LENGTH).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn parse(name: &str, bytes: &[u8]) -> Result<Seed, CliError> {
    Seed::parse(bytes).map_err(|error: SeedError| {
        CliError::input(format!("{name} holds no seed: {error}"), "give the seed that `kubemint init` wrote")
    })
}
