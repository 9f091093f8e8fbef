//! A difference as a comment on a pull request: a summary, and details to unfold.

use super::{
    Report,
    group::{Group, groups, summary},
    notes::notes,
    task::tasks,
    text::commands,
    warnings::warnings,
    words::sentence,
};
use crate::cli::{count::count, terminal::plain};

/// What a program finds its earlier comment by.
const MARK: &str = "<!-- kubemint diff -->";

/// GitHub takes 65,536 characters of a comment, GitLab 1,000,000; the rest is for what stands around it.
const LIMIT: usize = 60_000;

/// The whole comment.
pub(super) fn report(report: &Report<'_>) -> String {
    let difference = &report.difference;
    let mut text = format!("{MARK}\n### kubemint: {}\n", headline(report));
    if difference.is_empty() {
        return text;
    }
    text.push('\n');
    for warning in warnings(&difference.rollout) {
        text.push_str(&format!("> **Warning** {}\n\n", prose(&warning.message)));
    }
    for note in notes(&difference.rollout) {
        text.push_str(&format!("> **Note** {}\n\n", prose(&note)));
    }
    let groups = groups(difference);
    let sections: Vec<String> = groups.iter().map(section).collect();
    let rollout = rollout(report);
    let mut left = LIMIT.saturating_sub(text.len() + rollout.len());
    let fits = sections.iter().take_while(|section| {
        let fits = section.len() <= left;
        left = left.saturating_sub(section.len());
        fits
    });
    let fitting: Vec<&String> = fits.collect();
    text.extend(fitting.iter().map(|section| section.as_str()));
    if fitting.len() < sections.len() {
        let more = sections.len() - fitting.len();
        text.push_str(&format!("\n{more} more parts do not fit into a comment: run `kubemint diff`.\n\n"));
    }
    text.push_str(&rollout);
    text
}

fn headline(report: &Report<'_>) -> String {
    let than = report.against.map_or_else(String::new, |revision| format!(" against {}", code(revision)));
    let out = code(&report.out.to_string_lossy());
    match (report.difference.is_empty(), report.is_first) {
        (true, _) => format!("nothing changes in {out}{than}"),
        (_, true) => format!("a first tree in {out}: {}", summary(&report.difference)),
        _ => format!("{} in {out}{than}", summary(&report.difference)),
    }
}

fn section(group: &Group<'_>) -> String {
    let (title, nodes) = group.subject.title();
    let nodes: Vec<String> = nodes.iter().map(|node| html(node)).collect();
    let on = if nodes.is_empty() { String::new() } else { format!(" on {}", nodes.join(", ")) };
    let facts: usize = group.files.iter().map(|(_, facts)| facts.len()).sum();
    let mut text =
        format!("<details><summary><b>{}</b>{on}: {}</summary>\n\n", html(&title), count(facts, "change"));
    for (path, facts) in &group.files {
        let (bullet, indent) =
            if path.is_empty() { (String::new(), "") } else { (format!("- {}\n", code(path)), "  ") };
        text.push_str(&bullet);
        for fact in facts {
            text.push_str(&format!("{indent}- {}\n", sentence(fact, code)));
        }
    }
    text + "\n</details>\n\n"
}

fn rollout(report: &Report<'_>) -> String {
    let rollout = &report.difference.rollout;
    if rollout.is_empty() {
        return String::new();
    }
    let tasks = tasks(rollout, report.out, report.is_first);
    let mut text = "<details><summary><b>After the render, in this order</b></summary>\n\n".to_owned();
    for (number, stage) in tasks.chunk_by(|one, other| one.title == other.title).enumerate() {
        let title = stage.first().map_or("", |task| task.title.as_str());
        text.push_str(&format!("{}. {}\n\n", number + 1, prose(title)));
        text.push_str(&block(&commands(stage)));
        text.push('\n');
    }
    text + "</details>\n"
}

/// Lines of code inside a list's item, between fences that no line can end.
fn block(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| one_line(line)).collect();
    let longest = lines.iter().map(|line| longest_run(line)).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let body: String = lines.iter().map(|line| format!("   {line}\n")).collect();
    format!("   {fence}sh\n{body}   {fence}\n")
}

/// A value as code: between more backticks than it has in a row (CommonMark 6.1). Nothing in it is read as markup, and
/// nobody is mentioned.
fn code(value: &str) -> String {
    let value = one_line(value);
    let fence = "`".repeat(longest_run(&value) + 1);
    let pad = if value.starts_with(['`', ' ']) || value.ends_with(['`', ' ']) || value.is_empty() {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{value}{pad}{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// A text without a character that ends a line or turns its direction.
fn one_line(text: &str) -> String {
    plain(text)
}

/// Words of ours and values in a sentence: what could be markup is escaped.
fn prose(text: &str) -> String {
    one_line(text).chars().fold(String::new(), |mut safe, c| {
        if "\\`*_[]<>|#&@~".contains(c) {
            safe.push('\\');
        }
        safe.push(c);
        safe
    })
}

/// A value inside an HTML element.
fn html(text: &str) -> String {
    one_line(text).chars().fold(String::new(), |mut safe, c| {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            // An element's text is Markdown too.
            '`' | '*' | '_' | '[' | ']' | '\\' | '@' | '~' | '|' => {
                safe.push_str(&format!("&#{};", u32::from(c)));
            }
            c => safe.push(c),
        }
        safe
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_ends_where_the_value_ends() {
        for (value, expected) in [
            ("a|b<c>", "`a|b<c>`"),
            ("`", "`` ` ``"),
            ("a```b", "````a```b````"),
            (" x", "`  x `"),
            ("", "`  `"),
            ("a\n# b", "`a\\n# b`"),
        ] {
            assert_eq!(code(value), expected);
        }
    }

    #[test]
    fn html_and_prose_hold_no_markup() {
        assert_eq!(html("</summary>`a`@b"), "&lt;/summary&gt;&#96;a&#96;&#64;b");
        assert_eq!(prose("<b> *x* [y](z) `q`"), "\\<b\\> \\*x\\* \\[y\\](z) \\`q\\`");
    }

    #[test]
    fn no_line_ends_a_block() {
        let block = block(&["a ``` b".to_owned(), "```".to_owned()]);
        assert!(block.starts_with("   ````sh\n") && block.ends_with("   ````\n"), "{block}");
    }
}
