//! What `check` found, for people and for programs.

use std::path::Path;

use serde_json::{Value, json};

use crate::{
    cli::terminal::plain,
    pki::Expiry,
    tree::compare::{Comparison, Standing},
};

/// A comparison and the certificates that end too soon.
pub struct Report<'a> {
    /// The tree on disk.
    pub out: &'a Path,
    /// How it compares with the one that would be rendered.
    pub comparison: &'a Comparison,
    /// Certificates that end too soon.
    pub expiring: &'a [Expiry],
}

impl Report<'_> {
    /// Whether nothing was found.
    pub fn is_clean(&self) -> bool {
        self.findings().is_empty() && self.expiring.is_empty()
    }

    /// Each difference: what it is, and the path below `out`.
    fn findings(&self) -> Vec<(&'static str, String)> {
        let Comparison { files, obsolete, withheld: _, open_folders, foreign, in_the_way } = self.comparison;
        let words = |standing: &Standing| match standing {
            Standing::Same => None,
            Standing::Missing => Some("missing"),
            Standing::Changed => Some("changed"),
            Standing::Mode => Some("mode"),
        };
        let files = files.iter().filter_map(|(place, standing)| Some((words(standing)?, place.to_string())));
        let extra = obsolete.iter().map(|place| ("extra", place.to_string()));
        let open = open_folders.iter().map(|folder| ("mode", folder.clone()));
        let blocked = in_the_way.iter().map(|path| ("in-the-way", path.display().to_string()));
        let others = foreign.iter().filter(|path| !in_the_way.contains(*path));
        let others = others.map(|path| ("extra", path.display().to_string()));
        let mut all: Vec<_> = files.chain(extra).chain(open).chain(blocked).chain(others).collect();
        all.sort_unstable_by(|one, other| one.1.cmp(&other.1));
        all
    }

    /// A line each, and one that sums up.
    pub fn as_text(&self) -> String {
        let findings = self.findings();
        let differences = findings.iter().map(|(what, path)| format!("{what:<10} {}\n", plain(path)));
        let ends = self
            .expiring
            .iter()
            .map(|expiry| format!("{:<10} {} ends {}\n", "expiring", expiry.path, expiry.not_after));
        let mut text: String = differences.chain(ends).collect();
        let out = plain(&self.out.to_string_lossy());
        text.push_str(&match (findings.len(), self.expiring.len()) {
            (0, 0) => format!("{out} is up to date\n"),
            (0, ending) => format!("{out} is up to date; {ending} certificates end too soon\n"),
            (differing, _) => {
                let differences = if differing == 1 { "difference" } else { "differences" };
                let advice = self.advice(differing);
                format!("{out} is not what would be rendered: {differing} {differences}; {advice}\n")
            }
        });
        text
    }

    /// What mends the differences: a render keeps what is not kubemint's.
    fn advice(&self, differing: usize) -> String {
        let foreign = self.comparison.foreign.len();
        if foreign == 0 {
            "`kubemint render` mends them".to_owned()
        } else if foreign == differing {
            "kubemint made none of them, and a render keeps them: move them away".to_owned()
        } else {
            format!("`kubemint render` mends all but {foreign} that kubemint did not make: move those away")
        }
    }

    /// The same, with the secrets that are outdated where there was no seed; docs/json.md has its shape.
    pub fn as_json(&self, outdated_secrets: &Value) -> Value {
        let differences: Vec<Value> =
            self.findings().iter().map(|(what, path)| json!({ "what": what, "path": path })).collect();
        let expiring: Vec<Value> = self
            .expiring
            .iter()
            .map(|expiry| json!({ "path": expiry.path, "not_after": expiry.not_after.to_string() }))
            .collect();
        json!({
            "up_to_date": differences.is_empty(),
            "differences": differences,
            "expiring": expiring,
            "outdated_secrets": outdated_secrets,
        })
    }
}
