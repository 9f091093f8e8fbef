//! What differs between a certificate that is asked for and the committed one, in the words of certificates.txt.

use std::collections::BTreeMap;

/// The columns of certificates.txt that can differ, by their place after the path.
const COLUMNS: [&str; 6] = ["subject", "issuer", "uses", "names", "from", "to"];

/// The column of the names.
const NAMES: &str = "names";

/// The lines of a committed certificates.txt, for explanation only: by path and generation.
#[derive(Debug, Default)]
pub(super) struct Listed(BTreeMap<(String, String), Vec<String>>);

impl Listed {
    /// Reads the text; a line that is none is passed over.
    pub(super) fn read(text: &[u8]) -> Self {
        let text = String::from_utf8_lossy(text);
        Self(text.lines().filter(|line| !line.starts_with('#')).filter_map(entry).collect())
    }

    /// What differs from the committed line of the same certificate; nothing where there is none.
    pub(super) fn differences(&self, line: &str) -> Vec<String> {
        let Some((name, asked)) = entry(line) else { return Vec::new() };
        let Some(committed) = self.0.get(&name) else { return Vec::new() };
        let columns = COLUMNS.into_iter().zip(committed.iter().zip(&asked));
        columns
            .filter(|(_, (was, is))| was != is)
            .map(|(name, (was, is))| difference(name, was, is))
            .collect()
    }
}

/// A line's path and generation, and the columns between.
fn entry(line: &str) -> Option<((String, String), Vec<String>)> {
    let mut columns = line.split(" | ").map(str::to_owned);
    let path = columns.next()?;
    let between: Vec<String> = columns.by_ref().take(COLUMNS.len()).collect();
    Some(((path, columns.next()?), between))
}

fn difference(column: &str, was: &str, is: &str) -> String {
    if column != NAMES {
        return format!("{column} {is}, was {was}");
    }
    let only_in = |these: &str, others: &str, sign: char| -> Vec<String> {
        let others: Vec<&str> = others.split(',').collect();
        these.split(',').filter(|name| !others.contains(name)).map(|name| format!("{sign}{name}")).collect()
    };
    let changes = [only_in(is, was, '+'), only_in(was, is, '-')].concat();
    if changes.is_empty() {
        "names in another order".to_owned()
    } else {
        format!("names {}", changes.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_one_by_one_and_the_rest_before_and_after() {
        let line =
            |names: &str, to: &str| format!("a.crt | CN=a | CN=b | server | {names} | 2026 | {to} | 1 | aa");
        let listed = Listed::read(format!("# path\n{}\n", line("x,y,z", "2027")).as_bytes());
        assert_eq!(listed.differences(&line("x,w,z", "2028")), ["names +w -y", "to 2028, was 2027"]);
        assert_eq!(listed.differences(&line("z,y,x", "2027")), ["names in another order"]);
        assert_eq!(listed.differences(&line("x,y,z", "2027")), Vec::<String>::new());
        assert_eq!(listed.differences("nothing"), Vec::<String>::new());
    }
}
