//! What `check` found, for people and for programs.

use std::path::Path;

use serde_json::{Value, json};

use crate::{
    cli::{count::count, terminal::plain},
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
        let ending = match self.expiring.len() {
            0 => None,
            1 => Some("1 certificate ends too soon".to_owned()),
            more => Some(format!("{} end too soon", count(more, "certificate"))),
        };
        let summary = [Some(self.standing(findings.len())), ending];
        text.push_str(&summary.into_iter().flatten().collect::<Vec<_>>().join("; "));
        text.push('\n');
        text
    }

    /// Whether the tree is up to date, and what to do where it is not.
    fn standing(&self, differing: usize) -> String {
        let out = plain(&self.out.to_string_lossy());
        if differing == 0 {
            return format!("{out} is up to date");
        }
        let differences = count(differing, "difference");
        format!("{out} is not what would be rendered: {differences}; {}", self.advice(differing))
    }

    /// What mends the differences: a render keeps what is not kubemint's, and refuses where that is in its way.
    fn advice(&self, differing: usize) -> String {
        let Comparison { foreign, in_the_way, .. } = self.comparison;
        if !in_the_way.is_empty() {
            return "`kubemint render` refuses until what is in the way is moved away".to_owned();
        }
        match (foreign.len(), differing) {
            (0, 1) => "`kubemint render` mends it".to_owned(),
            (0, _) => "`kubemint render` mends them".to_owned(),
            (1, 1) => "kubemint did not make it, and a render keeps it: move it away".to_owned(),
            (kept, all) if kept == all => {
                "kubemint made none of them, and a render keeps them: move them away".to_owned()
            }
            (1, _) => {
                "`kubemint render` mends all but 1 that kubemint did not make: move that away".to_owned()
            }
            (kept, _) => {
                format!("`kubemint render` mends all but {kept} that kubemint did not make: move those away")
            }
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

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::model::Timestamp;

    fn summary(foreign: usize, in_the_way: usize, expiring: usize) -> String {
        let paths = |from: usize, number: usize| (from..from + number).map(|n| PathBuf::from(n.to_string()));
        let comparison = Comparison {
            foreign: paths(0, foreign).collect(),
            in_the_way: paths(9, in_the_way).collect(),
            ..Comparison::default()
        };
        let not_after = Timestamp::parse("2026-11-25T00:00:00Z").unwrap();
        let expiring: Vec<Expiry> =
            (0..expiring).map(|_| Expiry { path: "a".to_owned(), not_after }).collect();
        let report = Report { out: Path::new("out"), comparison: &comparison, expiring: &expiring };
        report.as_text().lines().last().unwrap().to_owned()
    }

    #[test]
    fn the_last_line_sums_up() {
        assert_eq!(summary(0, 0, 0), "out is up to date");
        assert_eq!(summary(0, 0, 1), "out is up to date; 1 certificate ends too soon");
        assert_eq!(
            summary(2, 0, 2),
            "out is not what would be rendered: 2 differences; kubemint made none of them, and a render keeps them: \
             move them away; 2 certificates end too soon"
        );
        assert_eq!(
            summary(1, 1, 0),
            "out is not what would be rendered: 2 differences; `kubemint render` refuses until what is in the way is \
             moved away"
        );
    }
}
