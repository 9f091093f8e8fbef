//! Facts as sentences, and their names for programs.

use crate::difference::{Aspect, Fact};

/// How to write a value in a sentence: as it is on a terminal, as code in Markdown.
pub(super) type Quote = fn(&str) -> String;

/// The sentence, without a full stop.
pub(super) fn sentence(fact: &Fact, quote: Quote) -> String {
    let (from, to) = (fact.from.as_deref(), fact.to.as_deref());
    match &fact.aspect {
        Aspect::Flag(name) => flag(name, from, to, quote),
        Aspect::Field { object, path } => field(object.as_deref(), path, from, to, quote),
        Aspect::Directive(name) => moved(&quote(name), from, to, quote),
        Aspect::Account(name) => moved(&format!("account {}", quote(name)), from, to, quote),
        Aspect::Line => named("line", from, to, quote),
        Aspect::Object(name) => come_or_go(&quote(name), to.is_some()),
        Aspect::File => come_or_go("file", to.is_some()),
        aspect => of_words(&words(aspect), from, to, quote),
    }
}

/// The sentences for a fact that was added, removed or changed. `{from}` and `{to}` stand for its values.
struct Words {
    added: &'static str,
    removed: &'static str,
    changed: &'static str,
}

/// The words of each aspect that needs no code.
fn words(aspect: &Aspect) -> Words {
    let all = |changed| Words { added: changed, removed: changed, changed };
    let by_side = |added, removed, changed| Words { added, removed, changed };
    match aspect {
        Aspect::Header("seed") => all("made from another seed, {to} (it was {from}): every key changes"),
        Aspect::Header("cluster") => all("made for another cluster, {to} (it was {from}): every key changes"),
        Aspect::Header(_) => all("schema {to} (it was {from})"),
        Aspect::Node => by_side("a new node ({to})", "no longer a node ({from})", ""),
        Aspect::Names => by_side("SAN added: {to}", "SAN removed: {from}", ""),
        Aspect::Subject => all("subject from {from} to {to}"),
        Aspect::Issuer => all("issuer from {from} to {to}"),
        Aspect::Uses => all("uses from {from} to {to}"),
        Aspect::NotBefore => all("valid from {to} (it was {from})"),
        Aspect::NotAfter => all("valid until {to} (it was {from})"),
        Aspect::Extensions => all("another certificate for the same key: its extensions differ"),
        Aspect::KeyGeneration => all("key of generation {to} (it was {from})"),
        Aspect::KeyAlgorithm => all("key algorithm from {from} to {to}"),
        Aspect::Key => all("another key"),
        Aspect::Signer => all("signed by {to} (it was {from})"),
        Aspect::Trust => by_side("also trusts {to}", "no longer trusts {from}", ""),
        Aspect::DerivedSecret => {
            by_side("also holds {to}", "no longer holds {from}", "holds {to} (it was {from})")
        }
        Aspect::TextAroundSecrets => all("changed in its text around the secrets"),
        Aspect::Owner => all("owner from {from} to {to}"),
        Aspect::Group => all("group from {from} to {to}"),
        Aspect::Mode => all("mode from {from} to {to}"),
        Aspect::Release => by_side(
            "names its program's release: {to}",
            "no longer names its program's release",
            "program from release {from} to {to}",
        ),
        Aspect::Reload => all("reloads: a file it reads has changed"),
        Aspect::Inputs => all("restarts: a file it reads at startup has changed"),
        Aspect::Disk => all("on disk {from}; a render restores it"),
        _ => all("changed"),
    }
}

fn of_words(words: &Words, from: Option<&str>, to: Option<&str>, quote: Quote) -> String {
    let template = match (from, to) {
        (None, Some(_)) => words.added,
        (Some(_), None) => words.removed,
        _ => words.changed,
    };
    let mut text = String::new();
    // `replace` is not used, since a value may contain the other placeholder.
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, mark) = rest.split_at(at);
        text.push_str(before);
        let (value, after) = match mark.strip_prefix("{to}") {
            Some(after) => (to, after),
            None => (from, mark.strip_prefix("{from}").unwrap_or_default()),
        };
        text.push_str(&quote(value.unwrap_or_default()));
        rest = after;
    }
    text + rest
}

fn flag(name: &str, from: Option<&str>, to: Option<&str>, quote: Quote) -> String {
    let whole = |value: &str| if name.is_empty() { value.to_owned() } else { format!("--{name}={value}") };
    match (from, to) {
        (Some(from), Some(to)) if name.is_empty() => format!("command from {} to {}", quote(from), quote(to)),
        (Some(from), Some(to)) => {
            format!("flag {} from {} to {}", quote(&format!("--{name}")), quote(from), quote(to))
        }
        (from, to) => {
            come_or_go(&format!("flag {}", quote(&whole(to.or(from).unwrap_or_default()))), to.is_some())
        }
    }
}

