//! Changed lines of a text without a known format.

use super::{Aspect, Fact};

/// Each line that only one version contains, in the order of the text, removed lines first.
pub(super) fn facts(from: &str, to: &str) -> Vec<Fact> {
    let only = |one: &str, other: &str| -> Vec<String> {
        let mut left: Vec<&str> = other.lines().collect();
        left.sort_unstable();
        one.lines().filter(|line| left.binary_search(line).is_err()).map(str::to_owned).collect()
    };
    let removed = only(from, to).into_iter().map(|line| Fact::removed(Aspect::Line, line));
    removed.chain(only(to, from).into_iter().map(|line| Fact::added(Aspect::Line, line))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_lines_that_only_one_text_has() {
        let changed = facts("a\nb\nc\n", "c\na\nd\n");
        assert_eq!(changed, [Fact::removed(Aspect::Line, "b"), Fact::added(Aspect::Line, "d")]);
    }
}
