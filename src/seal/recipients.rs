//! recipients.txt: who can decrypt what, as a public file, so that `seal` needs neither cluster.toml nor the seed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use crate::{
    model::{Cluster, Recipient},
    pack::Part,
    recipient,
};

/// The path of the file in the public output. The binding of the secret output covers it.
pub use crate::tree::binding::RECIPIENTS;

/// The path of the index's key in the secret output.
pub const KEY: &str = "cluster/seal.key";

/// The label of that key in the lock.
pub const KEY_LABEL: &str = "seal";

const COMMENT: &str = "# Who can open what `kubemint seal` encrypts. Written by `kubemint render` from cluster.toml; do not edit.";

/// Each part that is encrypted, with its recipients. Parts without recipients are left out.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Recipients(BTreeMap<Part, BTreeSet<Recipient>>);

impl Recipients {
    /// The recipients from cluster.toml: operators can decrypt every part, a node its own.
    #[must_use]
    pub fn of(cluster: &Cluster) -> Self {
        let operators: BTreeSet<Recipient> = cluster.recipients.iter().cloned().collect();
        let nodes = cluster.nodes().map(|node| {
            let own = node.node().recipients.iter().cloned();
            (Part::Node(node.name().clone()), operators.iter().cloned().chain(own).collect())
        });
        let parts = std::iter::once((Part::Cluster, operators.clone())).chain(nodes);
        Self(parts.filter(|(_, recipients): &(_, BTreeSet<_>)| !recipients.is_empty()).collect())
    }

    /// Parses the file; `None` if it is not a rendered one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts: BTreeMap<Part, BTreeSet<Recipient>> = BTreeMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (part, recipient) = line.split_once(' ')?;
            let recipient = recipient::parse(recipient).ok()?;
            parts.entry(Part::parse(part)?).or_default().insert(recipient);
        }
        Some(Self(parts))
    }

    /// Whether nothing is encrypted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each part with its recipients.
    pub fn iter(&self) -> impl Iterator<Item = (&Part, &BTreeSet<Recipient>)> {
        self.0.iter()
    }

    /// Whether a part has recipients.
    #[must_use]
    pub fn has(&self, part: &Part) -> bool {
        self.0.contains_key(part)
    }
}

impl fmt::Display for Recipients {
    /// One line per part and recipient, sorted.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{COMMENT}")?;
        let lines = self.0.iter().flat_map(|(part, all)| all.iter().map(move |one| (part, one)));
        lines.into_iter().try_for_each(|(part, recipient)| writeln!(f, "{part} {recipient}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::example;

    fn recipient() -> Recipient {
        recipient::parse(&age::x25519::Identity::generate().to_public().to_string()).unwrap()
    }

    #[test]
    fn operators_open_everything_and_a_node_its_own() {
        let (operator, machine) = (recipient(), recipient());
        let mut draft = example::draft();
        draft.control_plane[0].node.recipients = vec![machine.clone(), machine.clone()];
        let recipients =
            |draft: &crate::model::Draft| Recipients::of(&crate::validate::cluster(draft.clone()).unwrap());
        assert_eq!(recipients(&draft).iter().count(), 1);
        assert!(!recipients(&draft).has(&Part::Cluster));
        draft.recipients = vec![operator.clone()];
        let all = recipients(&draft);
        let to: Vec<usize> = all.iter().map(|(_, recipients)| recipients.len()).collect();
        assert_eq!(to, [1, 2, 1, 1, 1, 1]);
        assert_eq!(Recipients::parse(&all.to_string()), Some(all.clone()));
        assert!(all.to_string().contains(&format!("\nnodes/master-2 {operator}\n")));
        assert_eq!(Recipients::parse("nodes/a nobody\n"), None);
        assert!(recipients(&example::draft()).is_empty());
    }
}
