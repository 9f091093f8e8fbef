//! Whether a key on Curve25519 can be used. age checks the form of most, but accepts points for which there is no
//! shared secret.

use bech32::FromBase32;
use curve25519_dalek::{EdwardsPoint, MontgomeryPoint, constants::ED25519_BASEPOINT_POINT};

use super::{published, weakness::Weakness};

/// 2^255 − 19, little-endian; coordinates are smaller (RFC 7748 section 4.1).
const PRIME: [u8; 32] = {
    let mut prime = [0xff; 32];
    prime[0] = 0xed;
    prime[31] = 0x7f;
    prime
};

/// Checks `age1…`.
pub(super) fn of_x25519(text: &str) -> Option<Weakness> {
    let (_, data, _) = bech32::decode(text).ok()?;
    let key = <[u8; 32]>::try_from(Vec::<u8>::from_base32(&data).ok()?).ok()?;
    // Clamped scalars are multiples of 8, so any of them shows it (RFC 7748 section 6.1).
    if MontgomeryPoint(key).mul_clamped([9; 32]) == MontgomeryPoint([0; 32]) {
        return Some(Weakness::NoSecret);
    }
    if !is_below_prime(&key) {
        return Some(Weakness::OtherEncoding);
    }
    // Half of all coordinates belong to another curve, the twist, which contains no multiple of the base point.
    let Some(point) = MontgomeryPoint(key).to_edwards(0) else { return Some(Weakness::NoKey) };
    of_point(&point, &key)
}

/// Checks the point of an `ssh-ed25519` key with this content.
pub(super) fn of_ed25519(content: &[u8], point: &EdwardsPoint) -> Option<Weakness> {
    if point.is_small_order() {
        return Some(Weakness::NoSecret);
    }
    if !content.ends_with(point.compress().as_bytes()) {
        return Some(Weakness::OtherEncoding);
    }
    of_point(point, point.to_montgomery().as_bytes())
}

/// Checks a point of high order and its u-coordinate, which is the same for both signs and for both kinds of keys.
fn of_point(point: &EdwardsPoint, u: &[u8; 32]) -> Option<Weakness> {
    if !point.is_torsion_free() {
        return Some(Weakness::NoKey);
    }
    if let Some(source) = published::curve25519(u) {
        return Some(Weakness::Published(source));
    }
    (is_small_multiple(point) || published::is_guessed(u)).then_some(Weakness::Guessed)
}

/// Whether the private key is a small number, which can be found by trying.
fn is_small_multiple(point: &EdwardsPoint) -> bool {
    const MOST: usize = 256;
    let multiples =
        std::iter::successors(Some(ED25519_BASEPOINT_POINT), |last| Some(last + ED25519_BASEPOINT_POINT));
    let negative = -point;
    { multiples }.take(MOST).any(|multiple| multiple == *point || multiple == negative)
}

/// Compares from the most significant byte.
fn is_below_prime(coordinate: &[u8; 32]) -> bool {
    coordinate.iter().rev().lt(PRIME.iter().rev())
}

#[cfg(test)]
mod tests {
    use bech32::{ToBase32, Variant};

    use super::*;
    use crate::recipient::{parse, tests::ssh_ed25519};

    fn age1(key: [u8; 32]) -> String {
        bech32::encode("age", key.to_base32(), Variant::Bech32).unwrap()
    }

    fn bytes(hex: &str) -> [u8; 32] {
        let byte = |i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap();
        std::array::from_fn(byte)
    }

    /// Every coordinate of low order, including those of 2^255 − 19 and more, and those with the highest bit set
    /// (<https://cr.yp.to/ecdh.html>, "How do I validate Curve25519 public keys?").
    #[test]
    fn no_point_of_low_order_is_a_recipient_of_age() {
        let low = [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "cdeb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880",
            "4c9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7",
            "d9ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "daffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "dbffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        ];
        for hex in low {
            let mut key = bytes(hex);
            assert!(parse(&age1(key)).is_err(), "{hex}");
            key[31] |= 0x80;
            assert!(parse(&age1(key)).is_err(), "{hex} with the highest bit");
        }
    }

    #[test]
    fn a_key_that_its_owner_would_not_recognise_is_refused() {
        let base = age1({
            let mut key = [0; 32];
            key[0] = 9;
            key
        });
        assert_eq!(of_x25519(&base), Some(Weakness::Guessed), "the private key is one");
        let mut key = [0; 32];
        (key[0], key[31]) = (9, 0x80);
        assert_eq!(of_x25519(&age1(key)), Some(Weakness::OtherEncoding));
        let above = bytes("f6ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
        assert_eq!(of_x25519(&age1(above)), Some(Weakness::OtherEncoding));
        assert!(is_below_prime(&[0; 32]) && !is_below_prime(&PRIME) && !is_below_prime(&[0xff; 32]));
    }

    /// Points of the curve and arbitrary coordinates: a key that is accepted has a private key.
    #[test]
    fn a_point_that_no_private_key_has_is_refused() {
        use curve25519_dalek::{Scalar, constants::EIGHT_TORSION};
        let point =
            EdwardsPoint::mul_base_clamped([0x5a; 32]) + EdwardsPoint::mul_base(&Scalar::from(12_345_u32));
        assert_eq!(of_x25519(&age1(point.to_montgomery().0)), None);
        assert!(parse(&ssh_ed25519(point.compress().as_bytes())).is_ok());
        for torsion in EIGHT_TORSION.iter().skip(1) {
            let other = point + torsion;
            assert_eq!(of_x25519(&age1(other.to_montgomery().0)), Some(Weakness::NoKey));
            assert!(parse(&ssh_ed25519(other.compress().as_bytes())).is_err());
        }
        let twisted = (2..40_u8).filter(|u| {
            let mut key = [0; 32];
            key[0] = *u;
            MontgomeryPoint(key).to_edwards(0).is_none() && of_x25519(&age1(key)) == Some(Weakness::NoKey)
        });
        assert!(twisted.count() > 10);
    }

    #[test]
    fn a_private_key_that_is_a_small_number_is_guessed() {
        use curve25519_dalek::Scalar;
        for number in [1_u32, 2, 3, 8, 100, 256] {
            let point = EdwardsPoint::mul_base(&Scalar::from(number));
            for point in [point, -point] {
                assert_eq!(of_x25519(&age1(point.to_montgomery().0)), Some(Weakness::Guessed), "{number}");
                assert!(parse(&ssh_ed25519(point.compress().as_bytes())).is_err(), "{number}");
            }
        }
    }

    /// The eight points whose order divides 8, and other encodings of them.
    #[test]
    fn no_point_of_low_order_is_a_recipient_of_ssh() {
        let mut encodings: Vec<[u8; 32]> =
            curve25519_dalek::constants::EIGHT_TORSION.iter().map(|point| point.compress().0).collect();
        for above in [
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0100000000000000000000000000000000000000000000000000000000000000",
        ] {
            encodings.push(bytes(above));
        }
        for mut encoding in encodings {
            for _ in 0..2 {
                assert!(parse(&ssh_ed25519(&encoding)).is_err(), "{encoding:x?}");
                encoding[31] ^= 0x80;
            }
        }
    }
}
