//! The report as a comment on a pull request: a summary, and details to unfold.

use super::{
    fit::{Part, fit},
    group::{Group, Subject, groups, summary},
    markdown_text::{block, code, html_code, prose},
    report::{Diagnostic, Level, Report},
    text::commands,
    words::sentence,
};
use crate::{cli::terminal::count, model::Component};

/// The mark by which a program finds its earlier comment.
const MARK: &str = "<!-- kubemint diff -->";

/// GitHub allows 65,536 characters in a comment, GitLab 1,000,000; the rest is for what surrounds it.
const LIMIT: usize = 60_000;

/// The most that warnings and notes may use of it.
const DIAGNOSTICS_LIMIT: usize = 40_000;

/// The lengths to which warnings and notes are shortened, in characters, if not all of them fit.
const SHORTENED: [usize; 3] = [1000, 300, 120];

/// The whole comment.
pub(super) fn report(report: &Report<'_>) -> String {
    let mut text = format!("{MARK}\n### kubemint: {}\n", headline(report));
    if !report.diagnostics.is_empty() {
        text.push('\n');
        text.push_str(&diagnostics(&report.diagnostics));
    }
    if report.difference.is_empty() {
        return text;
    }
    if report.diagnostics.is_empty() {
        text.push('\n');
    }
    let groups = groups(report.difference);
    let sections: Vec<Part> = groups.iter().map(section).collect();
    let stages = stages(report);
    let (begin, end) =
        ("<details><summary><b>After the render, in this order</b></summary>\n\n", "</details>\n");
    let room = LIMIT.saturating_sub(text.len() + begin.len() + end.len() + 2 * HIDDEN);
    let sections_number = sections.len();
    let parts: Vec<Part> = sections.into_iter().chain(stages).collect();
    let mut written = fit(&parts, room);
    let stages = written.split_off(sections_number.min(written.len()));
    text.push_str(&all_that_fit(&written, "part"));
    if !stages.is_empty() {
        text.push_str(&format!("{begin}{}{end}", all_that_fit(&stages, "step")));
    }
    text
}

/// Space for the number of hidden parts.
const HIDDEN: usize = 120;

/// The parts that fit, and the number of the others.
fn all_that_fit(parts: &[Option<String>], what: &str) -> String {
    let mut text: String = parts.iter().flatten().map(String::as_str).collect();
    let hidden = parts.iter().filter(|part| part.is_none()).count();
    if hidden > 0 {
        let parts = count(hidden, &format!("more {what}"));
        let fit = if hidden == 1 { "does not fit" } else { "do not fit" };
        text.push_str(&format!("\n{parts} {fit} into a comment: run `kubemint diff`.\n\n"));
    }
    text
}

fn headline(report: &Report<'_>) -> String {
    let than = report.against.map_or_else(String::new, |revision| format!(" against {}", code(revision)));
    let out = code(&report.out.to_string_lossy());
    match (report.difference.is_empty(), report.is_first) {
        (true, _) => format!("nothing changes in {out}{than}"),
        (_, true) => format!("a first tree in {out}: {}", summary(report.difference)),
        _ => format!("{} in {out}{than}", summary(report.difference)),
    }
}

/// Every warning and note: in full if there is space; otherwise each one shortened; otherwise the first of each code
/// and the number of the others. None is left out silently.
fn diagnostics(all: &[Diagnostic]) -> String {
    let lines = |limit: usize| all.iter().map(|diagnostic| line(diagnostic, limit)).collect::<String>();
    let texts = std::iter::once(usize::MAX).chain(SHORTENED).map(lines);
    let mut fitting = texts.skip_while(|text| text.len() > DIAGNOSTICS_LIMIT);
    fitting.next().unwrap_or_else(|| first_of_each(all))
}

