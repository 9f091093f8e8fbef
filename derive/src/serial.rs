//! Serial numbers of certificates, computed from the content of the certificate.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::context::Context;
use super::error::DeriveError;
use super::info::{Derivation, Purpose};
use super::label::Generation;

/// Bytes in a serial number. RFC 5280 section 4.1.2.2 allows 20.
pub const SERIAL_LEN: usize = 16;

/// Computes serial numbers. Without this key nobody can predict the serial number of a certificate.
pub struct SerialKey(Zeroizing<[u8; KEY_BLOCK]>);

/// HMAC-SHA256 pads its key with zeros to this many bytes (RFC 2104 section 2).
const KEY_BLOCK: usize = 64;

impl SerialKey {
    /// The cluster's serial key.
    ///
    /// # Errors
    /// None with a valid context.
    pub fn new(context: &Context<'_>) -> Result<Self, DeriveError> {
        let of = Derivation {
            purpose: Purpose::Serial,
            algorithm: "hmac-sha256",
            label: "",
            generation: Generation::FIRST,
        };
        let secret = context.secret_array::<32>(of, 0)?;
        let mut block = Zeroizing::new([0; KEY_BLOCK]);
        block.iter_mut().zip(*secret).for_each(|(to, from)| *to = from);
        Ok(Self(block))
    }

    /// The serial number, big-endian, of a certificate whose DER-encoded `TBSCertificate` with
    /// serial number 0 is `tbs`: the beginning of its HMAC-SHA256.
    ///
    /// The first byte is in 0x40..=0x7f, so that the number is positive and always 16 bytes long.
    pub fn serial(&self, tbs: &[u8]) -> [u8; SERIAL_LEN] {
        let mut hmac = Hmac::<Sha256>::new(&(*self.0).into());
        hmac.update(tbs);
        let mut digest = hmac.finalize().into_bytes().into_iter();
        let mut serial = [0; SERIAL_LEN];
        serial.iter_mut().zip(&mut digest).for_each(|(to, from)| *to = from);
        let [first, ..] = &mut serial;
        *first = (*first & 0x3f) | 0x40;
        serial
    }
}

impl std::fmt::Debug for SerialKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SerialKey(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Seed;

    #[test]
    fn serials_are_positive_full_length_and_follow_the_content() {
        let seed = Seed::DEMO;
        let key = SerialKey::new(&Context::new(&seed, 1, "c").unwrap()).unwrap();
        let serials: std::collections::BTreeSet<_> =
            (0..200_u8).map(|content| key.serial(&[content])).collect();
        assert_eq!(serials.len(), 200);
        assert!(serials.iter().all(|serial| serial[0] & 0xc0 == 0x40));
        assert_eq!(format!("{key:?}"), "SerialKey(redacted)");
    }
}
