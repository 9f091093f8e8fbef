//! Finds the prime factors of RSA moduli in a stream of derived bytes.

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use crypto_bigint::{CheckedAdd, Odd, Uint};
use zeroize::Zeroizing;

use super::error::DeriveError;
use super::primality::is_prime;
use super::sieve::Sieve;

/// The number of candidates after which a search gives up. A prime follows nearly every candidate, except the last thousand
/// numbers or so of the size, so the second candidate is hardly ever needed.
const CANDIDATES: u32 = 1 << 16;

/// The stream of bytes that candidates are taken from: ChaCha20 (RFC 8439) with a zero nonce and counter 0.
pub(super) struct Stream(ChaCha20);

impl Stream {
    pub(super) fn new(key: &[u8; 32]) -> Self {
        Self(ChaCha20::new(key.into(), &[0; 12].into()))
    }

    /// The next number of `LIMBS` limbs, big-endian, with its top two bits and its last bit set.
    ///
    /// The product of two such numbers has exactly twice as many bits.
    fn candidate<const LIMBS: usize>(&mut self) -> Result<Uint<LIMBS>, DeriveError> {
        let mut bytes = Zeroizing::new(vec![0; Uint::<LIMBS>::BYTES]);
        self.0.try_apply_keystream(&mut bytes).map_err(|_| EXHAUSTED)?;
        let top_two_bits = Uint::MAX.wrapping_shl(Uint::<LIMBS>::BITS - 2);
        Ok(Uint::from_be_slice(&bytes) | top_two_bits | Uint::ONE)
    }
}

const EXHAUSTED: DeriveError = DeriveError::Exhausted { what: "RSA prime factor" };

/// The prime that follows from the stream's first candidate, or from the one after it, if `skip` is
/// 1, and so on.
pub(super) fn prime<const LIMBS: usize>(
    mut stream: Stream,
    skip: u32,
) -> Result<Zeroizing<Uint<LIMBS>>, DeriveError> {
    let mut skip = skip;
    for _ in 0..CANDIDATES {
        let candidate = Zeroizing::new(stream.candidate()?);
        match least_prime(&candidate) {
            Some(_) if skip > 0 => skip -= 1,
            Some(prime) => return Ok(prime),
            None => {}
        }
    }
    Err(EXHAUSTED)
}

/// The least prime p ≥ `start`, an odd number, with gcd(p − 1, 65537) = 1, unless it needs more
/// bits than `start` has.
fn least_prime<const LIMBS: usize>(start: &Uint<LIMBS>) -> Option<Zeroizing<Uint<LIMBS>>> {
    let odd = Odd::new(*start).into_option()?;
    for distance in Sieve::new(&odd) {
        let step = Uint::from_u64(2 * u64::from(distance));
        let sum = start.checked_add(&step).into_option()?;
        let number = Odd::new(sum).into_option()?;
        if is_prime(&number) {
            return Some(Zeroizing::new(number.get()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto_bigint::{U256, U1024};
    use crypto_primes::{Flavor, is_prime as other_is_prime};

    /// The definition taken literally: without a sieve, and with the primality test of another library.
    fn slow<const LIMBS: usize>(start: Uint<LIMBS>) -> Option<Uint<LIMBS>> {
        let exponent = Uint::<LIMBS>::from_u32(65_537).to_nz().unwrap();
        let mut n = start;
        loop {
            if other_is_prime(Flavor::Any, &n) && n.rem_vartime(&exponent) != Uint::ONE {
                return Some(n);
            }
            n = n.checked_add(&Uint::from_u32(2)).into_option()?;
        }
    }

    fn fast<const LIMBS: usize>(start: Uint<LIMBS>) -> Option<Uint<LIMBS>> {
        least_prime(&start).map(|prime| *prime)
    }

    #[test]
    fn finds_what_a_slow_search_finds() {
        let mut stream = Stream::new(&[1; 32]);
        for _ in 0..100 {
            let start = stream.candidate::<{ U256::LIMBS }>().unwrap();
            let prime = slow(start);
            assert_eq!(fast(start), prime);
            // From the prime itself, and from the number after it.
            assert_eq!(fast(prime.unwrap()), prime);
            let after = prime.unwrap().wrapping_add(&U256::from_u32(2));
            assert_eq!(fast(after), slow(after));
        }
        let start = stream.candidate::<{ U1024::LIMBS }>().unwrap();
        assert_eq!(fast(start), slow(start));
    }

    #[test]
    fn a_prime_that_needs_more_bits_is_none() {
        // 2^1024 − 105 is the largest prime of 1024 bits.
        let largest = U1024::MAX.wrapping_sub(&U1024::from_u32(104));
        assert_eq!(fast(largest), Some(largest));
        assert_eq!(fast(largest.wrapping_add(&U1024::from_u32(2))), None);
    }

    #[test]
    fn passes_over_a_prime_whose_predecessor_has_the_factor_65537() {
        let step = U256::from_u32(2 * 65_537);
        let mut n = U256::ONE.wrapping_shl(255).div_rem_vartime(&step.to_nz().unwrap()).0;
        n = n.wrapping_mul(&step).wrapping_add(&U256::ONE);
        while !other_is_prime(Flavor::Any, &n) {
            n = n.wrapping_add(&step);
        }
        let found = fast(n).unwrap();
        assert!(found > n);
        assert_eq!(Some(found), slow(n));
    }

    #[test]
    fn candidates_follow_each_other_in_the_stream() {
        // The first bytes of ChaCha20 with a zero key: RFC 8439 appendix A.1, test vectors 1 and 2.
        let mut stream = Stream::new(&[0; 32]);
        let first = stream.candidate::<{ U256::LIMBS }>().unwrap();
        let expected = "f6b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7";
        assert_eq!(first, U256::from_be_hex(expected));
        stream.candidate::<{ U256::LIMBS }>().unwrap();
        let third = stream.candidate::<{ U256::LIMBS }>().unwrap();
        let expected = "df07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed";
        assert_eq!(third, U256::from_be_hex(expected));
    }

    #[test]
    fn skipping_gives_the_prime_of_the_next_candidate() {
        let mut stream = Stream::new(&[2; 32]);
        let candidates: [U256; 2] = std::array::from_fn(|_| stream.candidate().unwrap());
        for (skip, candidate) in (0..).zip(candidates) {
            let found = prime::<{ U256::LIMBS }>(Stream::new(&[2; 32]), skip).unwrap();
            assert_eq!(Some(*found), slow(candidate));
        }
    }
}
