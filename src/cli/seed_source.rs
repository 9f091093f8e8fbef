//! Where the seed comes from: a file that nobody else can read, an age file, standard input, or the published demo
//! seed.

use std::{
    io::stdin,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{
    CliError, identity_source,
    secrets::{PrivateFile, refuse_secret_argument},
    seed_document::seed_of,
};
use crate::{
    content::{self, Kind},
    derive::{Seed, SeedError, WeakSeed},
    input::{InputKind, Unreadable, read_stream},
    seal,
};

/// The options that select the seed.
#[derive(Debug, Clone, Default, Args)]
pub struct SeedArgs {
    /// The seed, or an age file with the seed; - for standard input [default: `seed` in the directory of cluster.toml]
    #[arg(long, value_name = "FILE|-", conflicts_with = "demo_seed")]
    pub seed_file: Option<PathBuf>,
    /// A private key for an encrypted seed: an age identity file or an SSH key; can be repeated
    #[arg(long, value_name = "KEY", requires = "seed_file")]
    pub identity: Vec<PathBuf>,
    /// Accept the seed of an existing cluster although it can be guessed, with a warning (see docs/rotation.md)
    #[arg(long, conflicts_with = "demo_seed")]
    pub accept_weak_seed: bool,
    /// Use the published demo seed, so that everybody can know every key
    #[arg(long)]
    pub demo_seed: bool,
}

/// The warning for the demo seed.
pub const DEMO_WARNING: &str = "the demo seed is public: anyone can make every key in this tree. \
     Use it for examples and tests only";

impl SeedArgs {
    /// Reads the seed. `config` is cluster.toml; by default the seed is beside it.
    ///
    /// # Errors
    ///
    /// [`CliError`] if it does not exist, has the wrong length, others can read its file, or no identity decrypts it.
    pub fn read(&self, config: &Path) -> Result<(Seed, Option<WeakSeed>), CliError> {
        if self.demo_seed {
            return Ok((Seed::DEMO, None));
        }
        let path = self.path(config);
        refuse_secret_argument("--seed-file", &path)?;
        if path == Path::new("-") {
            let source =
                |source: Unreadable| CliError::Read { path: "standard input".into(), source: source.into() };
            return self
                .parse("standard input", &read_stream(stdin().lock(), InputKind::Private).map_err(source)?);
        }
        let file = PrivateFile::read(&path).map_err(|source| unreadable(&path, source))?;
        // A file that is encrypted, or a cluster.toml named by mistake, may be readable by others.
        if !seal::is_sealed(&file.content) && content::kind(&file.content) != Kind::ClusterToml {
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

    fn parse(&self, name: &str, content: &[u8]) -> Result<(Seed, Option<WeakSeed>), CliError> {
        let parse = |name: &str, content: &[u8]| parse(name, content, self.accept_weak_seed);
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
            "make a new cluster with `kubemint init`, name the seed with --seed-file, or use --demo-seed for an example; \
             without a seed, `check --locked`, `render --locked` and `diff --as-rendered` work with a committed tree",
        ),
        std::io::ErrorKind::IsADirectory => CliError::input(
            format!("{} is a directory", path.display()),
            "name the seed itself with --seed-file",
        ),
        _ => CliError::Read { path: path.to_owned(), source },
    }
}

/// The seed and, if that was accepted, why it can be guessed.
fn parse(name: &str, bytes: &[u8], accept_weak: bool) -> Result<(Seed, Option<WeakSeed>), CliError> {
    let refusal = |error| refusal(name, bytes, &error);
    let (seed, weak) = match Seed::parse_weak(seed_of(bytes)).map_err(refusal)? {
        (_, Some(weak)) if !accept_weak => return Err(refusal(weak.into())),
        parsed => parsed,
    };
    if seed.is_demo() {
        return Err(CliError::input(
            format!("{name} holds the published demo seed: everyone can make every key in the tree"),
            format!("{NEW_SEED}; or, for an example or a test, --demo-seed"),
        ));
    }
    Ok((seed, weak))
}

/// How to continue with a cluster that has such a seed.
const EXISTING: &str =
    "Where a running cluster has this one: --accept-weak-seed, and end it as docs/rotation.md says";

/// How to create a seed.
const NEW_SEED: &str = "make one with `kubemint init`, or with `openssl rand -hex 32`";

/// Why the bytes are not a seed, and what they are instead; never a part of them.
fn refusal(name: &str, bytes: &[u8], error: &SeedError) -> CliError {
    let kind = content::kind(bytes);
    match (error, kind) {
        (SeedError::Weak(weak), _) => {
            CliError::input(format!("{name} holds no seed that can be used: {weak}"), weak_help(*weak))
        }
        (_, Kind::ClusterToml) => CliError::input(
            format!("{name} is a cluster.toml, not a seed"),
            "name the seed with --seed-file, and cluster.toml with --config: were the two swapped?",
        ),
        (_, Kind::HalfSeed) => CliError::input(
            format!("{name} holds 32 hexadecimal digits, half of a seed"),
            "give all 64 digits; the seed of a cluster that exists cannot be made up",
        ),
        (_, Kind::Empty) => CliError::input(format!("{name} is empty"), NEW_SEED),
        (_, Kind::Utf16) => CliError::input(
            format!("{name} is UTF-16 text, as PowerShell writes it"),
            "write the 64 digits as plain ASCII: `Set-Content -Encoding ascii`",
        ),
        (
            _,
            Kind::Seed
            | Kind::SeedDocument
            | Kind::Text
            | Kind::Binary
            | Kind::Variables
            | Kind::Yaml
            | Kind::Json,
        ) => CliError::input(
            format!("{name} holds no seed: {error}"),
            "give the seed that `kubemint init` wrote",
        ),
        (_, other) => CliError::input(
            format!("{name} is {}, not a seed", other.in_words()),
            "give the seed that `kubemint init` wrote",
        ),
    }
}

fn weak_help(weak: WeakSeed) -> String {
    match weak {
        WeakSeed::HalfOfDigits => {
            format!("give all 64 digits; the seed of a cluster that exists cannot be made up. {EXISTING}")
        }
        _ => format!("{NEW_SEED}. {EXISTING}"),
    }
}
