//! Writes a single file outside of trees.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{Error, ErrorKind, Result, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use crate::{
    input::{self, InputKind},
    tree::Mode,
};

/// How many names to try for a file beside another; a run that was killed may have left one.
const ATTEMPTS: u8 = 100;

/// What a new file holds.
#[derive(Debug)]
pub struct NewFile<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Its mode, whatever the umask.
    pub mode: Mode,
    /// Whether it must be on disk, including its name, before this returns.
    pub synced: bool,
}

/// Creates a new file.
///
/// # Errors
///
/// The system's error; `AlreadyExists` if there is something at `path`, including a dangling link.
#[expect(clippy::disallowed_methods, reason = "this writes, and a directory is opened to be synchronised")]
pub fn create(path: &Path, new: &NewFile<'_>) -> Result<()> {
    let bits = u32::from(new.mode.bits());
    let mut file = OpenOptions::new().write(true).create_new(true).mode(bits & 0o600).open(path)?;
    file.write_all(new.bytes)?;
    file.set_permissions(fs::Permissions::from_mode(bits))?;
    if new.synced {
        file.sync_all()?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

/// Makes `path` a file with these bytes, atomically; it is not touched if nothing changes.
///
/// # Errors
///
/// The system's error.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<()> {
    if input::read(path, InputKind::Depfile).is_ok_and(|found| found.as_slice() == bytes) {
        return Ok(());
    }
    let (mut file, staged) = beside(path)?;
    let replaced = file.write_all(bytes).and_then(|()| fs::rename(&staged, path));
    if replaced.is_err() {
        // The file is useless; if removing it fails, its name says what it is.
        let _ = fs::remove_file(&staged);
    }
    replaced
}

/// Creates a new file beside another: existing files belong to somebody else, and links are not followed.
#[expect(clippy::disallowed_methods, reason = "this writes")]
fn beside(path: &Path) -> Result<(File, PathBuf)> {
    let name = path.file_name().unwrap_or_default();
    let mut taken = Error::from(ErrorKind::AlreadyExists);
    for number in 0..ATTEMPTS {
        let mut staged = OsString::from(".");
        staged.push(name);
        staged.push(format!(".{number}.new"));
        let staged = path.with_file_name(staged);
        match OpenOptions::new().write(true).create_new(true).open(&staged) {
            Ok(file) => return Ok((file, staged)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => taken = error,
            Err(error) => return Err(error),
        }
    }
    Err(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_beside_it_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for mine in ["file.new", ".file.0.new", "elsewhere"] {
            fs::write(at(mine), "mine").unwrap();
        }
        std::os::unix::fs::symlink(at("elsewhere"), at(".file.1.new")).unwrap();
        std::os::unix::fs::symlink(at("nowhere"), at(".file.2.new")).unwrap();
        for text in ["one", "two", "two"] {
            replace_file(&at("file"), text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(at("file")).unwrap(), text);
            for mine in ["file.new", ".file.0.new", "elsewhere", ".file.1.new"] {
                assert_eq!(fs::read_to_string(at(mine)).unwrap(), "mine", "{mine}");
            }
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 6);
        }
        fs::create_dir(at("folder")).unwrap();
        replace_file(&at("folder"), b"text").unwrap_err();
        assert!(!at(".folder.0.new").exists());
    }
}
