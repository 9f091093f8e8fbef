//! Lines of two versions of a text that has no other form.

use super::{Aspect, Fact};

/// Each line that only one version has, in the texts' order, the removed ones first.
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
    fn tells_what_only_one_text_has() {
        let told = facts("a\nb\nc\n", "c\na\nd\n");
        assert_eq!(told, [Fact::removed(Aspect::Line, "b"), Fact::added(Aspect::Line, "d")]);
    }
}
