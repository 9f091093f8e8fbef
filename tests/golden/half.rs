//! The halves of a tree, in memory and on disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::Path,
};

use kubemint::tree::{Secrecy, Tree};

/// How many differing lines of a file are shown.
const SHOWN: usize = 3;

/// The files of the public output by their paths in it.
pub(crate) struct Half(BTreeMap<String, Vec<u8>>);

impl Half {
    pub(crate) fn public(tree: &Tree) -> Self {
        let files = tree.files().filter(|file| file.place.secrecy == Secrecy::Public);
        Self(files.map(|file| (file.place.path.to_string(), file.bytes.to_vec())).collect())
    }

    /// What lies in a directory; nothing where there is none.
    pub(crate) fn read(folder: &Path) -> Self {
        let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
        let files = entries.filter(|entry| !entry.file_type().is_dir()).map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            (path, fs::read(entry.path()).unwrap())
        });
        Self(files.collect())
    }

    /// Makes a directory hold exactly these files.
    pub(crate) fn write_to(&self, folder: &Path) {
        if folder.exists() {
            fs::remove_dir_all(folder).unwrap();
        }
        for (path, bytes) in &self.0 {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }

    /// What is rendered and not expected, expected and not rendered, or not the same: a line or a few each.
    pub(crate) fn differences(&self, expected: &Self) -> Vec<String> {
        let paths: BTreeSet<&String> = self.0.keys().chain(expected.0.keys()).collect();
        let difference = |path: &String| match (self.0.get(path), expected.0.get(path)) {
            (Some(_), None) => vec![format!("{path}: rendered, but not expected")],
            (None, Some(_)) => vec![format!("{path}: expected, but not rendered")],
            (Some(rendered), Some(expected)) if rendered != expected => {
                line_differences(path, &String::from_utf8_lossy(rendered), &String::from_utf8_lossy(expected))
            }
            _ => Vec::new(),
        };
        paths.into_iter().flat_map(difference).collect()
    }
}

/// The sums of the files of the secret output, as sha256sum writes them.
pub(crate) fn secret_sums(tree: &Tree) -> String {
    let mut sums = String::new();
    for file in tree.files().filter(|file| file.place.secrecy == Secrecy::Secret) {
        file.digest.iter().for_each(|byte| write!(sums, "{byte:02x}").unwrap());
        writeln!(sums, "  {}", file.place.path).unwrap();
    }
    sums
}

/// The first lines that one text has and the other has not in the same place.
pub(crate) fn line_differences(path: &str, rendered: &str, expected: &str) -> Vec<String> {
    if rendered == expected {
        return Vec::new();
    }
    let (mut ours, mut theirs) = (rendered.lines(), expected.lines());
    let pairs = std::iter::from_fn(|| match (ours.next(), theirs.next()) {
        (None, None) => None,
        pair => Some(pair),
    });
    let differing = pairs.enumerate().filter(|(_, (ours, theirs))| ours != theirs).take(SHOWN);
    let mut lines = vec![format!("{path}: not the same")];
    for (index, (ours, theirs)) in differing {
        lines.push(format!("  {}: rendered {:?}", index + 1, ours.unwrap_or("nothing")));
        lines.push(format!("  {}: expected {:?}", index + 1, theirs.unwrap_or("nothing")));
    }
    lines
}
