//! Finds the prime factors of RSA moduli in a stream of derived bytes.

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use crypto_bigint::{CheckedAdd, Odd, Uint};
use zeroize::Zeroizing;

use super::error::DeriveError;
use super::primality::is_prime;
use super::sieve::Sieve;

/// Candidates after which a search gives up. Each has a prime unless it is the size's last thousand
/// or so, so that the second is hardly ever needed.
const CANDIDATES: u32 = 1 << 16;

/// Bytes that candidates are cut from: ChaCha20 (RFC 8439) with a zero nonce and counter 0.
pub(super) struct Stream(ChaCha20);

impl Stream {
    pub(super) fn new(key: &[u8; 32]) -> Self {
        Self(ChaCha20::new(key.into(), &[0; 12].into()))
    }

    /// The next number of `LIMBS` limbs, big-endian, with its top two bits and its last bit set.
    ///
    /// The product of two such numbers has twice as many bits, none fewer.
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
