//! What `check` found, for people and for programs.

use std::path::Path;

use serde_json::{Value, json};

use time::OffsetDateTime;

use super::{
    expiry,
    terms::{Kind, State, Term},
};
use crate::{
    cli::terminal::{count, plain},
    seal::{self, Finding, Index},
    tree::compare::{Comparison, Standing},
};

/// A comparison, and what is not valid.
pub struct Report<'a> {
    /// The tree on disk.
    pub out: &'a Path,
    /// How it compares with the one that would be rendered.
    pub comparison: &'a Comparison,
    /// Sealed files that do not match the tree.
    pub sealed: &'a [Finding],
    /// Whether the .gitattributes in `sealed` is not the one that `seal` writes.
    pub has_other_attributes: bool,
    /// What has a validity, if a time is given.
    pub ends: Option<Ends<'a>>,
}

/// Everything with a validity, at a given time.
pub struct Ends<'a> {
    /// The time.
    pub at: OffsetDateTime,
    /// Certificates that expire before this time expire too soon.
    pub until: Option<OffsetDateTime>,
    /// Whether an expired token is accepted.
    pub allow_ended_token: bool,
    /// Whether to list everything.
    pub is_listed: bool,
    /// Everything with a validity, sorted by expiry.
    pub terms: &'a [Term],
}

impl Ends<'_> {
    fn is_found(&self, term: &Term, state: State) -> bool {
        let is_in_use =
            term.kind == Kind::Certificate || !(self.allow_ended_token || term.needed_by.is_empty());
        is_in_use && term.state(self.at) == state
    }

    /// What is not yet valid.
    fn not_yet_valid(&self) -> Vec<&Term> {
        self.terms.iter().filter(|term| self.is_found(term, State::NotYetValid)).collect()
    }

    /// What has expired and is needed.
    fn ended(&self) -> Vec<&Term> {
        self.terms.iter().filter(|term| self.is_found(term, State::Ended)).collect()
    }

    /// Valid certificates that expire too soon. Tokens are meant to be short-lived.
    fn ending(&self) -> Vec<&Term> {
        let Some(until) = self.until else { return Vec::new() };
        let valid = self
            .terms
            .iter()
            .filter(|term| term.kind == Kind::Certificate && term.state(self.at) != State::Ended);
        valid.filter(|term| term.ends.to_offset_date_time() < until).collect()
    }
}

impl Report<'_> {
    /// Whether nothing was found.
    pub fn is_clean(&self) -> bool {
        let has_invalid = self.ends.as_ref().is_some_and(|ends| {
            !(ends.not_yet_valid().is_empty() && ends.ended().is_empty() && ends.ending().is_empty())
        });
        self.findings().is_empty() && !has_invalid
    }

    /// Each difference: its kind, and the path below `out`.
    fn findings(&self) -> Vec<(&'static str, String)> {
        let Comparison { files, obsolete, withheld: _, kept: _, open_folders, foreign, in_the_way } =
            self.comparison;
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
        let sealed = self.sealed.iter().map(|finding| {
            let what = match finding.standing {
                seal::Standing::Stale => "stale",
                seal::Standing::Changed => "changed",
                seal::Standing::Missing => "missing",
                seal::Standing::Extra => "extra",
            };
            (what, format!("sealed/{}", Index::file_of(&finding.part)))
        });
        let attributes =
            self.has_other_attributes.then(|| ("changed", format!("sealed/{}", seal::ATTRIBUTES)));
        let sealed = sealed.chain(attributes);
        let mut all: Vec<_> =
            files.chain(extra).chain(open).chain(blocked).chain(others).chain(sealed).collect();
        all.sort_unstable_by(|one, other| one.1.cmp(&other.1));
        all
    }

    /// One line per finding, the list if it was asked for, and a summary.
    pub fn as_text(&self) -> String {
        let findings = self.findings();
        let (whole, text) = self.whole_outputs();
        let in_whole = |path: &str| whole.iter().any(|output| path.starts_with(output));
        let one_by_one = findings.iter().filter(|(_, path)| !in_whole(path));
        let mut text: String = text
            + &one_by_one.map(|(what, path)| format!("{what:<10} {}\n", plain(path))).collect::<String>();
        let mut summary = vec![self.standing(findings.len())];
        if let Some(ends) = &self.ends {
            text.push_str(&invalid(ends));
            if ends.is_listed {
                text.push_str(&expiry::as_text(ends.terms, ends.at));
            }
            summary.extend(sums(ends));
        }
        text + &summary.join("; ") + "\n"
    }

    /// Outputs of which no file is there, and a line for each.
    fn whole_outputs(&self) -> (Vec<&'static str>, String) {
        let standings = |output: &'static str| {
            let files = self.comparison.files.iter();
            files
                .filter(move |(place, _)| place.to_string().starts_with(output))
                .map(|(_, standing)| *standing)
        };
        let is_whole = |output: &&'static str| {
            standings(output).count() > 1 && standings(output).all(|standing| standing == Standing::Missing)
        };
        let whole: Vec<&'static str> = ["public/", "secret/"].into_iter().filter(is_whole).collect();
        let line = |output: &&'static str| {
            format!("missing    {output} with its {}\n", count(standings(output).count(), "file"))
        };
        let lines = whole.iter().map(line).collect();
        (whole, lines)
    }

    /// Whether the tree is up to date, and otherwise what to do.
    fn standing(&self, differing: usize) -> String {
        let out = plain(&self.out.to_string_lossy());
        if differing == 0 {
            return format!("{out} is up to date");
        }
        let (differences, sealed) =
            (count(differing, "difference"), self.sealed.len() + usize::from(self.has_other_attributes));
        let is_not = format!("{out} is not what would be rendered: {differences}");
        match (differing.saturating_sub(sealed), sealed) {
            (0, _) => format!("{is_not}; `kubemint seal` writes {out}/sealed anew"),
            (rendered, 0) => format!("{is_not}; {}", self.advice(rendered)),
            (rendered, _) => format!("{is_not}; {}, then `kubemint seal`", self.advice(rendered)),
        }
    }

    /// How to fix the differences: a render keeps foreign files, and refuses if they are in its way.
    fn advice(&self, differing: usize) -> String {
        let Comparison { foreign, in_the_way, .. } = self.comparison;
        if !in_the_way.is_empty() {
            return "`kubemint render` refuses until what is in the way is moved away".to_owned();
        }
        match (foreign.len(), differing) {
            (0, 1) => "`kubemint render` fixes it".to_owned(),
            (0, _) => "`kubemint render` fixes them".to_owned(),
            (1, 1) => "kubemint did not make it, and a render keeps it: move it away".to_owned(),
            (kept, all) if kept == all => {
                "kubemint made none of them, and a render keeps them: move them away".to_owned()
            }
            (1, _) => {
                "`kubemint render` fixes all but 1 that kubemint did not make: move that away".to_owned()
            }
            (kept, _) => {
                format!("`kubemint render` fixes all but {kept} that kubemint did not make: move those away")
            }
        }
    }

    /// The same for programs, with outdated secrets and, without a seed, unverified keys; documented in docs/json.md.
    pub fn as_json(&self, outdated_secrets: &Value, unverified: &Value) -> Value {
        let differences: Vec<Value> =
            self.findings().iter().map(|(what, path)| json!({ "what": what, "path": path })).collect();
        let ends = self.ends.as_ref();
        let found = ends.map(|ends| (ends.ended(), ends.ending(), ends.not_yet_valid()));
        let (ended, ending, not_yet_valid) = found.unwrap_or_default();
        let item = |term: &&Term| {
            json!({
                "path": term.path,
                "not_before": term.begins.map(|begins| begins.to_string()),
                "not_after": term.ends.to_string(),
            })
        };
        let items = |terms: Vec<&Term>| terms.iter().map(item).collect::<Value>();
        // If this was asked for, those that have expired count as expiring too soon as well.
        let is_asked = ends.is_some_and(|ends| ends.until.is_some());
        let certificates = ended.iter().filter(|term| is_asked && term.kind == Kind::Certificate);
        json!({
            "up_to_date": differences.is_empty(),
            "differences": differences,
            "expiring": items(certificates.copied().chain(ending).collect()),
            "ended": items(ended),
            "not_yet_valid": items(not_yet_valid),
            "expiry": ends.filter(|ends| ends.is_listed).map(|ends| expiry::as_json(ends.terms, ends.at)),
            "outdated_secrets": outdated_secrets,
            "unverified": unverified,
        })
    }
}

