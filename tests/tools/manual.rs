//! `man`: a page for each command, which mandoc accepts and shows as `--help` does.

use std::{fs, process::Command};

use clap::CommandFactory;
use kubemint::cli::Cli;

use crate::{kubemint, stderr};

#[test]
fn each_command_has_a_page_that_mandoc_accepts() {
    let folder = tempfile::tempdir().unwrap();
    let written = kubemint(folder.path(), &["man", "share/man1"]);
    assert_eq!(written.status.code(), Some(0), "{}", stderr(&written));
    let pages = folder.path().join("share/man1");
    let program = Cli::command();
    assert_eq!(fs::read_dir(&pages).unwrap().count(), program.get_subcommands().count() + 1);
    for command in program.get_subcommands() {
        let page = pages.join(format!("kubemint-{}.1", command.get_name()));
        let lint = Command::new("mandoc").args(["-T", "lint", "-W", "error"]).arg(&page).output().unwrap();
        assert!(lint.status.success(), "{page:?}: {}", String::from_utf8_lossy(&lint.stdout));
        let shown =
            Command::new("mandoc").args(["-T", "ascii", "-O", "width=100"]).arg(&page).output().unwrap();
        // Bold letters are struck twice.
        let shown = String::from_utf8(shown.stdout).unwrap();
        let mut plain = String::new();
        for c in shown.chars() {
            if c == '\u{8}' {
                plain.pop();
            } else {
                plain.push(c);
            }
        }
        let options =
            command.get_arguments().filter(|arg| !arg.is_hide_set()).filter_map(clap::Arg::get_long);
        for option in options {
            assert!(plain.contains(&format!("--{option}")), "{page:?} lacks --{option}");
        }
        // Examples stand there as in --help, one line each.
        let example = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
        for line in example.lines().filter(|line| line.starts_with("  ")) {
            assert!(plain.contains(line.trim_end()), "{page:?} lacks {line}: {plain}");
        }
    }
    let again = kubemint(folder.path(), &["man", "share/man1"]);
    assert_eq!(again.status.code(), Some(0), "pages are replaced");
}
