//! A table for a terminal, with columns of a fixed width in which long cells are wrapped.

/// A column.
pub struct Column {
    /// Its title.
    pub title: &'static str,
    /// Its width in characters.
    pub width: usize,
}

/// The gap between two columns.
const GAP: &str = " ";

/// The table with its titles. No line has trailing spaces.
pub fn table<const N: usize>(columns: &[Column; N], rows: &[[String; N]]) -> String {
    let titles = columns.each_ref().map(|column| column.title.to_owned());
    let rows = std::iter::once(&titles).chain(rows);
    rows.map(|cells| row(columns, cells)).collect()
}

fn row<const N: usize>(columns: &[Column; N], cells: &[String; N]) -> String {
    let cells: Vec<(Vec<String>, usize)> =
        cells.iter().zip(columns).map(|(cell, column)| (wrapped(cell, column.width), column.width)).collect();
    let height = cells.iter().map(|(lines, _)| lines.len()).max().unwrap_or_default();
    let line = |number: usize| {
        let parts = cells.iter().map(|(lines, width)| {
            let text = lines.get(number).map_or("", String::as_str);
            format!("{text:<width$}")
        });
        parts.collect::<Vec<_>>().join(GAP).trim_end().to_owned() + "\n"
    };
    (0..height).map(line).collect()
}

/// The lines of a cell: wrapped after a space, comma, slash or hyphen, or anywhere in a word that is longer than a
/// line.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in text.split_inclusive([' ', ',', '/', '-', '.']) {
        let mut rest =
            piece.trim_start_matches(|c: char| c == ' ' && lines.last().is_some_and(String::is_empty));
        while let Some(last) = lines.last_mut() {
            let room = width.saturating_sub(last.chars().count());
            if rest.trim_end().chars().count() <= room {
                last.push_str(rest);
                break;
            }
            if last.is_empty() {
                let at = rest.char_indices().nth(width.max(1)).map_or(rest.len(), |(at, _)| at);
                let (head, tail) = rest.split_at(at);
                last.push_str(head);
                rest = tail;
            }
            lines.push(String::new());
        }
    }
    let mut lines: Vec<String> = lines.iter().map(|line| line.trim_end().to_owned()).collect();
    if lines.len() > 1 && lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn long_cells_go_on_below() {
        let columns = [Column { title: "A", width: 8 }, Column { title: "B", width: 10 }];
        let rows =
            [["kube-controller-manager".to_owned(), "a, b".to_owned()], [String::new(), "x".to_owned()]];
        let expected = "A        B\nkube-    a, b\ncontroll\ner-\nmanager\n         x\n";
        assert_eq!(table(&columns, &rows), expected);
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_nothing_is_lost(text in "[a-c ,./-]{0,60}", width in 1..20_usize) {
            let lines = wrapped(&text, width);
            prop_assert!(lines.iter().all(|line| line.chars().count() <= width), "{:?}", lines);
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
