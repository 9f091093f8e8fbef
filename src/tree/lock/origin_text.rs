//! The text form of what an artifact was made from.
//!
//! ```text
//! rendered
//! overlay
//! key LABEL@GENERATION ALGORITHM public:DIGEST
//! certificate LABEL@GENERATION ALGORITHM public:DIGEST issuer:LABEL@GENERATION request:DIGEST
//! secret LABEL@GENERATION
//! bundle [ ORIGIN ORIGIN … ]
//! composed frame:DIGEST [ ORIGIN … ]
//! ```

use std::fmt;

use super::word::{self, read_number};
use crate::tree::{DerivedKey, Digest, IssuedCertificate, Origin, parse_digest};
use base16ct::lower::encode_string;

/// How deep origins may be nested; kubemint's own are nested twice.
const MAX_DEPTH: u8 = 4;

/// Writes an origin.
pub(super) fn write(f: &mut fmt::Formatter<'_>, origin: &Origin) -> fmt::Result {
    match origin {
        Origin::Rendered => f.write_str("rendered"),
        Origin::Overlay => f.write_str("overlay"),
        Origin::Key(key) => {
            f.write_str("key ")?;
            write_key(f, key)
        }
        Origin::Certificate(IssuedCertificate { key, issuer: (label, generation), request }) => {
            f.write_str("certificate ")?;
            write_key(f, key)?;
            write!(f, " issuer:{}@{generation} request:{}", word::escape(label), encode_string(request))
        }
        Origin::Secret { label, generation } => write!(f, "secret {}@{generation}", word::escape(label)),
        Origin::Bundle(parts) => {
            f.write_str("bundle ")?;
            write_parts(f, parts)
        }
        Origin::Composed { template, parts } => {
            write!(f, "composed frame:{} ", encode_string(template))?;
            write_parts(f, parts)
        }
    }
}

fn write_key(f: &mut fmt::Formatter<'_>, key: &DerivedKey) -> fmt::Result {
    let DerivedKey { label, generation, algorithm, public_key } = key;
    write!(f, "{}@{generation} {algorithm} public:{}", word::escape(label), encode_string(public_key))
}

fn write_parts(f: &mut fmt::Formatter<'_>, parts: &[Origin]) -> fmt::Result {
    f.write_str("[ ")?;
    for part in parts {
        write(f, part)?;
        f.write_str(" ")?;
    }
    f.write_str("]")
}

/// Parses an origin from words; `None` if they are not one.
pub(super) fn read<'a>(words: &mut impl Iterator<Item = &'a str>) -> Option<Origin> {
    let first = words.next()?;
    read_after(first, words, 0)
}

fn read_after<'a>(first: &str, words: &mut impl Iterator<Item = &'a str>, depth: u8) -> Option<Origin> {
    match first {
        _ if depth > MAX_DEPTH => None,
        "rendered" => Some(Origin::Rendered),
        "overlay" => Some(Origin::Overlay),
        "key" => read_key(words).map(Origin::Key),
        "certificate" => {
            let key = read_key(words)?;
            let issuer = read_labelled(words.next()?.strip_prefix("issuer:")?)?;
            let request = read_digest("request:", words)?;
            Some(Origin::Certificate(IssuedCertificate { key, issuer, request }))
        }
        "secret" => {
            let (label, generation) = read_labelled(words.next()?)?;
            Some(Origin::Secret { label, generation })
        }
        "bundle" => read_parts(words, depth).map(Origin::Bundle),
        "composed" => {
            let template = read_digest("frame:", words)?;
            read_parts(words, depth).map(|parts| Origin::Composed { template, parts })
        }
        _ => None,
    }
}

fn read_key<'a>(words: &mut impl Iterator<Item = &'a str>) -> Option<DerivedKey> {
    let (label, generation) = read_labelled(words.next()?)?;
    let algorithm = words.next()?.parse().ok()?;
    let public_key = read_digest("public:", words)?;
    Some(DerivedKey { label, generation, algorithm, public_key })
}

fn read_labelled(text: &str) -> Option<(String, u32)> {
    let (label, generation) = text.split_once('@')?;
    Some((word::unescape(label)?, read_number(generation)?))
}

fn read_digest<'a>(name: &str, words: &mut impl Iterator<Item = &'a str>) -> Option<Digest> {
    words.next()?.strip_prefix(name).and_then(parse_digest)
}

fn read_parts<'a>(words: &mut impl Iterator<Item = &'a str>, depth: u8) -> Option<Vec<Origin>> {
    if words.next()? != "[" {
        return None;
    }
    let mut parts = Vec::new();
    loop {
        match words.next()? {
            "]" => return Some(parts),
            first => parts.push(read_after(first, words, depth + 1)?),
        }
    }
}
