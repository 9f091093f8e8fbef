//! Whether an RSA key can be used: moduli that anybody can factor.

use base64ct::{Base64Unpadded, Encoding};
use crypto_bigint::{
    BoxedUint, ConcatenatingSquare, Limb, NonZero, Resize,
    modular::{BoxedMontyForm, BoxedMontyParams},
};

use super::{SshStrings, published, weakness::Weakness};

/// Whether age can parse a text that begins like an `ssh-rsa` key: age 0.11 panics on an integer that consists of
/// zero bytes.
pub(super) fn is_readable(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("ssh-rsa ") else { return true };
    let is_base64 = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/');
    let encoded: String = rest.chars().take_while(is_base64).collect();
    let Ok(content) = Base64Unpadded::decode_vec(&encoded) else { return false };
    let parts: Vec<&[u8]> = SshStrings::new(&content).take(3).collect();
    parts.len() == 3 && !parts.iter().any(|part| part.iter().all(|byte| *byte == 0))
}

/// Checks the content of an `ssh-rsa` key: `string "ssh-rsa"`, `mpint e`, `mpint n` (RFC 4253 section 6.6).
pub(super) fn of_rsa(content: &[u8]) -> Option<Weakness> {
    let mut strings = SshStrings::new(content);
    let (_, exponent, modulus) = (strings.next()?, strings.next()?, strings.next()?);
    if !strings.rest.is_empty() || !is_shortest(exponent) || !is_shortest(modulus) {
        return Some(Weakness::OtherEncoding);
    }
    if let Some(source) = published::rsa(modulus) {
        return Some(Weakness::Published(source));
    }
    is_factored(&BoxedUint::from_be_slice_vartime(modulus)).then_some(Weakness::Factored)
}

/// Whether a positive integer has no leading zero byte, except for the sign (RFC 4251 section 5).
fn is_shortest(number: &[u8]) -> bool {
    match number {
        [0, next, ..] => *next >= 0x80,
        [first, ..] => *first < 0x80,
        [] => false,
    }
}

/// Whether a modulus can be factored at once: it is even, has a small factor, is prime or almost a square, or was
/// made by the library of CVE-2017-15361.
fn is_factored(modulus: &BoxedUint) -> bool {
    let Some(odd) = modulus.as_odd_vartime() else { return true };
    let params = BoxedMontyParams::new_vartime(odd.clone());
    let two = BoxedMontyForm::new(BoxedUint::from(2_u8).resize(modulus.bits_precision()), &params);
    // Fermat's little theorem: this holds for every prime.
    let is_prime = two.pow(&modulus.wrapping_sub(BoxedUint::one())).retrieve() == BoxedUint::one();
    has_small_factor(modulus) || is_prime || has_close_factors(modulus) || is_of_roca(modulus)
}

fn remainder(modulus: &BoxedUint, divisor: u32) -> Option<u32> {
    let divisor = Option::<NonZero<Limb>>::from(NonZero::new(Limb::from(divisor)))?;
    u32::try_from(modulus.rem_limb(divisor).0).ok()
}

fn has_small_factor(modulus: &BoxedUint) -> bool {
    (3..2000).step_by(2).any(|divisor| remainder(modulus, divisor) == Some(0))
}

/// Fermat's method: if a is slightly above the square root, a² − n is a square.
fn has_close_factors(modulus: &BoxedUint) -> bool {
    const STEPS: u8 = 32;
    let root = modulus.floor_sqrt_vartime();
    (0..=STEPS).any(|step| {
        let a = root.wrapping_add(BoxedUint::from(step));
        let square = a.concatenating_square();
        let rest = square.wrapping_sub(modulus.resize(square.bits_precision()));
        rest.checked_sqrt_vartime().is_some()
    })
}

/// Nemec and others, "The Return of Coppersmith's Attack" (2017): modulo each small prime, the moduli of that library
/// are powers of 65537. The false positive rate is below 1 in 2^27.
fn is_of_roca(modulus: &BoxedUint) -> bool {
    const PRIMES: [u32; 38] = [
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101,
        103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
    ];
    let is_power = |prime: &u32| {
        let mut powers = std::iter::successors(Some(1), |power| Some(power * (65537 % prime) % prime));
        remainder(modulus, *prime)
            .is_some_and(|found| powers.by_ref().take(*prime as usize).any(|power| power == found))
    };
    PRIMES.iter().all(is_power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipient::{parse, tests::ssh_rsa};

    fn passes_fermat(candidate: &BoxedUint) -> bool {
        let params = BoxedMontyParams::new_vartime(candidate.as_odd_vartime().unwrap().clone());
        let two = BoxedMontyForm::new(BoxedUint::from(2_u8).resize(candidate.bits_precision()), &params);
        two.pow(&candidate.wrapping_sub(BoxedUint::one())).retrieve() == BoxedUint::one()
    }

    /// The first prime above `from`.
    fn prime_above(from: &BoxedUint) -> BoxedUint {
        let odd = from.wrapping_add(BoxedUint::from(if from.as_odd_vartime().is_some() { 2_u8 } else { 1 }));
        let mut candidates =
            std::iter::successors(Some(odd), |last| Some(last.wrapping_add(BoxedUint::from(2_u8))));
        candidates.find(|candidate| !has_small_factor(candidate) && passes_fermat(candidate)).unwrap()
    }

    /// `top` × 2^(bits − 32), as wide as a 2048-bit RSA modulus.
    fn number(top: u32, bits: u32) -> BoxedUint {
        BoxedUint::from(top).resize(2048).shl(bits - 32)
    }

    fn refused(modulus: &BoxedUint) -> bool {
        parse(&ssh_rsa(&[1, 0, 1], &modulus.to_be_bytes_trimmed_vartime())).is_err()
    }

    #[test]
    fn a_modulus_that_anybody_can_factor_is_refused() {
        let (p, q) = (prime_above(&number(0xc0ff_ee01, 1024)), prime_above(&number(0xface_0001, 1024)));
        let product = p.wrapping_mul(&q);
        assert_eq!(product.bit_width(), 2048);
        assert!(!refused(&product));
        assert!(refused(&p.wrapping_square()), "a square");
        assert!(refused(&p.wrapping_mul(prime_above(&p))), "factors that are neighbours");
        assert!(refused(&product.wrapping_add(BoxedUint::one())), "even");
        assert!(refused(&prime_above(&number(0xc0ff_ee01, 2048))), "a prime");
        let long = prime_above(&number(0xc0ff_ee01, 2040));
        assert!(refused(&long.wrapping_mul(BoxedUint::from(251_u8))), "a small factor");
    }

    #[test]
    fn a_modulus_of_the_broken_library_is_refused() {
        // Any power of 65537 modulo the product of the small primes is one.
        let power = (0..125)
            .fold(BoxedUint::one_with_precision(2048), |n, _| n.wrapping_mul(BoxedUint::from(65537_u32)));
        assert!(is_of_roca(&power));
        assert!(!is_of_roca(&number(0xc0ff_ee01, 2048)));
    }
}
