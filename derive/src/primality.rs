//! Whether a large number is prime, without randomness.
//!
//! The tests could be replaced by others without changing a key, since they all find the same primes. No composite number is
//! known that passes Baillie-PSW, let alone with additional bases, and these are as many rounds of Miller-Rabin as FIPS 186-5
//! (appendix C.1) requires, and a Lucas test.

use crypto_bigint::{Odd, Uint};
use crypto_primes::hazmat::{LucasCheck, MillerRabin, SelfridgeBase, lucas_test};

/// RSA's public exponent. It is prime, so it has no factor in common with p − 1 unless it divides p − 1.
pub(super) const PUBLIC_EXPONENT: u32 = 65_537;

/// The bases of the Miller-Rabin tests: the first for every number, the others for numbers that pass it.
const BASES: [u32; 5] = [2, 3, 5, 7, 11];

/// Whether `n`, over 11, is prime: Baillie-PSW with Selfridge's parameters (a Miller-Rabin test to
/// base 2 and a strong Lucas test), and Miller-Rabin tests to the fixed bases 3, 5, 7 and 11.
pub(super) fn is_prime<const LIMBS: usize>(n: &Odd<Uint<LIMBS>>) -> bool {
    let miller_rabin = MillerRabin::new(*n);
    BASES.iter().all(|base| miller_rabin.test(&Uint::from_u32(*base)).is_probably_prime())
        && lucas_test(*n, SelfridgeBase, LucasCheck::Strong).is_probably_prime()
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
    fn there_are_as_many_rounds_as_fips_asks_for() {
        // The bits of a factor, and the security strength of the modulus (SP 800-57 part 1, table 2; for
        // 4096 bits between 128 and 192).
        for (bits, strength) in [(1024, 112), (1536, 128), (2048, 144)] {
            let rounds = minimum_mr_iterations(bits, strength).unwrap();
            assert!(rounds <= BASES.len(), "{bits}");
        }
    }

    #[test]
    fn what_passes_one_test_fails_another() {
        // The least composites that pass Miller-Rabin to the bases 2, 2 to 7 and 2 to 11 (OEIS A014233).
        for n in [2047, 3_215_031_751, 2_152_302_898_747] {
            assert!(MillerRabin::new(odd(n)).test_base_two().is_probably_prime(), "{n}");
            assert!(!is_prime(&odd(n)), "{n}");
        }
        // The least composites that pass the strong Lucas test (OEIS A217255).
        for n in [5459, 5777, 10_877] {
            assert!(lucas_test(odd(n), SelfridgeBase, LucasCheck::Strong).is_probably_prime(), "{n}");
            assert!(!is_prime(&odd(n)), "{n}");
        }
    }
}
