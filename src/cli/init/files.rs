//! The four files of a new cluster. None is ever overwritten.

use std::path::Path;

use crate::{
    cli::CliError,
    derive::Seed,
    tree::Mode,
    writer::{NewFile, create},
};

/// What Git must never hold.
const GIT_IGNORE: &str = "# Secrets: every key comes from the seed.\n/seed\n/out/secret/\n/.out.kubemint*\n";

/// What an image's build context must never hold.
const DOCKER_IGNORE: &str = "# Secrets: every key comes from the seed.\nseed\nout/secret\n.out.kubemint*\n";

/// Writes cluster.toml, seed, .gitignore and .dockerignore into `folder`, which is made where it is not there.
///
/// # Errors
/// [`CliError::Input`] where one of them is there already: then nothing is written; [`CliError::System`] where writing fails.
pub fn write(folder: &Path, cluster: &str, seed: &Seed) -> Result<(), CliError> {
    let seed = seed.to_text();
    // The ignore files come first: at no moment is there a seed that Git would take.
    let files = [
        (".gitignore", GIT_IGNORE, Mode::PUBLIC_FILE),
        (".dockerignore", DOCKER_IGNORE, Mode::PUBLIC_FILE),
        ("seed", seed.as_str(), Mode::SECRET_FILE),
        ("cluster.toml", cluster, Mode::PUBLIC_FILE),
    ];
    for (name, content, _) in &files {
        let path = folder.join(name);
        if path.symlink_metadata().is_ok() {
            return Err(already_there(&path, name, content));
        }
    }
    std::fs::create_dir_all(folder)
        .map_err(|error| CliError::System(format!("cannot make {}: {error}", folder.display())))?;
    for (name, content, mode) in files {
        let path = folder.join(name);
        create(&path, &NewFile { bytes: content.as_bytes(), mode, synced: true })
            .map_err(|error| CliError::System(format!("cannot write {}: {error}", path.display())))?;
    }
    Ok(())
}

fn already_there(path: &Path, name: &str, content: &str) -> CliError {
    let help = if name.ends_with("ignore") {
        format!("make the cluster in a folder of its own; its {name} would have been:\n{content}")
    } else {
        "init never overwrites: choose another folder".to_owned()
    };
    CliError::input(format!("{} is there already", path.display()), help)
}
