//! `check --expiry`: everything with a validity, as a table and for programs.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{
    table::{Column, table},
    terms::{State, Term},
};
use crate::{
    model::{Component, Timestamp},
    pki::Ca,
};

const COLUMNS: [Column; 6] = [
    Column { title: "ENDS", width: 10 },
    Column { title: "LEFT", width: 7 },
    Column { title: "BEGINS", width: 10 },
    Column { title: "WHAT", width: 21 },
    Column { title: "WHERE", width: 12 },
    Column { title: "NEEDED BY", width: 14 },
];

/// The days of 400 years, after which the Gregorian calendar repeats.
const DAYS_OF_400_YEARS: i64 = 146_097;

/// If more nodes than this have the same row, only the first one is named.
const NODES: usize = 3;

/// A table of at most 80 columns, sorted by expiry. What is the same on several nodes is one row.
pub fn as_text(terms: &[Term], at: OffsetDateTime) -> String {
    let mut rows: Vec<(&Term, Vec<&str>)> = Vec::new();
    for term in terms {
        let alike = rows.iter_mut().find(|(first, _)| is_alike(first, term));
        match (alike, term.node.as_deref()) {
            (Some((_, nodes)), Some(node)) => nodes.push(node),
            (_, node) => rows.push((term, node.into_iter().collect())),
        }
    }
    let rows: Vec<[String; 6]> = rows.iter().map(|(term, nodes)| row(term, nodes, at)).collect();
    format!("As of {}:\n{}", moment(at), table(&COLUMNS, &rows))
}

/// Whether two terms differ only in the node.
fn is_alike(one: &Term, other: &Term) -> bool {
    let facts = |term: &Term| (term.kind, term.name.clone(), term.begins, term.ends, term.node.is_some());
    facts(one) == facts(other)
}

fn row(term: &Term, nodes: &[&str], at: OffsetDateTime) -> [String; 6] {
    let date = |moment: Timestamp| moment.to_offset_date_time().date().to_string();
    let place = match (nodes.is_empty(), term.path.starts_with("nodes/")) {
        (false, _) if nodes.len() > NODES => {
            format!("{} and {} more", nodes.first().unwrap_or(&""), nodes.len() - 1)
        }
        (false, _) => nodes.join(", "),
        (true, true) if is_on_workers(term) => "every node".to_owned(),
        (true, true) => "control plane".to_owned(),
        (true, false) => "no node".to_owned(),
    };
    let needed_by = if term.needed_by.is_empty() { "nobody" } else { &term.needed_by };
    [
        date(term.ends),
        left(term, at),
        term.begins.map_or_else(String::new, date),
        term.name.clone(),
        place,
        needed_by.to_owned(),
    ]
}

/// Whether a CA's certificate is on workers, too.
fn is_on_workers(term: &Term) -> bool {
    Ca::ALL
        .iter()
        .any(|ca| ca.readers().contains(&Component::Kubelet) && term.path.ends_with(ca.bundle().as_str()))
}

/// The remaining time, in the largest unit of which at least two remain.
fn left(term: &Term, at: OffsetDateTime) -> String {
    match term.state(at) {
        State::Ended => return "ended".to_owned(),
        State::NotYetValid => return "not yet".to_owned(),
        State::Valid => {}
    }
    let left = term.ends.to_offset_date_time() - at;
    let (days, hours, minutes) = (left.whole_days(), left.whole_hours(), left.whole_minutes());
    match (days, hours) {
        (99_999.., _) => format!("{}y", days * 400 / DAYS_OF_400_YEARS),
        (2.., _) => format!("{days}d"),
        (_, 2..) => format!("{hours}h"),
        _ => format!("{minutes}min"),
    }
}

/// The same for programs; documented in docs/json.md.
pub fn as_json(terms: &[Term], at: OffsetDateTime) -> Value {
    let item = |term: &Term| {
        json!({
            "kind": term.kind.name(),
            "name": term.name,
            "path": term.path,
            "node": term.node,
            "begins": term.begins.map(|begins| begins.to_string()),
            "ends": term.ends.to_string(),
            "seconds_left": (term.ends.to_offset_date_time() - at).whole_seconds(),
            "state": term.state(at).name(),
            "needed_by": (!term.needed_by.is_empty()).then_some(&term.needed_by),
        })
    };
    json!({ "at": moment(at), "items": terms.iter().map(item).collect::<Value>() })
}

/// A time in whole seconds, as everywhere else.
fn moment(at: OffsetDateTime) -> String {
    let whole = at.replace_nanosecond(0).ok().and_then(Timestamp::from_utc);
    whole.map_or_else(|| at.to_string(), |whole| whole.to_string())
}
