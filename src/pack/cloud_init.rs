//! A part as user data for cloud-init.
//!
//! `write_files` takes owners only by name, and runs before kubemint's accounts exist. So all files belong to root
//! until systemd-tmpfiles, with the tmpfiles.d among them, sets each owner and each directory's mode.

use base64ct::{Base64, Encoding};
use serde::Serialize;
use zeroize::Zeroizing;

use super::{Content, Entry};
use crate::render::yaml::{YamlError, to_secret_yaml};

/// The line that marks user data as a configuration.
const FIRST_LINE: &str = "#cloud-config\n";

/// The commands after the files are written: they set the owners, then let systemd read the units.
const COMMANDS: [&[&str]; 3] =
    [&["systemd-sysusers"], &["systemd-tmpfiles", "--create"], &["systemctl", "daemon-reload"]];

/// Starts what the drop-in enables. It does not wait, since this run is itself a unit of that target.
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
    /// Octal digits as a string; a number would be decimal to one reader and octal to another.
    permissions: String,
    encoding: &'static str,
    content: &'a str,
}

/// The user data. What is enabled is started only with `start`, since nothing would run if the secrets are missing.
///
/// # Errors
///
/// [`YamlError`] if an entry cannot be represented in YAML.
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
