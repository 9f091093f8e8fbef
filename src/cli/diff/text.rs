//! A difference for a terminal.

use super::{
    Report,
    group::{Group, groups, summary},
    notes::notes,
    task::{Task, tasks},
    warnings::warnings,
    words::sentence,
};
use crate::{
    cli::{count::count, terminal::plain},
    difference::Fact,
};

/// How many machines' commands are written out; the others' are the same but for the name.
pub(super) const MACHINES: usize = 9;

/// The whole report.
pub(super) fn report(report: &Report<'_>, colour: bool) -> String {
    let ink = Ink { colour };
    let mut text = head(report);
    if report.difference.is_empty() {
        return text;
    }
    for group in groups(&report.difference) {
        text.push('\n');
        text.push_str(&changes(&group, ink));
    }
    text.push_str(&rollout(report, ink));
    text
}

/// One line, and what could not be looked at.
fn head(report: &Report<'_>) -> String {
    let out = plain(&report.out.to_string_lossy());
    let than = report.against.map_or_else(String::new, |revision| format!(" against {}", plain(revision)));
    let mut text = match (report.difference.is_empty(), report.is_first) {
        (true, _) => format!("{out}{than}: nothing changes\n"),
        (_, true) => format!("{out}{than}: a first tree, {}\n", summary(&report.difference)),
        _ => format!("{out}{than}: {}\n", summary(&report.difference)),
    };
    if report.secret_half_absent {
        text.push_str("note: the secret half is not here; it was compared by its lock alone\n");
    }
    text
}

fn changes(group: &Group<'_>, ink: Ink) -> String {
    let (title, nodes) = group.subject.title();
    let nodes: Vec<String> = nodes.iter().map(|node| plain(node)).collect();
    let on = if nodes.is_empty() { String::new() } else { format!(" on {}", nodes.join(", ")) };
    let mut text = ink.bold(&format!("{title}{on}")) + "\n";
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

fn rollout(report: &Report<'_>, ink: Ink) -> String {
    let rollout = &report.difference.rollout;
    if rollout.is_empty() {
        return String::new();
    }
    let tasks = tasks(rollout, report.out, report.is_first);
    let mut text = format!("\n{}\n", ink.bold("After the render, in this order"));
    for warning in warnings(rollout) {
        text.push_str(&ink.paint("1;31", &format!("  warning: {}", plain(&warning.message))));
        text.push('\n');
    }
    for note in notes(rollout) {
        text.push_str(&format!("  note: {}\n", plain(&note)));
    }
    for (number, stage) in tasks.chunk_by(|one, other| one.title == other.title).enumerate() {
        let title = stage.first().map_or("", |task| task.title.as_str());
        text.push_str(&format!("  {}. {title}\n", number + 1));
        for command in commands(stage) {
            text.push_str(&format!("     {}\n", plain(&command)));
        }
    }
    text
}

/// The commands of tasks that are alike, of the first few in full.
pub(super) fn commands(stage: &[Task]) -> Vec<String> {
    let mut lines: Vec<String> = stage.iter().take(MACHINES).flat_map(|task| task.commands.clone()).collect();
    if let Some(left @ 1..) = stage.len().checked_sub(MACHINES) {
        lines.push(format!("# and so on for {}", count(left, "more machine")));
    }
    lines
}

/// Colours, where they are wanted.
#[derive(Clone, Copy)]
struct Ink {
    colour: bool,
}

impl Ink {
    fn paint(self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// What is added green, what is removed red, what is another yellow.
    fn fact(self, fact: &Fact) -> String {
        let code = match (&fact.from, &fact.to) {
            (None, Some(_)) => "32",
            (Some(_), None) => "31",
            _ => "33",
        };
        self.paint(code, &sentence(fact, plain))
    }
}
