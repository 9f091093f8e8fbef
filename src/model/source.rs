//! Paths of files that cluster.toml names.

use super::text::readable_text;
use crate::diagnostic::Invalid;

/// The path of a file or directory, relative to cluster.toml, such as `objects/cilium.yaml`. It means the same on every
/// machine, and needs no quotes in any file that it is written to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(String);

readable_text!(SourcePath);

impl SourcePath {
    /// Checks `text`. A slash at the end is dropped.
    ///
    /// # Errors
    /// [`Invalid`] with code `source-path`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let refuse = |what: &str, help: &str| {
            let expected = "a path relative to cluster.toml, such as \"objects/cilium.yaml\"";
            Err(Invalid::new("source-path", format!("{text:?} {what}"), expected).help(help.to_owned()))
        };
        let path = text.strip_suffix('/').filter(|path| !path.is_empty()).unwrap_or(text);
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+' | b'@');
        if path.starts_with('/') {
            return refuse("is absolute", "keep the file beside cluster.toml");
        }
        if path.split('/').any(|part| part == "..") {
            return refuse("leads upwards", "keep the file beside cluster.toml or below it");
        }
        if path.split('/').any(|part| matches!(part, "" | ".")) {
            return refuse("has an empty part, or one that is a dot", "leave that part out");
        }
        if !path.split('/').all(|part| part.bytes().all(plain)) {
            return refuse(
                "has characters that need quotes in other files",
                "rename the file: letters, digits and . _ - + @",
            );
        }
        Ok(Self(path.to_owned()))
    }

    /// The path of a file below this directory; `None` if its name has other characters than such a path may have.
    #[must_use]
    pub fn join(&self, below: &str) -> Option<Self> {
        Self::parse(&format!("{}/{below}", self.0)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_plain_and_stays_below_cluster_toml() {
        for good in ["a.yaml", "objects/cilium.yaml", "a/b-c_d+e/.hidden", "units/kubelet@.service"] {
            assert_eq!(SourcePath::parse(good).unwrap().as_str(), good);
        }
        assert_eq!(SourcePath::parse("objects/").unwrap().as_str(), "objects");
        for bad in ["", "/", "/etc/x", "..", "a/../b", "./a", "a//b", "a b", "a\nb", "ä.yaml", "a:b", "*"] {
            assert!(SourcePath::parse(bad).is_err(), "{bad}");
        }
    }
}
