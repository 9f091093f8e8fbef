//! Whether a large number is prime, without randomness.
//!
//! Primes are defined by mathematics, so the tests may be exchanged for others without changing a
//! key. These leave no doubt: no composite is known that passes Baillie-PSW, let alone with more
//! bases, and they are as many Miller-Rabin rounds as FIPS 186-5 (appendix C.1) asks for, and Lucas.

use crypto_bigint::{Odd, Uint};
use crypto_primes::hazmat::{LucasCheck, MillerRabin, SelfridgeBase, lucas_test};

use super::montgomery::Modulus;

/// RSA's public exponent. Being prime, it has no factor in common with p − 1 unless it divides it.
pub(super) const PUBLIC_EXPONENT: u32 = 65_537;

/// Bases of the Miller-Rabin tests after base 2 and the Lucas test.
const BASES: [u32; 4] = [3, 5, 7, 11];

/// Whether `n`, over 11, is prime: Baillie-PSW with Selfridge's parameters (a Miller-Rabin test to
/// base 2 and a strong Lucas test), and Miller-Rabin tests to the fixed bases 3, 5, 7 and 11.
pub(super) fn is_prime<const LIMBS: usize>(n: &Odd<Uint<LIMBS>>) -> bool {
    is_strong_probable_prime_to_2(n) && {
        let miller_rabin = MillerRabin::new(*n);
        BASES.iter().all(|base| miller_rabin.test(&Uint::from_u32(*base)).is_probably_prime())
            && lucas_test(*n, SelfridgeBase, LucasCheck::Strong).is_probably_prime()
    }
}

/// Miller-Rabin to base 2, where nearly all time goes: a multiplication by the base is a doubling.
fn is_strong_probable_prime_to_2<const LIMBS: usize>(n: &Odd<Uint<LIMBS>>) -> bool {
    let modulus = Modulus::new(n);
    // n − 1 = d · 2^s with an odd d. For a prime, 2^d is 1, or one of its next s − 1 squares is −1, or it is.
    let n_minus_one = n.as_ref().wrapping_sub(&Uint::ONE);
    let s = n_minus_one.trailing_zeros_vartime();
    let mut power = modulus.one();
    for bit in (s..n.as_ref().bit_width_vartime()).rev() {
        power = modulus.square(&power);
        if n_minus_one.bit_vartime(bit) {
            power = modulus.double(&power);
        }
    }
    if power == modulus.one() {
        return true;
    }
    for _ in 1..s {
        if power == modulus.minus_one() {
            return true;
        }
        power = modulus.square(&power);
    }
    power == modulus.minus_one()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto_bigint::U64;
    use crypto_primes::hazmat::minimum_mr_iterations;

    fn odd(n: u64) -> Odd<U64> {
        Odd::new(U64::from_u64(n)).unwrap()
    }

    #[test]
    fn agrees_with_trial_division() {
        for n in (13..30_000).step_by(2) {
            let prime = (3..n).take_while(|divisor| divisor * divisor <= n).all(|divisor| n % divisor != 0);
            assert_eq!(is_prime(&odd(n)), prime, "{n}");
        }
    }

    #[test]
    fn base_2_agrees_with_another_implementation() {
        for n in (13..30_000).step_by(2) {
            let expected = MillerRabin::new(odd(n)).test_base_two().is_probably_prime();
            assert_eq!(is_strong_probable_prime_to_2(&odd(n)), expected, "{n}");
        }
    }

    #[test]
    fn there_are_as_many_rounds_as_fips_asks_for() {
        // The bits of a factor, and the security strength of the modulus (SP 800-57 part 1, table 2; for
        // 4096 bits between 128 and 192).
        for (bits, strength) in [(1024, 112), (1536, 128), (2048, 144)] {
            let rounds = minimum_mr_iterations(bits, strength).unwrap();
            assert!(rounds <= 1 + BASES.len(), "{bits}");
        }
    }

    #[test]
    fn what_passes_one_test_fails_another() {
        // The least composites that pass Miller-Rabin to the bases 2, 2 to 7 and 2 to 11 (OEIS A014233).
        for n in [2047, 3_215_031_751, 2_152_302_898_747] {
            assert!(is_strong_probable_prime_to_2(&odd(n)), "{n}");
            assert!(!is_prime(&odd(n)), "{n}");
        }
        // The least composites that pass the strong Lucas test (OEIS A217255).
        for n in [5459, 5777, 10_877] {
            assert!(lucas_test(odd(n), SelfridgeBase, LucasCheck::Strong).is_probably_prime(), "{n}");
            assert!(!is_prime(&odd(n)), "{n}");
        }
    }
}
