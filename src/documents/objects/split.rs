//! The documents of a file, as kubectl separates them (`k8s.io/apimachinery`, `pkg/util/yaml`, `splitYAMLDocument`).

/// A document, with the number of lines before it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Slice<'a> {
    pub(super) text: &'a str,
    pub(super) before: usize,
}

/// Each document that has more than comments.
pub(super) fn documents(text: &str) -> Vec<Slice<'_>> {
    let mut slices = Vec::new();
    let (mut start, mut start_line, mut offset) = (0, 0, 0);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let end = offset + line.len();
        if let Some(rest) = line.strip_prefix("---").filter(|rest| is_separated(rest)) {
            slices.extend(slice(text, start..offset, start_line));
            let is_bare = rest.trim().is_empty();
            (start, start_line) = if is_bare { (end, number + 1) } else { (offset + 3, number) };
        }
        offset = end;
    }
    slices.extend(slice(text, start..offset, start_line));
    slices
}

fn is_separated(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(char::is_whitespace)
}

fn slice(text: &str, range: std::ops::Range<usize>, before: usize) -> Option<Slice<'_>> {
    let text = text.get(range)?;
    let has_content = text.lines().map(str::trim).any(|line| !line.is_empty() && !line.starts_with('#'));
    has_content.then_some(Slice { text, before })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_begin_after_their_separators() {
        let found =
            documents("# a license\n---\na: 1\n---\n\n# nothing\n--- # two\nb: |\n  ---\n----\n---\r\nc: 3");
        let found: Vec<_> = found.iter().map(|slice| (slice.text, slice.before)).collect();
        assert_eq!(found, [("a: 1\n", 2), (" # two\nb: |\n  ---\n----\n", 6), ("c: 3", 11)]);
        assert_eq!(documents("a: 1\n").len(), 1);
        assert!(documents("").is_empty() && documents("---\n---\n# x\n").is_empty());
    }
}
