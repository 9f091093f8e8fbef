//! Command lines of the program that was built.

use std::{path::Path, process::Command};

/// A verb on a cluster, with the published demonstration seed.
pub(crate) fn on_cluster(verb: &str, config: &Path, out: &Path) -> Command {
    let mut command = verb_on(verb, out);
    command.arg("--config").arg(config).arg("--demo-seed");
    command
}

/// A verb that needs the rendered tree alone.
pub(crate) fn verb_on(verb: &str, out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubemint"));
    command.arg(verb).arg("--out").arg(out);
    command
}

/// A render into a folder that is not there, as it is the first time.
pub(crate) fn first_render(config: &Path, out: &Path) -> Command {
    if out.exists() {
        std::fs::remove_dir_all(out).expect("the last tree removed");
    }
    on_cluster("render", config, out)
}

/// The program with as little to do as it can have.
pub(crate) fn version() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubemint"));
    command.arg("--version");
    command
}
