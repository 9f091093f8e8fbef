//! As user data for cloud-init.
//!
//! Its `write_files` knows owners by name only, and runs before any of ours is made: files are root's until
//! systemd-tmpfiles, with the tmpfiles.d that is among them, gives each its owner and its folder's mode.

use base64ct::{Base64, Encoding};
use serde::Serialize;
use zeroize::Zeroizing;

use super::{Content, Entry};
use crate::render::yaml::{YamlError, to_secret_yaml};

/// How user data says that it is a configuration.
const FIRST_LINE: &str = "#cloud-config\n";

/// What makes files an installation: their owners, then what systemd reads.
const COMMANDS: [&[&str]; 3] =
    [&["systemd-sysusers"], &["systemd-tmpfiles", "--create"], &["systemctl", "daemon-reload"]];

/// Starts what the drop-in enables; without waiting, since this very run is a unit of that target.
const START: &[&str] = &["systemctl", "start", "--no-block", "multi-user.target"];

#[derive(Serialize)]
struct CloudConfig<'a> {
    write_files: Vec<File<'a>>,
    runcmd: Vec<&'static [&'static str]>,
}

#[derive(Serialize)]
struct File<'a> {
    path: String,
    owner: &'static str,
    /// Octal digits; a number would be decimal to one reader and octal to another.
    permissions: String,
    encoding: &'static str,
    content: &'a str,
}

/// The user data. What is enabled is started only with `start`: where the secrets are missing, nothing would run.
///
/// # Errors
/// [`YamlError`] where an entry has no YAML form.
pub fn cloud_init(entries: &[Entry], start: bool) -> Result<Zeroizing<Vec<u8>>, YamlError> {
    let contents: Vec<(&Entry, Zeroizing<String>)> = entries
        .iter()
        .filter_map(|entry| match &entry.content {
            Content::Folder => None,
            Content::File(bytes) => Some((entry, Zeroizing::new(Base64::encode_string(bytes)))),
        })
        .collect();
    let write_files = contents.iter().map(|(entry, content)| File {
        path: format!("/{}", entry.path),
        owner: "root:root",
        permissions: entry.mode.to_string(),
        encoding: "b64",
        content,
    });
    let runcmd = COMMANDS.into_iter().chain(start.then_some(START)).collect();
    let config = CloudConfig { write_files: write_files.collect(), runcmd };
    let yaml = to_secret_yaml(&config)?;
    let mut text = Zeroizing::new(Vec::with_capacity(FIRST_LINE.len() + yaml.len()));
    text.extend_from_slice(FIRST_LINE.as_bytes());
    text.extend_from_slice(yaml.as_bytes());
    Ok(text)
}
