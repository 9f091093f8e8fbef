//! Whether a committed certificate is the requested one.

use p256::pkcs8::der::pem::{LineEnding, encode_string};
use sha2::{Digest as _, Sha256};
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::{CommittedCertificate, Refusal, ReuseError};
use crate::{
    derive::{self, KeyAlgorithm},
    pki::{
        PkiError, Profile,
        certificate::{request, to_be_signed},
        party::{Party, PublicKey},
    },
    tree::{Digest, Place},
};

/// A certificate that cluster.toml requests.
pub(super) struct Asked<'a> {
    pub(super) label: &'a str,
    pub(super) generation: u32,
    pub(super) profile: &'a Profile,
    pub(super) algorithm: KeyAlgorithm,
    pub(super) issuer: Issuer<'a>,
}

/// Its expected issuer.
#[derive(Clone, Copy)]
pub(super) struct Issuer<'a> {
    pub(super) label: &'a str,
    pub(super) generation: u32,
    pub(super) profile: &'a Profile,
    pub(super) key: IssuerKey<'a>,
}

/// The public key of the expected issuer.
#[derive(Clone, Copy)]
pub(super) enum IssuerKey<'a> {
    /// The certificate's own key.
    Own,
    /// A known key.
    Known(&'a derive::PublicKey),
    /// The issuer's certificate was refused, so signatures cannot be verified.
    Refused,
}

/// A certificate that is the requested one.
pub(super) struct Verified {
    pub(super) pem: String,
    pub(super) key: derive::PublicKey,
}

impl Asked<'_> {
    /// The request digest, as in kubemint.lock.
    pub(super) fn request(&self) -> Result<Digest, PkiError> {
        let without_key = PublicKey { algorithm: self.algorithm, bits: &[] };
        let party = |profile| Party { profile, key: without_key };
        request(self.label, party(self.profile), party(self.issuer.profile))
    }

    /// Parses the certificate and checks every byte of it against the request, its row of the lock and its issuer.
    ///
    /// `None` if its issuer was refused.
    pub(super) fn verify(
        &self,
        committed: &CommittedCertificate,
        (place, der): (&Place, &[u8]),
    ) -> Result<Option<Verified>, ReuseError> {
        let (place, label) = (place.clone(), self.label.to_owned());
        let refuse = |refusal| ReuseError::Refused(vec![refusal]);
        let Ok(([], certificate)) = X509Certificate::from_der(der) else {
            return Err(refuse(Refusal::Content(place)));
        };
        let spki = certificate.public_key().raw;
        let key = derive::PublicKey::from_spki_der(self.algorithm, spki).ok();
        let listed = committed.made.key.public_key == <[u8; 32]>::from(Sha256::digest(spki));
        let Some(key) = key.filter(|_| listed) else {
            return Err(refuse(Refusal::Key { place, label }));
        };
        let issuer_key = match self.issuer.key {
            IssuerKey::Own => &key,
            IssuerKey::Known(key) => key,
            IssuerKey::Refused => return Ok(None),
        };
        let asked = self.to_be_signed(&key, issuer_key, certificate.raw_serial())?;
        let schemes = (&certificate.signature_algorithm, &certificate.tbs_certificate.signature);
        if asked != certificate.tbs_certificate.as_ref() || schemes.0 != schemes.1 {
            return Err(refuse(Refusal::Statement { place, label }));
        }
        if !issuer_key.verifies(&asked, &certificate.signature_value.data) {
            let issuer = self.issuer.label.to_owned();
            return Err(refuse(Refusal::Signature { place, label, issuer }));
        }
        let pem = encode_string("CERTIFICATE", LineEnding::LF, der).map_err(|_| PkiError::Pem { label })?;
        Ok(Some(Verified { pem, key }))
    }

    fn to_be_signed(
        &self,
        key: &derive::PublicKey,
        issuer_key: &derive::PublicKey,
        serial: &[u8],
    ) -> Result<Vec<u8>, PkiError> {
        to_be_signed(
            self.label,
            Party { profile: self.profile, key: key.into() },
            Party { profile: self.issuer.profile, key: issuer_key.into() },
            serial,
        )
    }
}
