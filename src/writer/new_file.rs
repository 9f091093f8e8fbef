//! A single new file, outside any tree.

use std::{
    fs::{File, OpenOptions},
    io::{Result, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

use crate::tree::Mode;

/// What a new file holds.
#[derive(Debug)]
pub struct NewFile<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Its mode, whatever the umask.
    pub mode: Mode,
    /// Whether it must be on the disk, its name included, before this returns.
    pub synced: bool,
}

/// Creates a file that is not there yet.
///
/// # Errors
/// The system's, `AlreadyExists` where something stands at `path`, a dangling link included.
pub fn create(path: &Path, new: &NewFile<'_>) -> Result<()> {
    let bits = u32::from(new.mode.bits());
    let mut file = OpenOptions::new().write(true).create_new(true).mode(bits & 0o600).open(path)?;
    file.write_all(new.bytes)?;
    file.set_permissions(std::fs::Permissions::from_mode(bits))?;
    if new.synced {
        file.sync_all()?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

/// Makes `path` a file with these bytes, whatever was there; it is whole at every moment, and untouched where nothing changes.
///
/// # Errors
/// The system's.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<()> {
    if std::fs::read(path).is_ok_and(|found| found == bytes) {
        return Ok(());
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let staged = path.with_file_name(name);
    std::fs::write(&staged, bytes)?;
    std::fs::rename(&staged, path)
}
