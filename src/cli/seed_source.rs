//! Where the seed comes from: a file that nobody else can read, one that age encrypted, standard input, or the
//! published demo seed.

use std::{
    io::stdin,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{CliError, identity_source, private_file::PrivateFile};
use crate::{
    derive::{Seed, SeedError},
    input::{InputKind, Unreadable, read_stream},
    seal,
};

/// The options that choose the seed.
#[derive(Debug, Clone, Default, Args)]
pub struct SeedArgs {
    /// The seed: a file, which age may have encrypted, or - for standard input [default: the file `seed` beside
    /// cluster.toml]
    #[arg(long, value_name = "FILE|-", conflicts_with = "demo_seed")]
    pub seed_file: Option<PathBuf>,
    /// A key that opens an encrypted seed: an age identity file or an SSH private key; may be repeated
    #[arg(long, value_name = "KEY", requires = "seed_file")]
    pub identity: Vec<PathBuf>,
    /// Use the published demonstration seed: everyone can know every key made from it
    #[arg(long)]
    pub demo_seed: bool,
}

/// What a run warns of when it uses the demo seed.
pub const DEMO_WARNING: &str = "the demo seed is public: anyone can make every key in this tree. \
     Use it for examples and tests only";

impl SeedArgs {
    /// Reads the seed; `config` is cluster.toml, beside which the seed lies unless said otherwise.
    ///
    /// # Errors
    /// [`CliError`] where it is missing, has the wrong length, others can read its file, or no identity opens it.
    pub fn read(&self, config: &Path) -> Result<Seed, CliError> {
        if self.demo_seed {
            return Ok(Seed::DEMO);
        }
        let path = self.path(config);
        if path == Path::new("-") {
            let source =
                |source: Unreadable| CliError::Read { path: "standard input".into(), source: source.into() };
            return self
                .parse("standard input", &read_stream(stdin().lock(), InputKind::Private).map_err(source)?);
        }
        let file = PrivateFile::read(&path).map_err(|source| unreadable(&path, source))?;
        if !seal::is_sealed(&file.content) {
            file.must_be_private("seed", &path)?;
        }
        self.parse(&path.display().to_string(), &file.content)
    }

    /// The files that will be read.
    #[must_use]
    pub fn files(&self, config: &Path) -> Vec<PathBuf> {
        if self.demo_seed {
            return Vec::new();
        }
        let all = std::iter::once(self.path(config)).chain(self.identity.iter().cloned());
        all.filter(|path| path != Path::new("-")).collect()
    }

    fn path(&self, config: &Path) -> PathBuf {
        self.seed_file.clone().unwrap_or_else(|| config.with_file_name("seed"))
    }

    fn parse(&self, name: &str, content: &[u8]) -> Result<Seed, CliError> {
        match (seal::is_sealed(content), self.identity.is_empty()) {
            (true, true) => Err(CliError::input(
                format!("{name} is encrypted with age"),
                "name the key that opens it with --identity: an age identity file or an SSH private key",
            )),
            (true, false) => parse(name, &identity_source::open(name, content, &self.identity)?),
            (false, true) => parse(name, content),
            (false, false) => Err(CliError::input(
                format!("{name} is not encrypted with age, and --identity says that it is"),
                "leave --identity out, or encrypt the seed: age -e -r RECIPIENT -o seed.age seed",
            )),
        }
    }
}

fn unreadable(path: &Path, source: std::io::Error) -> CliError {
    match source.kind() {
        std::io::ErrorKind::NotFound if path.with_extension("age").exists() => CliError::input(
            format!("there is no seed at {}", path.display()),
            "there is an encrypted one beside it: --seed-file with its name, and --identity with the key that opens it",
        ),
        std::io::ErrorKind::NotFound => CliError::input(
            format!("there is no seed at {}", path.display()),
            "make a new cluster with `kubemint init`, name the seed with --seed-file, or use --demo-seed for an example",
        ),
        std::io::ErrorKind::IsADirectory => CliError::input(
            format!("{} is a folder", path.display()),
            "name the seed itself with --seed-file",
        ),
        _ => CliError::Read { path: path.to_owned(), source },
    }
}

fn parse(name: &str, bytes: &[u8]) -> Result<Seed, CliError> {
    Seed::parse(bare(bytes)).map_err(|error: SeedError| {
        CliError::input(format!("{name} holds no seed: {error}"), "give the seed that `kubemint init` wrote")
    })
}

/// The value of a YAML document that has the seed under the key `seed` and nothing else, as `sops -d` writes it; any other
/// content as it is.
fn bare(content: &[u8]) -> &[u8] {
    let value = content.strip_prefix(b"seed: ").map(<[u8]>::trim_ascii);
    // 32 bytes are a seed as they are.
    let Some(value) = value.filter(|_| content.len() != Seed::LEN) else { return content };
    let quoted = |quote: &u8| value.strip_prefix(&[*quote])?.strip_suffix(&[*quote]);
    [b'"', b'\''].iter().find_map(quoted).unwrap_or(value)
}
