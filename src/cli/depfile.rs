//! A Makefile rule that lists every file that a run read.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;

use super::CliError;
use crate::{
    input::{self, InputKind},
    writer,
};

/// Where to write the rule, and its target.
#[derive(Debug, Clone, Default, Args)]
pub struct DepfileArgs {
    /// Write a Makefile rule that lists every file that was read
    #[arg(long, value_name = "FILE")]
    depfile: Option<PathBuf>,
    /// The target of that rule [default: what the command writes, such as the tree's kubemint.lock]
    #[arg(long, value_name = "FILE", requires = "depfile")]
    depfile_target: Option<PathBuf>,
}

impl DepfileArgs {
    /// The depfile, if one was asked for. `written` is what the command writes.
    ///
    /// This is called before the command does anything: a run that will fail must not change anything.
    ///
    /// # Errors
    ///
    /// [`CliError`] if there is no target, make cannot read its name, or the file exists and is not a rule for this
    /// target, so that it belongs to somebody else.
    pub fn depfile(&self, written: Option<PathBuf>) -> Result<Depfile, CliError> {
        let Some(file) = &self.depfile else { return Ok(Depfile(None)) };
        let target = self.depfile_target.clone().or(written).ok_or_else(|| {
            CliError::input(
                "--depfile: nothing was written that could depend on what was read",
                "name a stamp with --depfile-target",
            )
        })?;
        refuse_other_file(file, &before_colon(&target)?)?;
        Ok(Depfile(Some(Rule { file: file.clone(), target })))
    }
}

/// The rule with the files that a run read, if it was asked for.
#[derive(Debug)]
pub struct Depfile(Option<Rule>);

#[derive(Debug)]
struct Rule {
    file: PathBuf,
    target: PathBuf,
}

impl Depfile {
    /// Writes the rule: `target: prerequisites`, and a rule without a recipe for each prerequisite, so that make goes
    /// on if a file is removed (as `cc -MP` does).
    ///
    /// # Errors
    ///
    /// [`CliError`] if make cannot read a name, or the file cannot be written.
    pub fn write(&self, read: &[PathBuf]) -> Result<(), CliError> {
        let Self(Some(Rule { file, target })) = self else { return Ok(()) };
        // Checked again: the command may have written it, for example a kubemint.lock or an archive.
        refuse_other_file(file, &before_colon(target)?)?;
        let text = text(target, read)?;
        writer::replace_file(file, text.as_bytes())
            .map_err(|error| CliError::system(format!("cannot write {}: {error}", file.display())))
    }
}

/// Refuses to overwrite what no run has written: a seed, a cluster.toml, a lock.
fn refuse_other_file(file: &Path, target: &str) -> Result<(), CliError> {
    let Ok(metadata) = fs::metadata(file) else { return Ok(()) };
    let refuse =
        |what: &str, help: &str| Err(CliError::input(format!("--depfile: {} {what}", file.display()), help));
    if !metadata.is_file() {
        return refuse("is no regular file", "name a file that may be replaced");
    }
    let unreadable =
        |source: input::Unreadable| CliError::Read { path: file.to_owned(), source: source.into() };
    let found = input::read(file, InputKind::Depfile).map_err(unreadable)?;
    if found.is_empty() || found.starts_with(format!("{target}:").as_bytes()) {
        return Ok(());
    }
    refuse(
        "is there, and is no rule for what depends on the files that are read",
        "name another file; or remove it, where it is a rule for another target",
    )
}

fn text(target: &Path, read: &[PathBuf]) -> Result<String, CliError> {
    // A tree that is rendered in place (--locked) does not depend on itself.
    let names = read.iter().filter(|path| *path != target).map(|path| name(path));
    let mut names: Vec<String> = names.collect::<Result<_, _>>()?;
    names.dedup();
    let rules = names.iter().filter(|name| !name.contains(NO_TARGET));
    let rules: String = rules.map(|name| format!("{}:\n", name.replace('%', "\\%"))).collect();
    Ok(format!("{}: {}\n{rules}", before_colon(target)?, names.join(" ")))
}

/// The name of a target, where a percent sign would make a pattern.
fn before_colon(target: &Path) -> Result<String, CliError> {
    name(target).map(|name| name.replace('%', "\\%"))
}

/// Characters that are special in a list of names unless escaped with a backslash.
const SPECIAL: [char; 9] = [' ', '\t', '#', ':', '|', '*', '?', '[', ']'];

/// Characters that cannot be in a name in GNU make 4, with or without a backslash (found by trying).
const IMPOSSIBLE: [char; 6] = ['\n', ';', '=', '(', ')', '\r'];

/// Characters that make a name a wildcard, in which backslashes are interpreted once more.
const PATTERN: [char; 4] = ['*', '?', '[', ']'];

/// Characters that cannot be in the name before a colon.
const NO_TARGET: [char; 3] = ['&', '|', '\t'];

/// A name for a rule of GNU make (its manual, "Rule Syntax", "Wildcards" and "Rules without Recipes"). A backslash is
/// literal unless a special character follows.
fn name(path: &Path) -> Result<String, CliError> {
    let refuse = || {
        CliError::input(
            format!("--depfile: make cannot read the name {:?} in a rule", path.display().to_string()),
            "give the file another name",
        )
    };
    let is_possible = |text: &&str| {
        let is_pattern = text.contains('\\') && text.contains(PATTERN);
        !text.contains(IMPOSSIBLE) && !text.ends_with('\\') && !is_pattern
    };
    let text = path.to_str().filter(is_possible).ok_or_else(refuse)?;
    let (mut name, mut backslashes) = (String::new(), 0);
    for c in text.chars() {
        if SPECIAL.contains(&c) {
            name.push_str(&"\\".repeat(backslashes + 1));
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
        name.push(c);
        if c == '$' {
            name.push('$');
        }
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_was_read_and_escapes_it() {
        let read = ["my clusters/cluster.toml", "s$ed#1", r"a\b\ c", "out/lock"].map(PathBuf::from);
        assert_eq!(
            text(Path::new("out/lock"), &read).unwrap(),
            "out/lock: my\\ clusters/cluster.toml s$$ed\\#1 a\\b\\\\\\ c\n\
             my\\ clusters/cluster.toml:\ns$$ed\\#1:\na\\b\\\\\\ c:\n"
        );
    }

    #[test]
    fn a_pattern_and_a_percent_sign_are_names() {
        let read = [PathBuf::from("[a]*?%")];
        let rule = text(Path::new("s%"), &read).unwrap();
        assert_eq!(rule, "s\\%: \\[a\\]\\*\\?%\n\\[a\\]\\*\\?\\%:\n");
    }

    #[test]
    fn refuses_a_name_that_make_would_read_as_something_else() {
        for bad in ["env=prod/cluster.toml", "a;b", "a(b)", "a\nb", "a\\", "a\\b*"] {
            let error = text(Path::new("stamp"), &[PathBuf::from(bad)]).unwrap_err().to_string();
            assert!(error.contains("make cannot read the name"), "{bad}: {error}");
        }
    }
}
