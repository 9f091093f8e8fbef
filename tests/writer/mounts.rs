//! File systems that a test mounts.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Something mounted, unmounted when dropped.
pub(crate) struct Mount {
    /// Where it is.
    pub(crate) at: PathBuf,
}

impl Mount {
    fn new(arguments: &[&str], at: &Path) -> Self {
        assert!(rustix::process::geteuid().is_root(), "this test mounts a file system: run it as root");
        assert!(Command::new("mount").args(arguments).arg(at).status().unwrap().success(), "{arguments:?}");
        Self { at: at.to_owned() }
    }

    /// A directory, mounted on itself.
    pub(crate) fn of_itself(folder: &Path) -> Self {
        Self::new(&["--bind", folder.to_str().unwrap()], folder)
    }

    /// A file system in memory.
    pub(crate) fn tmpfs(options: &str, at: &Path) -> Self {
        Self::new(&["-t", "tmpfs", "-o", options, "tmpfs"], at)
    }

    /// What lies in `lower`, changed in `upper`, both of them directories beside an empty `work`.
    pub(crate) fn overlay(lower: &Path, upper: &Path, work: &Path, at: &Path) -> Self {
        let [lower, upper, work] = [lower, upper, work].map(Path::display);
        let options = format!("lowerdir={lower},upperdir={upper},workdir={work},xino=off");
        Self::new(&["-t", "overlay", "-o", &options, "overlay"], at)
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // A child that another test has just started may hold what was open here for a moment.
        let _ = Command::new("umount").arg("--lazy").arg(&self.at).status();
    }
}
