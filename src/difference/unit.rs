//! What changed in a systemd unit or drop-in, for display. Assignments are compared as text, whatever they mean.

use std::collections::{BTreeMap, BTreeSet};

use super::{Aspect, Fact, flags::leave_out};
use crate::render::unit::{INPUTS_KEY, RELEASE_KEY, argument};

/// The values of each assignment in order, by section and name. Each line of a continued value is a value of its own.
type Directives = BTreeMap<String, Vec<String>>;

/// The directives that changed. Arguments whose change is already reported by `flags`, from the resolved clusters,
/// are left out.
pub(super) fn facts(from: &str, to: &str, flags: &[Fact]) -> Vec<Fact> {
    let (mut from, mut to) = (directives(from), directives(to));
    leave_out(command(&mut from), flags, |fact| &fact.from, argument);
    leave_out(command(&mut to), flags, |fact| &fact.to, argument);
    let of = |of: &Directives, name: &String| of.get(name).cloned().unwrap_or_default();
    let names: BTreeSet<&String> = from.keys().chain(to.keys()).collect();
    let all = names.into_iter().flat_map(|name| of_directive(name, &of(&from, name), &of(&to, name)));
    let (mut facts, others): (Vec<Fact>, Vec<Fact>) = all.partition(|fact| fact.aspect == Aspect::Release);
    let (inputs, others): (Vec<Fact>, Vec<Fact>) =
        others.into_iter().partition(|fact| fact.aspect == Aspect::Inputs);
    facts.extend(flags.iter().cloned().chain(others));
    facts.extend(inputs.first().map(|_| Fact::other(Aspect::Inputs)));
    facts
}

/// The facts about the unit of a process that can read its configuration again: it does where nothing else changed.
pub(super) fn reloading(facts: Vec<Fact>) -> Vec<Fact> {
    match facts.as_slice() {
        [Fact { aspect: Aspect::Inputs, .. }] => vec![Fact::other(Aspect::Reload)],
        _ => facts,
    }
}

/// One changed value, or each value that was added or removed.
fn of_directive(name: &str, from: &[String], to: &[String]) -> Vec<Fact> {
    let aspect = || match name.strip_prefix("[Unit] ") {
        Some(INPUTS_KEY) => Aspect::Inputs,
        Some(RELEASE_KEY) => Aspect::Release,
        _ => Aspect::Directive(name.to_owned()),
    };
    let only = |one: &[String], other: &[String]| -> Vec<String> {
        one.iter().filter(|value| !other.contains(value)).cloned().collect()
    };
    match (only(from, to).as_slice(), only(to, from).as_slice()) {
        ([], []) if from != to => vec![Fact::other(aspect())],
        ([from], [to]) => vec![Fact::changed(aspect(), from, to)],
        (removed, added) => {
            let removed = removed.iter().map(|value| Fact::removed(aspect(), value));
            removed.chain(added.iter().map(|value| Fact::added(aspect(), value))).collect()
        }
    }
}

fn directives(text: &str) -> Directives {
    let mut directives = Directives::new();
    let (mut section, mut continued) = ("", None::<String>);
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with(['#', ';'])) {
        let (name, value) = match (continued.take(), line.split_once('=')) {
            (Some(name), _) => (name, line),
            (None, _) if line.starts_with('[') => {
                section = line;
                continue;
            }
            (None, Some((name, value))) => (format!("{section} {}", name.trim()), value),
            (None, None) => continue,
        };
        let ends = value.strip_suffix('\\');
        directives.entry(name.clone()).or_default().push(ends.unwrap_or(value).trim().to_owned());
        continued = ends.map(|_| name);
    }
    directives
}

fn command(directives: &mut Directives) -> Option<&mut Vec<String>> {
    directives.get_mut("[Service] ExecStart")
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: &str = "[Unit]\nX-Kubemint-Inputs=aa\nX-Kubemint-Release=1.36.1\n[Service]\nExecStart=/usr/local/bin/x \\\n  \
                        --a=1 \\\n  \"--b=x y\"\nLimitNOFILE=1\nSystemCallFilter=@a\nSystemCallFilter=@b\n";

    fn flag(name: &str, from: &str, to: &str) -> Fact {
        Fact::changed(Aspect::Flag(name.to_owned()), from, to)
    }

    #[test]
    fn reports_flags_directives_and_inputs_separately() {
        assert_eq!(facts(UNIT, UNIT, &[]), []);
        let to = UNIT
            .replace("--a=1", "--a=2")
            .replace("x y", "y z")
            .replace("NOFILE=1", "NOFILE=2")
            .replace("=@b", "=@c")
            .replace("1.36.1", "1.37.2")
            .replace("aa", "bb");
        let directive = |name: &str| Aspect::Directive(format!("[Service] {name}"));
        assert_eq!(
            facts(UNIT, &to, &[flag("a", "1", "2"), flag("b", "x y", "y z")]),
            [
                Fact::changed(Aspect::Release, "1.36.1", "1.37.2"),
                flag("a", "1", "2"),
                flag("b", "x y", "y z"),
                Fact::changed(directive("LimitNOFILE"), "1", "2"),
                Fact::changed(directive("SystemCallFilter"), "@b", "@c"),
                Fact::other(Aspect::Inputs),
            ]
        );
    }

    #[test]
    fn changes_that_no_flag_explains_are_reported() {
        let to = UNIT.replace("--a=1", "--a=2").replace("x y", "y z");
        let hidden =
            Fact::changed(Aspect::Directive("[Service] ExecStart".to_owned()), "\"--b=x y\"", "\"--b=y z\"");
        assert_eq!(facts(UNIT, &to, &[flag("a", "1", "2")]), [flag("a", "1", "2"), hidden]);
    }

    #[test]
    fn accepts_any_text() {
        for odd in ["\\", "=\\", "[", "a", "a=\\\n", "\\\n\\\n=", "# \\\nb"] {
            let _ = facts(odd, UNIT, &[]);
        }
    }
}