/// The first of each code, shortened, and how many more there are.
fn first_of_each(all: &[Diagnostic]) -> String {
    let [.., shortest] = SHORTENED;
    let mut levels: Vec<Level> = Vec::new();
    let mut text = String::new();
    for diagnostic in all {
        let level = diagnostic.level;
        if levels.contains(&level) {
            continue;
        }
        levels.push(level);
        text.push_str(&line(diagnostic, shortest));
        let more = all.iter().filter(|other| other.level == level).count() - 1;
        if more > 0 {
            let what = level
                .code()
                .map_or_else(|| "notes".to_owned(), |code_of| format!("{} warnings", code(code_of)));
            text.push_str(&format!(
                "> {more} more {what} do not fit into a comment: run `kubemint diff`.\n\n"
            ));
        }
    }
    text
}

/// A warning or note as a block quote.
fn line(diagnostic: &Diagnostic, limit: usize) -> String {
    let message = match diagnostic.message.char_indices().nth(limit) {
        None => prose(&diagnostic.message),
        Some((at, _)) => prose(diagnostic.message.get(..at).unwrap_or_default()) + " …",
    };
    match diagnostic.level {
        Level::Warning(of) => format!("> **Warning** {} {message}\n\n", code(of)),
        Level::Note => format!("> **Note** {message}\n\n"),
    }
}

fn section(group: &Group<'_>) -> Part {
    let facts: usize = group.files.iter().map(|(_, facts)| facts.len()).sum();
    let mut lines = Vec::new();
    for (path, facts) in &group.files {
        let indent = if path.is_empty() { "" } else { "  " };
        if !path.is_empty() {
            lines.push((format!("- {}\n", code(path)), 0));
        }
        lines.extend(facts.iter().map(|fact| (format!("{indent}- {}\n", sentence(fact, code)), 1)));
    }
    Part {
        rank: rank(&group.subject),
        head: format!(
            "<details><summary>{}: {}</summary>\n\n",
            title(&group.subject),
            count(facts, "change")
        ),
        lines,
        tail: "\n</details>\n\n".to_owned(),
        left_out: |changes| {
            let fit = if changes == 1 { "does not fit" } else { "do not fit" };
            format!("- {} {fit} into a comment: run `kubemint diff`\n", count(changes, "more change"))
        },
    }
}

/// Which components read the files, and where, inside an HTML element. Names from the input are code; the components'
/// are ours.
fn title(subject: &Subject<'_>) -> String {
    let names = |nodes: &[&str]| nodes.iter().map(|node| html_code(node)).collect::<Vec<_>>().join(", ");
    match subject {
        Subject::WholeNodes(nodes) => names(nodes),
        subject => {
            let (title, nodes) = subject.title();
            let on = if nodes.is_empty() { String::new() } else { format!(" on {}", names(nodes)) };
            format!("<b>{title}</b>{on}")
        }
    }
}

/// What is kept if there is no space for all: components of the control plane, then the tree and the cluster.
fn rank(subject: &Subject<'_>) -> u8 {
    let is_control_plane =
        |components: &[Component]| components.iter().any(|one| Component::CONTROL_PLANE.contains(one));
    match subject {
        Subject::Nodes(components, _) if is_control_plane(components) => 1,
        Subject::Tree | Subject::Cluster => 2,
        Subject::WholeNodes(_) => 3,
        Subject::Nodes(..) => 4,
    }
}

/// The steps of the rollout, numbered.
fn stages<'a>(report: &'a Report<'_>) -> impl Iterator<Item = Part> + 'a {
    report.stages().enumerate().map(|(number, (title, stage))| {
        let commands = commands(stage);
        let block = block(&commands);
        let mut lines: Vec<&str> = block.split_inclusive('\n').collect();
        let end = lines.pop().unwrap_or_default().to_owned() + "\n";
        let begin = if lines.is_empty() { "" } else { lines.remove(0) };
        Part {
            rank: 0,
            head: format!("{}. {}\n\n{begin}", number + 1, prose(title)),
            lines: lines.into_iter().map(|line| (line.to_owned(), 1)).collect(),
            tail: end,
            left_out: |commands| {
                let fit = if commands == 1 { "does not fit" } else { "do not fit" };
                format!("   # {} {fit} into a comment: run kubemint diff\n", count(commands, "more command"))
            },
        }
    })
}
