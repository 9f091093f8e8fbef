//! One explanation, and its words.

use crate::{
    diagnostic::Severity,
    difference::rollout::{Hazard, hazards},
};

/// What a code means.
#[derive(Debug)]
pub struct Explanation {
    /// The code, in kebab case.
    pub code: &'static str,
    /// Whether it is one of an error or a warning; a few codes have both.
    pub severity: Severity,
    /// What brings it about.
    pub example: Example,
    words: Words,
}

/// Where the cause and the cure are written.
#[derive(Debug)]
enum Words {
    /// Here.
    Own {
        /// Why there is an error or a warning.
        cause: &'static str,
        /// What to do.
        cure: &'static str,
    },
    /// In the table of hazards.
    Hazard,
}

/// What brings a code about.
#[derive(Debug)]
pub enum Example {
    /// These lines in an otherwise valid cluster.toml.
    Lines(&'static str),
    /// The same, with the name and content of a file beside it.
    WithFile(&'static str, &'static str, &'static str),
    /// Lines of cluster.toml when the tree was rendered, and those in their place now.
    Change(&'static str, &'static str),
    /// Commands for a shell, in a directory with a rendered tree.
    Commands(&'static str),
    /// Something that no few lines can show.
    Text(&'static str),
}

pub(super) const fn error(
    code: &'static str,
    cause: &'static str,
    example: Example,
    cure: &'static str,
) -> Explanation {
    Explanation { code, severity: Severity::Error, example, words: Words::Own { cause, cure } }
}

pub(super) const fn warning(
    code: &'static str,
    cause: &'static str,
    example: Example,
    cure: &'static str,
) -> Explanation {
    Explanation { code, severity: Severity::Warning, example, words: Words::Own { cause, cure } }
}

pub(super) const fn hazard(code: &'static str, example: Example) -> Explanation {
    Explanation { code, severity: Severity::Warning, example, words: Words::Hazard }
}

impl Explanation {
    /// Why there is an error or a warning, in sentences.
    #[must_use]
    pub fn cause(&self) -> String {
        match (&self.words, self.hazard()) {
            (Words::Own { cause, .. }, _) => (*cause).to_owned(),
            (Words::Hazard, Some(Hazard { what, why, .. })) => {
                format!("{} {}", sentence(&format!("{what} changes")), sentence(why))
            }
            (Words::Hazard, None) => String::new(),
        }
    }

    /// What to do, in sentences.
    #[must_use]
    pub fn cure(&self) -> String {
        match (&self.words, self.hazard()) {
            (Words::Own { cure, .. }, _) => (*cure).to_owned(),
            (Words::Hazard, Some(hazard)) => sentence(hazard.instead),
            (Words::Hazard, None) => String::new(),
        }
    }

    fn hazard(&self) -> Option<&'static Hazard> {
        hazards().iter().find(|hazard| hazard.code == self.code)
    }
}

impl Example {
    /// The example as lines; a change has lines that begin with `-` and `+`, as in a diff.
    #[must_use]
    pub fn lines(&self) -> String {
        match self {
            Self::Lines(lines) | Self::Commands(lines) | Self::Text(lines) => (*lines).to_owned(),
            Self::WithFile(lines, name, content) => format!("{lines}\n\n# {name}\n{}", content.trim_end()),
            Self::Change(before, after) => changed_lines(before, after),
        }
    }

    /// The language of the lines, for a page that colours them.
    #[must_use]
    pub const fn language(&self) -> &'static str {
        match self {
            Self::Lines(_) | Self::WithFile(..) => "toml",
            Self::Change(..) => "diff",
            Self::Commands(_) => "sh",
            Self::Text(_) => "",
        }
    }
}

/// The lines of a change as a diff: what both begin and end with is context.
fn changed_lines(before: &str, after: &str) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let alike = |(one, other): &(&&str, &&str)| one == other;
    let first = before.iter().zip(&after).take_while(alike).count();
    let rest = before.len().min(after.len()) - first;
    let last = before.iter().rev().zip(after.iter().rev()).take(rest).take_while(alike).count();
    let marked = |mark: &'static str, lines: &[&str]| {
        lines.iter().map(|line| format!("{mark} {line}").trim_end().to_owned()).collect::<Vec<_>>()
    };
    let middle =
        |lines: &[&str], mark| marked(mark, lines.get(first..lines.len() - last).unwrap_or_default());
    let start = marked(" ", after.get(..first).unwrap_or_default());
    let end = marked(" ", after.get(after.len() - last..).unwrap_or_default());
    [start, middle(&before, "-"), middle(&after, "+"), end].concat().join("\n")
}

/// The text in lines of at most this many characters, as far as its words allow it.
#[must_use]
pub fn filled(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

/// Words of a message as a sentence of their own.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}
