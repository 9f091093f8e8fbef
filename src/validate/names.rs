//! Names that stand twice.

use super::{tables, twice::twice};
use crate::{diagnostic::Violation, model::Draft};

/// Two machines of one name would be one Node object.
pub(super) fn nodes(draft: &Draft) -> Vec<Violation> {
    let names = tables::nodes(draft).map(|(path, node)| (format!("{path}.name"), &node.name));
    let violation = |(path, first, name): (String, String, _)| {
        Violation::new(
            "name-used-twice",
            path,
            format!("the name {name} is used twice"),
            "a name of its own for each node",
        )
        .also(first, "first used here")
        .help("rename one of them")
    };
    twice(names).into_iter().map(violation).collect()
}

/// Two administrators of one name would be one user with one kubeconfig.
pub(super) fn admins(draft: &Draft) -> Vec<Violation> {
    let names = draft.admins.iter().enumerate().map(|(i, admin)| (format!("admin[{i}].name"), &admin.name));
    let violation = |(path, first, name): (String, String, _)| {
        Violation::new(
            "name-used-twice",
            path,
            format!("the name {name} is used twice"),
            "a name of its own for each [[admin]]",
        )
        .also(first, "first used here")
        .help("rename one of them, or take one away")
    };
    twice(names).into_iter().map(violation).collect()
}
