//! docs/configuration.md: the type and the description of each key.

const PAGE: &str = include_str!("../../../docs/configuration.md");

/// A row of one of the page's tables.
pub(super) struct Row {
    /// The header of its table, such as `[cluster]`; empty for the top level.
    pub(super) header: &'static str,
    /// The key.
    pub(super) key: &'static str,
    /// Its type, in words.
    pub(super) value_type: &'static str,
    meaning: &'static str,
}

impl Row {
    /// Its description without Markdown's links and backquotes, which editors show as they are.
    pub(super) fn description(&self) -> String {
        let mut text = String::new();
        let mut rest = self.meaning;
        while let Some((before, label, after)) = link(rest) {
            text.push_str(before);
            text.push_str(label);
            rest = after;
        }
        text.push_str(rest);
        text.replace('`', "")
    }
}

/// The text before the first link, the link's label, and the text after it.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (before, target) = text.split_once("](")?;
    let (before, label) = before.rsplit_once('[')?;
    let (_, after) = target.split_once(')')?;
    Some((before, label, after))
}

/// Every row of the page, in order.
pub(super) fn rows() -> Vec<Row> {
    let mut header = "";
    let mut rows = Vec::new();
    for line in PAGE.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            header = if heading == "The top level" { "" } else { heading.trim_matches('`') };
        }
        rows.extend(row(header, line));
    }
    rows
}

fn row(header: &'static str, line: &'static str) -> Option<Row> {
    let mut columns = line.strip_prefix("| `")?.strip_suffix(" |")?.splitn(4, " | ");
    let (key, value_type, _default, meaning) =
        (columns.next()?, columns.next()?, columns.next()?, columns.next()?);
    Some(Row { header, key: key.strip_suffix('`')?, value_type, meaning })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_has_no_links() {
        let meaning = "The public keys ([secrets.md](secrets.md#keys)) of `seal`, and [another](a).";
        let row = Row { header: "", key: "recipients", value_type: "string", meaning };
        assert_eq!(row.description(), "The public keys (secrets.md) of seal, and another.");
    }
}