/// One line for each thing that is not valid, or not for long.
fn invalid(ends: &Ends<'_>) -> String {
    let ended = ends.ended().into_iter().map(|term| ("ended", term, format!("ended {}", term.ends)));
    let ending = ends.ending().into_iter().map(|term| ("expiring", term, format!("ends {}", term.ends)));
    let not_yet = ends.not_yet_valid().into_iter().filter_map(|term| Some((term, term.begins?)));
    let not_yet = not_yet.map(|(term, begins)| ("not-yet", term, format!("begins {begins}")));
    let all = ended.chain(ending).chain(not_yet);
    all.map(|(what, term, words)| format!("{what:<10} {} {words}\n", plain(&term.path))).collect()
}

/// The same as counts, and what a new machine would miss.
fn sums(ends: &Ends<'_>) -> Vec<String> {
    let (tokens, ended): (Vec<&Term>, Vec<&Term>) =
        ends.ended().into_iter().partition(|term| term.kind == Kind::BootstrapToken);
    let have = |number: usize| if number == 1 { "has" } else { "have" };
    let end = |number: usize| if number == 1 { "ends" } else { "end" };
    let are = |number: usize| if number == 1 { "is" } else { "are" };
    let sum = |number: usize, words: String| {
        (number > 0).then(|| format!("{} {words}", count(number, "certificate")))
    };
    let (ending, not_yet) = (ends.ending().len(), ends.not_yet_valid().len());
    let token = (!tokens.is_empty()).then(|| {
        "the bootstrap token has ended, so no new machine can join: move [bootstrap] token_expiry, or say \
         --allow-ended-token"
            .to_owned()
    });
    [
        sum(ended.len(), format!("{} ended", have(ended.len()))),
        sum(ending, format!("{} too soon", end(ending))),
        sum(not_yet, format!("{} not valid yet", are(not_yet))),
        token,
    ]
    .into_iter()
    .flatten()
    .collect()
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
        let moment = |text: &str| Timestamp::parse(text).unwrap();
        let term = Term {
            kind: Kind::Certificate,
            name: "a".to_owned(),
            path: "a".to_owned(),
            node: None,
            begins: Some(moment("2026-01-01T00:00:00Z")),
            ends: moment("2026-11-25T00:00:00Z"),
            needed_by: String::new(),
        };
        let ends = Ends {
            at: moment("2026-11-01T00:00:00Z").to_offset_date_time(),
            until: Some(moment("2026-12-01T00:00:00Z").to_offset_date_time()),
            allow_ended_token: false,
            is_listed: false,
            terms: &vec![term; expiring],
        };
        let report = Report {
            out: Path::new("out"),
            comparison: &comparison,
            sealed: &[],
            has_other_attributes: false,
            ends: Some(ends),
        };
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
