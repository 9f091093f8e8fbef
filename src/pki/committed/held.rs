//! Whether files contain the keys and certificates of their rows, and belong together. This needs neither the seed nor
//! cluster.toml, since whoever packs a machine may have neither.

use std::collections::BTreeMap;

use base64ct::{Base64, Encoding};
use sha2::{Digest as _, Sha256};
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::{
    KeyName, Refusal,
    index::{Part, blocks, parts_of},
};
use crate::{
    derive::PublicKey,
    tree::{DerivedKey, Digest, IssuedCertificate, Origin, Place, Secrecy},
};

/// Checks the PEM files of a machine against their rows and each other: a private key against the public key in its row,
/// certificates and public keys against their rows, and each certificate's signature against its CA's certificate among the
/// files. Other files are ignored.
///
/// All rows with the same label and generation list the same key (`layout::check`), so keys and certificates that match their
/// rows belong together.
pub fn hold<'a>(files: impl IntoIterator<Item = (&'a Place, &'a Origin, &'a [u8])>) -> Vec<Refusal> {
    let mut held = Held::default();
    for (place, origin, bytes) in files {
        match (place.secrecy, origin) {
            (Secrecy::Secret, Origin::Key(key)) => held.add_private_key(place, key, bytes),
            (Secrecy::Secret, _) => {}
            (Secrecy::Public, Origin::Composed { template, parts }) => {
                held.add_composed(place, template, parts, bytes);
            }
            (Secrecy::Public, origin) => held.add_file(place, origin, bytes),
        }
    }
    held.refusals()
}

#[derive(Default)]
struct Held<'a> {
    authorities: BTreeMap<KeyName, PublicKey>,
    certificates: Vec<(&'a Place, &'a IssuedCertificate, Vec<u8>)>,
    refusals: Vec<Refusal>,
}

impl<'a> Held<'a> {
    fn add_private_key(&mut self, place: &Place, key: &DerivedKey, bytes: &[u8]) {
        let public = std::str::from_utf8(bytes).ok();
        let public = public.and_then(|pem| PublicKey::of_private_pem(key.algorithm, pem).ok());
        if !public.is_some_and(|public| is_listed(key, public.spki_der())) {
            self.refuse_key(place, key);
        }
    }

    /// A file with text around a bundle: what it embeds is held to the parts, the text around it to its digest.
    fn add_composed(&mut self, place: &'a Place, template: &Digest, parts: &'a [Origin], bytes: &[u8]) {
        match (parts, embedded(bytes, template)) {
            ([part], Some(pem)) => self.add_file(place, part, &pem),
            _ => self.refusals.push(Refusal::Content(place.clone())),
        }
    }

    fn add_file(&mut self, place: &'a Place, origin: &'a Origin, bytes: &[u8]) {
        let parts = parts_of(origin);
        if parts.is_empty() {
            return;
        }
        let Some(blocks) = blocks(&parts, bytes) else {
            self.refusals.push(Refusal::Content(place.clone()));
            return;
        };
        for (part, der) in parts.into_iter().zip(blocks) {
            match part {
                Part::Key(key) if public_key(key, &der).is_none() => self.refuse_key(place, key),
                Part::Key(_) => {}
                Part::Certificate(made) => self.add_certificate(place, made, der),
            }
        }
    }

    fn add_certificate(&mut self, place: &'a Place, made: &'a IssuedCertificate, der: Vec<u8>) {
        let Ok(([], certificate)) = X509Certificate::from_der(&der) else {
            self.refusals.push(Refusal::Content(place.clone()));
            return;
        };
        let Some(key) = public_key(&made.key, certificate.public_key().raw) else {
            self.refuse_key(place, &made.key);
            return;
        };
        let name = (made.key.label.clone(), made.key.generation);
        if made.issuer == name {
            self.authorities.insert(name, key);
        }
        self.certificates.push((place, made, der));
    }

    fn refuse_key(&mut self, place: &Place, key: &DerivedKey) {
        self.refusals.push(Refusal::Key { place: place.clone(), label: key.label.clone() });
    }

    /// Every refusal, after verifying each signature with the CAs that are known now.
    fn refusals(self) -> Vec<Refusal> {
        let Self { authorities, certificates, mut refusals } = self;
        let is_signed = |made: &IssuedCertificate, der: &[u8]| {
            let certificate = X509Certificate::from_der(der).ok().map(|(_, certificate)| certificate);
            certificate.zip(authorities.get(&made.issuer)).is_some_and(|(certificate, key)| {
                certificate.signature_algorithm == certificate.tbs_certificate.signature
                    && key.verifies(certificate.tbs_certificate.as_ref(), &certificate.signature_value.data)
            })
        };
        for (place, made, der) in certificates {
            if !is_signed(made, &der) {
                let (label, issuer) = (made.key.label.clone(), made.issuer.0.clone());
                refusals.push(Refusal::Signature { place: place.clone(), label, issuer });
            }
        }
        refusals
    }
}

/// The CAs that a text embeds as a kubeconfig does, where what is left without them has this digest.
fn embedded(bytes: &[u8], template: &Digest) -> Option<Vec<u8>> {
    const FIELD: &str = "certificate-authority-data: ";
    /// What stands in place of them where they are left out.
    const NOTHING: &str = "\"\"";
    let (before, rest) = std::str::from_utf8(bytes).ok()?.split_once(FIELD)?;
    let (data, after) = rest.split_once('\n')?;
    let around = format!("{before}{FIELD}{NOTHING}\n{after}");
    let is_around = *template == <[u8; 32]>::from(Sha256::digest(around));
    Base64::decode_vec(data).ok().filter(|_| is_around)
}

/// The key, where it is the one that a row lists.
fn public_key(listed: &DerivedKey, spki: &[u8]) -> Option<PublicKey> {
    PublicKey::from_spki_der(listed.algorithm, spki).ok().filter(|_| is_listed(listed, spki))
}

fn is_listed(key: &DerivedKey, spki: &[u8]) -> bool {
    key.public_key == <[u8; 32]>::from(Sha256::digest(spki))
}
