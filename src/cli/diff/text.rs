//! The report for a terminal.

use anstyle::{AnsiColor, Style};

use super::{
    group::{Group, groups, summary},
    report::{Diagnostic, Level, Report},
    tasks::Task,
    words::sentence,
};
use crate::{
    cli::terminal::{count, plain},
    difference::Fact,
};

/// The number of machines whose commands are printed; the others' differ only in the name.
pub(super) const MACHINES: usize = 9;

/// The whole report.
pub(super) fn report(report: &Report<'_>, colour: bool) -> String {
    let ink = Ink { colour };
    let mut text = head(report);
    for group in groups(report.difference) {
        text.push('\n');
        text.push_str(&changes(&group, ink));
    }
    let diagnostics = diagnostics(report, ink);
    if !report.difference.is_empty() && !diagnostics.is_empty() {
        text.push('\n');
    }
    text + &diagnostics + &rollout(report, ink)
}

/// One line.
fn head(report: &Report<'_>) -> String {
    let out = plain(&report.out.to_string_lossy());
    let than = report.against.map_or_else(String::new, |revision| format!(" against {}", plain(revision)));
    match (report.difference.is_empty(), report.is_first) {
        (true, _) => format!("{out}{than}: nothing changes\n"),
        (_, true) => format!("{out}{than}: a first tree, {}\n", summary(report.difference)),
        _ => format!("{out}{than}: {}\n", summary(report.difference)),
    }
}

fn changes(group: &Group<'_>, ink: Ink) -> String {
    let (title, nodes) = group.subject.title();
    let nodes: Vec<String> = nodes.iter().map(|node| plain(node)).collect();
    let on = if nodes.is_empty() { String::new() } else { format!(" on {}", nodes.join(", ")) };
    let mut text = ink.bold(&format!("{}{on}", plain(&title))) + "\n";
    for (path, facts) in &group.files {
        let mut indent = "  ";
        if !path.is_empty() {
            text.push_str(&format!("  {}\n", plain(path)));
            indent = "    ";
        }
        for fact in facts {
            text.push_str(&format!("{indent}{}\n", ink.fact(fact)));
        }
    }
    text
}

/// Every warning and note, whether or not anything restarts.
fn diagnostics(report: &Report<'_>, ink: Ink) -> String {
    let line = |diagnostic: &Diagnostic| {
        let message = plain(&diagnostic.message);
        match diagnostic.level {
            Level::Warning(code) => {
                ink.paint(AnsiColor::Red.on_default().bold(), &format!("warning[{code}]: {message}")) + "\n"
            }
            Level::Note => format!("note: {message}\n"),
        }
    };
    report.diagnostics.iter().map(line).collect()
}

/// The report if only warnings and notes are wanted.
pub(super) fn quiet_report(report: &Report<'_>, colour: bool) -> String {
    diagnostics(report, Ink { colour })
}

fn rollout(report: &Report<'_>, ink: Ink) -> String {
    if report.tasks.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}\n", ink.bold("After the render, in this order"));
    for (number, (title, stage)) in report.stages().enumerate() {
        text.push_str(&format!("  {}. {}\n", number + 1, plain(title)));
        for command in commands(stage) {
            text.push_str(&format!("     {}\n", plain(&command)));
        }
    }
    text
}

/// The commands of similar tasks, those of the first few in full.
pub(super) fn commands(stage: &[Task]) -> Vec<String> {
    let mut lines: Vec<String> = stage.iter().take(MACHINES).flat_map(|task| task.commands.clone()).collect();
    if let Some(left @ 1..) = stage.len().checked_sub(MACHINES) {
        lines.push(format!("# and so on for {}", count(left, "more machine")));
    }
    lines
}

/// Colours, if they are wanted.
#[derive(Clone, Copy)]
struct Ink {
    colour: bool,
}

impl Ink {
    fn paint(self, style: Style, text: &str) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn bold(self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    /// Additions are green, removals red, changes yellow.
    fn fact(self, fact: &Fact) -> String {
        let colour = match (&fact.from, &fact.to) {
            (None, Some(_)) => AnsiColor::Green,
            (Some(_), None) => AnsiColor::Red,
            _ => AnsiColor::Yellow,
        };
        self.paint(colour.on_default(), &sentence(fact, plain))
    }
}