fn field(object: Option<&str>, path: &str, from: Option<&str>, to: Option<&str>, quote: Quote) -> String {
    let object = object.map(|name| format!("{}: ", quote(name))).unwrap_or_default();
    let text = match path.strip_suffix("[]") {
        Some(list) => match (from, to) {
            (_, Some(to)) => format!("list {} gains {}", quote(list), quote(to)),
            (from, None) => format!("list {} loses {}", quote(list), quote(from.unwrap_or_default())),
        },
        None => moved(&format!("field {}", quote(path)), from, to, quote),
    };
    format!("{object}{text}")
}

/// Longer values, such as an embedded kubeconfig, are not printed.
const LONG: usize = 240;

/// `X from A to B`, `X added: B` or `X removed: A`.
fn moved(what: &str, from: Option<&str>, to: Option<&str>, quote: Quote) -> String {
    let is_long = |value: Option<&str>| value.is_some_and(|value| value.chars().count() > LONG);
    match (from, to) {
        (None, None) => format!("{what} changed"),
        (Some(_), Some(_)) if is_long(from) || is_long(to) => format!("{what} changed (long text)"),
        (None, Some(_)) if is_long(to) => format!("{what} added (long text)"),
        (Some(_), None) if is_long(from) => format!("{what} removed (long text)"),
        (Some(from), Some(to)) => format!("{what} from {} to {}", quote(from), quote(to)),
        (None, Some(to)) => format!("{what} added: {}", quote(to)),
        (from, None) => format!("{what} removed: {}", quote(from.unwrap_or_default())),
    }
}

/// `X A added` or `X A removed`.
fn named(what: &str, from: Option<&str>, to: Option<&str>, quote: Quote) -> String {
    come_or_go(&format!("{what} {}", quote(to.or(from).unwrap_or_default())), to.is_some())
}

fn come_or_go(what: &str, comes: bool) -> String {
    format!("{what} {}", if comes { "added" } else { "removed" })
}

/// What a fact is about, for programs: a fixed word, and a name.
pub(super) fn kind_and_name(aspect: &Aspect) -> (&'static str, Option<&str>) {
    match aspect {
        Aspect::Header(name) => ("identity", Some(name)),
        Aspect::Account(name) => ("account", Some(name)),
        Aspect::Node => ("node", None),
        Aspect::File => ("file", None),
        Aspect::Flag(name) => ("flag", Some(name)),
        Aspect::Field { path, .. } => ("field", Some(path)),
        Aspect::Object(name) => ("object", Some(name)),
        Aspect::Directive(name) => ("directive", Some(name)),
        Aspect::Line => ("line", None),
        Aspect::Names => ("names", None),
        Aspect::Subject => ("subject", None),
        Aspect::Issuer => ("issuer", None),
        Aspect::Uses => ("uses", None),
        Aspect::NotBefore => ("not-before", None),
        Aspect::NotAfter => ("not-after", None),
        Aspect::Extensions => ("extensions", None),
        Aspect::KeyGeneration => ("key-generation", None),
        Aspect::KeyAlgorithm => ("key-algorithm", None),
        Aspect::Key => ("key", None),
        Aspect::Signer => ("signer", None),
        Aspect::Trust => ("trust", None),
        Aspect::DerivedSecret => ("secret", None),
        Aspect::TextAroundSecrets => ("text-around-secrets", None),
        Aspect::Owner => ("owner", None),
        Aspect::Group => ("group", None),
        Aspect::Mode => ("mode", None),
        Aspect::Release => ("release", None),
        Aspect::Inputs => ("inputs", None),
        Aspect::Reload => ("reload", None),
        Aspect::Bytes => ("bytes", None),
        Aspect::Disk => ("disk", None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(aspect: Aspect, from: Option<&str>, to: Option<&str>) -> String {
        let fact = Fact { aspect, from: from.map(str::to_owned), to: to.map(str::to_owned) };
        sentence(&fact, |value| format!("<{value}>"))
    }

    #[test]
    fn speaks_the_domains_words() {
        let flag = |name: &str| Aspect::Flag(name.to_owned());
        let field = |object: Option<&str>, path: &str| Aspect::Field {
            object: object.map(str::to_owned),
            path: path.to_owned(),
        };
        for (sentence, expected) in [
            (said(flag("v"), Some("2"), Some("4")), "flag <--v> from <2> to <4>"),
            (said(flag("v"), None, Some("4")), "flag <--v=4> added"),
            (said(flag("v"), Some("2"), None), "flag <--v=2> removed"),
            (said(field(None, "a.b"), Some("1"), Some("2")), "field <a.b> from <1> to <2>"),
            (said(field(Some("Role x"), "rules[]"), None, Some("2")), "<Role x>: list <rules> gains <2>"),
            (said(Aspect::Names, None, Some("a, b")), "SAN added: <a, b>"),
            (said(Aspect::NotAfter, Some("A"), Some("B")), "valid until <B> (it was <A>)"),
            (said(Aspect::Subject, Some("{to}"), Some("B")), "subject from <{to}> to <B>"),
            (said(Aspect::Key, None, None), "another key"),
            (said(field(None, "a"), Some(&"x".repeat(300)), Some("y")), "field <a> changed (long text)"),
            (said(Aspect::File, None, Some("public")), "file added"),
        ] {
            assert_eq!(sentence, expected);
        }
    }
}
