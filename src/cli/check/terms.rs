//! Everything of a cluster that has a validity, and its state at a given time.

use time::OffsetDateTime;

use crate::{
    model::{Cluster, Timestamp},
    pki::{self, Lifetime},
    tree::{Place, RelPath, Tree},
};

/// What has a validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A certificate, in a file of its own or in a kubeconfig.
    Certificate,
    /// The token with which new machines join.
    BootstrapToken,
}

impl Kind {
    /// Its name for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::BootstrapToken => "bootstrap-token",
        }
    }
}

/// Something with a validity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its kind.
    pub kind: Kind,
    /// The label of its key.
    pub name: String,
    /// Its path below the public or secret output.
    pub path: String,
    /// The node that has it; `None` if all nodes or no machine have it.
    pub node: Option<String>,
    /// When it becomes valid; `None` if it is valid until its end.
    pub begins: Option<Timestamp>,
    /// When it expires: a certificate's last second, or the first second at which a token is no longer valid.
    pub ends: Timestamp,
    /// Who needs it; empty if nobody does.
    pub needed_by: String,
}

/// The state of a [`Term`] at a given time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not valid yet.
    NotYetValid,
    /// Valid.
    Valid,
    /// Expired.
    Ended,
}

impl State {
    /// Its name for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotYetValid => "not-yet-valid",
            Self::Valid => "valid",
            Self::Ended => "ended",
        }
    }
}

impl Term {
    /// The state at a given time. Both ends belong to a certificate's validity (RFC 5280 section 4.1.2.5, and
    /// `Certificate.Verify` of Go's crypto/x509); a token is no longer valid at its expiration (Kubernetes 1.37,
    /// `k8s.io/cluster-bootstrap/util/secrets`, `GetExpiration`).
    pub fn state(&self, at: OffsetDateTime) -> State {
        let ends = self.ends.to_offset_date_time();
        let has_ended = match self.kind {
            Kind::Certificate => at > ends,
            Kind::BootstrapToken => at >= ends,
        };
        if has_ended {
            State::Ended
        } else if self.begins.is_some_and(|begins| at < begins.to_offset_date_time()) {
            State::NotYetValid
        } else {
            State::Valid
        }
    }
}

/// Every term of a tree and its cluster, sorted by expiry.
pub fn terms(cluster: &Cluster, tree: &Tree) -> Vec<Term> {
    let listing = RelPath::parse(pki::LISTING).ok().map(Place::public);
    let file = listing.as_ref().and_then(|place| tree.file(place));
    let certificates = file.map(|file| pki::lifetimes(&String::from_utf8_lossy(file.bytes)));
    let certificates = certificates.unwrap_or_default().into_iter().map(of_certificate);
    let mut terms: Vec<Term> = certificates.chain([bootstrap_token(cluster)]).collect();
    terms.sort_by(|one, other| key(one).cmp(&key(other)));
    terms
}

fn key(term: &Term) -> (Timestamp, &str, &str) {
    (term.ends, &term.name, &term.path)
}

fn of_certificate(lifetime: Lifetime) -> Term {
    let Lifetime { name, path, node, generation, begins, ends, needed_by } = lifetime;
    let name = if generation == "1" { name } else { format!("{name} (generation {generation})") };
    Term { kind: Kind::Certificate, name, path, node, begins: Some(begins), ends, needed_by }
}

/// The token. Its expiration is only in cluster.toml, and in no row of the public output.
fn bootstrap_token(cluster: &Cluster) -> Term {
    let joining: Vec<String> =
        cluster.nodes().filter(|node| node.bootstraps()).map(|node| node.name().to_string()).collect();
    Term {
        kind: Kind::BootstrapToken,
        name: "bootstrap token".to_owned(),
        path: "cluster/bootstrap-token.yaml".to_owned(),
        node: None,
        begins: None,
        ends: cluster.bootstrap.token_expiry,
        needed_by: if joining.is_empty() {
            String::new()
        } else {
            format!("new kubelets: {}", joining.join(", "))
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_a_certificate_belong_to_it_and_a_token_ends_with_its_moment() {
        let moment = |text: &str| Timestamp::parse(text).unwrap();
        let term = |kind, begins: Option<&str>| Term {
            kind,
            name: String::new(),
            path: String::new(),
            node: None,
            begins: begins.map(moment),
            ends: moment("2027-01-01T00:00:00Z"),
            needed_by: String::new(),
        };
        let certificate = term(Kind::Certificate, Some("2026-01-01T00:00:00Z"));
        let token = term(Kind::BootstrapToken, None);
        for (at, of_certificate, of_token) in [
            ("2025-12-31T23:59:59Z", State::NotYetValid, State::Valid),
            ("2026-01-01T00:00:00Z", State::Valid, State::Valid),
            ("2026-12-31T23:59:59Z", State::Valid, State::Valid),
            ("2027-01-01T00:00:00Z", State::Valid, State::Ended),
            ("2027-01-01T00:00:01Z", State::Ended, State::Ended),
        ] {
            let at_moment = moment(at).to_offset_date_time();
            assert_eq!(certificate.state(at_moment), of_certificate, "{at}");
            assert_eq!(token.state(at_moment), of_token, "{at}");
        }
    }
}
