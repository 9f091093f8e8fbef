//! A Makefile rule that names every file a render read.

use std::path::{Path, PathBuf};

/// The text of a depfile: `target: prerequisites`, and a rule without a recipe for each, so that a file that is
/// removed does not stop make (as `cc -MP` writes it).
#[must_use]
pub fn text(target: &Path, read: &[PathBuf]) -> String {
    let names: Vec<String> = read.iter().map(|path| escaped(path)).collect();
    let rules: String = names.iter().map(|name| format!("{name}:\n")).collect();
    format!("{}: {}\n{rules}", escaped(target), names.join(" "))
}

/// A name as GNU make reads it in a rule (its manual, "Rule Syntax" and "Rules without Recipes").
fn escaped(path: &Path) -> String {
    path.to_string_lossy().chars().fold(String::new(), |mut name, c| {
        match c {
            ' ' | '#' | ':' | '\\' => name.extend(['\\', c]),
            '$' => name.push_str("$$"),
            c => name.push(c),
        }
        name
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_was_read_and_escapes_it() {
        let read = [PathBuf::from("my clusters/cluster.toml"), PathBuf::from("s$ed#1")];
        assert_eq!(
            text(Path::new("out/public/kubemint.lock"), &read),
            "out/public/kubemint.lock: my\\ clusters/cluster.toml s$$ed\\#1\nmy\\ clusters/cluster.toml:\ns$$ed\\#1:\n"
        );
    }
}
