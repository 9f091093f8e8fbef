//! Flags of two command lines.

use std::collections::{BTreeMap, BTreeSet};

use super::{Aspect, Fact};

/// The flags of a command line by name, without dashes; a flag without `=` has an empty value. The program and other
/// words come first, in order, under an empty name.
pub(super) fn flags<'a>(words: impl IntoIterator<Item = &'a str>) -> BTreeMap<&'a str, String> {
    let mut flags: BTreeMap<&str, String> = BTreeMap::new();
    for word in words {
        let flag = word.strip_prefix("--").or_else(|| word.strip_prefix('-'));
        let (name, value) = flag.map_or(("", word), |flag| flag.split_once('=').unwrap_or((flag, "")));
        flags
            .entry(name)
            .and_modify(|all| {
                all.push(' ');
                all.push_str(value);
            })
            .or_insert_with(|| value.to_owned());
    }
    flags
}

/// Each flag that is another, by name.
pub(super) fn facts(from: &BTreeMap<&str, String>, to: &BTreeMap<&str, String>) -> Vec<Fact> {
    let names: BTreeSet<&str> = from.keys().chain(to.keys()).copied().collect();
    let fact = |name: &str| {
        let (from, to) = (from.get(name), to.get(name));
        let fact = Fact { aspect: Aspect::Flag(name.to_owned()), from: from.cloned(), to: to.cloned() };
        (from != to).then_some(fact)
    };
    names.into_iter().filter_map(fact).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_changed_added_and_removed_flags() {
        let from = flags(["kubelet", "--a=1", "--b=x=y", "--c"]);
        let to = flags(["kubelet", "--a=2", "--b=x=y", "--d=", "-e=1"]);
        let told: Vec<_> = facts(&from, &to)
            .into_iter()
            .map(|fact| match fact.aspect {
                Aspect::Flag(name) => (name, fact.from, fact.to),
                other => panic!("{other:?}"),
            })
            .collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            told,
            [
                ("a".to_owned(), some("1"), some("2")),
                ("c".to_owned(), some(""), None),
                ("d".to_owned(), None, some("")),
                ("e".to_owned(), None, some("1")),
            ]
        );
    }
}
