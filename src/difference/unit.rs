//! A systemd unit or drop-in in two versions.

use std::collections::{BTreeMap, BTreeSet};

use super::{Aspect, Fact, command_line, systemd_words::words};
use crate::render::unit::{INPUTS_KEY, RELEASE_KEY};

/// The directive that has the component's command line.
const COMMAND: &str = "[Service] ExecStart";

/// A unit taken apart.
struct Unit {
    inputs: Option<String>,
    release: Option<String>,
    command: Vec<String>,
    /// The values of each other directive, by section and name, in order.
    directives: BTreeMap<String, Vec<String>>,
}

/// The flags and directives that are another.
pub(super) fn facts(from: &str, to: &str) -> Vec<Fact> {
    let (from, to) = (Unit::parse(from), Unit::parse(to));
    let mut facts = Vec::new();
    if from.release != to.release {
        facts.push(Fact { aspect: Aspect::Release, from: from.release.clone(), to: to.release.clone() });
    }
    facts.extend(command_line::facts(&from.flags(), &to.flags()));
    for name in from.directives.keys().chain(to.directives.keys()).collect::<BTreeSet<_>>() {
        let values = |unit: &Unit| unit.directives.get(name).cloned().unwrap_or_default();
        facts.extend(of_directive(name, &values(&from), &values(&to)));
    }
    if from.inputs != to.inputs {
        facts.push(Fact::other(Aspect::Inputs));
    }
    facts
}

/// The words of a unit's command line.
pub(super) fn command(text: &str) -> Vec<String> {
    Unit::parse(text).command
}

/// The release of a unit's program.
pub(super) fn release(text: &str) -> Option<String> {
    Unit::parse(text).release
}

/// One value for another, or each that is added or removed.
fn of_directive(name: &str, from: &[String], to: &[String]) -> Vec<Fact> {
    let aspect = || Aspect::Directive(name.to_owned());
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

impl Unit {
    fn parse(text: &str) -> Self {
        let (mut command, mut directives) = (Vec::new(), BTreeMap::<String, Vec<String>>::new());
        let mut section = "";
        let joined = text.replace("\\\n", " ");
        for line in joined.lines().map(str::trim).filter(|line| !line.starts_with(['#', ';'])) {
            if line.starts_with('[') {
                section = line;
            } else if let Some((name, value)) = line.split_once('=') {
                let name = format!("{section} {}", name.trim());
                if name == COMMAND && command.is_empty() {
                    command = words(value);
                } else {
                    directives.entry(name).or_default().push(value.trim().to_owned());
                }
            }
        }
        let mut key = |name: &str| directives.remove(&format!("[Unit] {name}"))?.into_iter().next();
        let (inputs, release) = (key(INPUTS_KEY), key(RELEASE_KEY));
        Self { inputs, release, command, directives }
    }

    fn flags(&self) -> BTreeMap<&str, String> {
        command_line::flags(self.command.iter().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: &str = "[Unit]\nX-Kubemint-Inputs=aa\nX-Kubemint-Release=1.36.1\n[Service]\nExecStart=/usr/local/bin/x \\\n  --a=1 \\\n  \
                        \"--b=x y\"\nLimitNOFILE=1\nSystemCallFilter=@a\nSystemCallFilter=@b\n";

    #[test]
    fn tells_flags_directives_and_inputs_apart() {
        assert_eq!(facts(UNIT, UNIT), []);
        let to = UNIT
            .replace("--a=1", "--a=2")
            .replace("NOFILE=1", "NOFILE=2")
            .replace("=@b", "=@c")
            .replace("1.36.1", "1.37.2")
            .replace("aa", "bb");
        let directive = |name: &str| Aspect::Directive(format!("[Service] {name}"));
        assert_eq!(
            facts(UNIT, &to),
            [
                Fact::changed(Aspect::Release, "1.36.1", "1.37.2"),
                Fact::changed(Aspect::Flag("a".to_owned()), "1", "2"),
                Fact::changed(directive("LimitNOFILE"), "1", "2"),
                Fact::changed(directive("SystemCallFilter"), "@b", "@c"),
                Fact::other(Aspect::Inputs),
            ]
        );
        assert_eq!(release(UNIT).as_deref(), Some("1.36.1"));
        assert_eq!(command(UNIT), ["/usr/local/bin/x", "--a=1", "--b=x y"]);
    }
}
