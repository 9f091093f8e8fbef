//! The four files of a new cluster. None is ever overwritten.

use std::path::Path;

use crate::{
    cli::CliError,
    derive::Seed,
    tree::Mode,
    writer::{NewFile, create},
};

/// What must never be committed to Git.
const GIT_IGNORE: &str = "# Secrets: every key comes from the seed.\n/seed\n/out/secret/\n/.out.kubemint*\n";

/// What must never be in the build context of an image.
const DOCKER_IGNORE: &str = "# Secrets: every key comes from the seed.\nseed\nout/secret\n.out.kubemint*\n";

/// Their names, in the order in which they are written: the ignore files come first, so that there is never a seed
/// that Git would add.
pub const NAMES: [&str; 4] = [".gitignore", ".dockerignore", "seed", "cluster.toml"];

/// Writes cluster.toml, seed, .gitignore and .dockerignore into `directory`, which is created if needed.
///
/// # Errors
///
/// [`CliError::Input`] if one of them exists; then nothing is written. [`CliError::System`] if writing fails.
pub fn write(folder: &Path, cluster: &str, seed: &Seed) -> Result<(), CliError> {
    let seed = seed.to_text();
    let [git, docker, secret, config] = NAMES;
    let files = [
        (git, GIT_IGNORE, Mode::PUBLIC_FILE),
        (docker, DOCKER_IGNORE, Mode::PUBLIC_FILE),
        (secret, seed.as_str(), Mode::SECRET_FILE),
        (config, cluster, Mode::PUBLIC_FILE),
    ];
    let is_there = |(name, ..): &&(_, _, _)| folder.join(name).symlink_metadata().is_ok();
    let present: Vec<_> = files.iter().filter(is_there).map(|(name, content, _)| (*name, *content)).collect();
    if !present.is_empty() {
        return Err(already_there(folder, &present));
    }
    if folder.exists() && !folder.is_dir() {
        return Err(CliError::input(
            format!("{} is a file", folder.display()),
            "name a directory that does not exist yet",
        ));
    }
    make(folder).map_err(|error| CliError::system(format!("cannot make {}: {error}", folder.display())))?;
    for (name, content, mode) in files {
        let path = folder.join(name);
        create(&path, &NewFile { bytes: content.as_bytes(), mode, synced: true })
            .map_err(|error| CliError::system(format!("cannot write {}: {error}", path.display())))?;
    }
    Ok(())
}

/// Creates the directory and its parents. Their names are on disk before this returns; otherwise the seed could be
/// lost.
#[expect(clippy::disallowed_methods, reason = "a directory is opened to be synchronised")]
fn make(folder: &Path) -> std::io::Result<()> {
    let new: Vec<&Path> = folder.ancestors().take_while(|path| !is_nothing(path) && !path.exists()).collect();
    std::fs::create_dir_all(folder)?;
    for path in new {
        let above = path.parent().filter(|above| !is_nothing(above));
        std::fs::File::open(above.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

/// Whether a relative path is empty.
fn is_nothing(path: &Path) -> bool {
    path.as_os_str().is_empty()
}

/// The error with every existing file, and what to do.
fn already_there(folder: &Path, present: &[(&str, &str)]) -> CliError {
    let names: Vec<_> = present.iter().map(|(name, _)| folder.join(name).display().to_string()).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    let ignores_alone = present.iter().all(|(name, _)| name.ends_with("ignore"));
    let help = if ignores_alone {
        let would = present.iter().map(|(name, content)| format!("\n{name}:\n{content}"));
        format!("create the cluster in its own directory. There would have been{}", would.collect::<String>())
    } else {
        "init never overwrites: choose another directory".to_owned()
    };
    CliError::input(format!("{} {verb} there already", names.join(", ")), help)
}
