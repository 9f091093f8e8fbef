//! certificates.txt: a line a certificate, for who reviews a change.

use super::{Authority, Ca, Issued, Pki, Profile, Purpose};
use crate::tree::Digest;
use base16ct::lower::encode_string;

/// Where the listing lies in the public output.
pub const LISTING: &str = "certificates.txt";

/// What the listing begins with.
const HEADER: &str = "\
# Every certificate of this tree, one a line, sorted by where it lies:
# path | subject | issuer | uses | names | from | to | generation | SHA-256 of the public key
";

/// The content of certificates.txt.
#[must_use]
pub fn listing(pki: &Pki) -> String {
    let authorities = Ca::ALL.into_iter().flat_map(|ca| pki.trusted(ca)).map(authority_line);
    let leaves = pki.leaves().map(|leaf| leaf_line(pki, leaf));
    let mut lines: Vec<String> = authorities.chain(leaves).collect();
    lines.sort_unstable();
    let mut text = HEADER.to_owned();
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// The output does not matter to a certificate, and a bundle is the same on all nodes that have it.
fn authority_line(authority: &Authority) -> String {
    let profile = authority.profile();
    let path = format!("nodes/*{}", authority.ca().bundle());
    line(&path, profile, profile, authority.generation(), &authority.issued_certificate().key.public_key)
}

fn leaf_line(pki: &Pki, leaf: &Issued) -> String {
    let issuer = pki.authority(leaf.signer()).profile();
    let key = &leaf.issued_certificate().key;
    line(&path(leaf), leaf.profile(), issuer, key.generation, &key.public_key)
}

fn path(leaf: &Issued) -> String {
    let path = leaf.role().row().and_then(|row| row.installed.path(leaf.holder()));
    path.map_or_else(|| leaf.label().to_owned(), |path| path.to_string())
}

/// The line of a certificate that lies at `path`.
pub(super) fn line(path: &str, profile: &Profile, issuer: &Profile, generation: u32, key: &Digest) -> String {
    let uses = match profile.purpose {
        Purpose::Authority => "authority".to_owned(),
        Purpose::Leaf(usages) => join(usages.iter().map(|usage| usage.as_str())),
    };
    let names = join(profile.alternative_names.iter());
    format!(
        "{path} | {} | {} | {uses} | {names} | {} | {} | {generation} | {}",
        profile.subject,
        issuer.subject,
        profile.not_before,
        profile.not_after,
        encode_string(key)
    )
}

/// Joined by commas, `-` for nothing.
fn join<T: std::fmt::Display>(items: impl Iterator<Item = T>) -> String {
    let items: Vec<String> = items.map(|item| item.to_string()).collect();
    if items.is_empty() { "-".to_owned() } else { items.join(",") }
}
