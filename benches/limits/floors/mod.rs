//! The floors: what no render can do without, each in a process of its own for each run, as a render is.
//!
//! A floor says itself what its work cost; its own start and end are not counted.

mod keys;
mod writing;

use std::{
    path::Path,
    process::{Command, Stdio},
};

/// What this program does in place of a benchmark, where it is run with a floor's argument and a path.
pub(crate) struct Floor {
    argument: &'static str,
    work: fn(&Path),
}

/// The bare key generations and signatures of a cluster, by the path of its cluster.toml.
pub(crate) const KEYS: Floor = Floor { argument: "--keys-of", work: keys::work };

/// The files and folders of a tree, by the tree's path.
pub(crate) const WRITING: Floor = Floor { argument: "--write-like", work: writing::work };

impl Floor {
    /// Does the work of the floor that the arguments ask for; `false` where they ask for none.
    pub(crate) fn does_what_is_asked(arguments: &[String]) -> bool {
        let [argument, path] = arguments else { return false };
        let floor = [KEYS, WRITING].into_iter().find(|floor| floor.argument == argument);
        floor.is_some_and(|floor| {
            (floor.work)(Path::new(path));
            true
        })
    }

    /// Runs this program for the floor, and returns its processor time in milliseconds.
    pub(crate) fn cost(&self, path: &Path) -> f64 {
        let program = std::env::current_exe().expect("the path of this program");
        let mut command = Command::new(program);
        let ran = command.arg(self.argument).arg(path).stderr(Stdio::inherit()).output();
        let said = ran.expect("this program").stdout;
        String::from_utf8_lossy(&said).trim().parse().expect("the floor's time")
    }
}
