//! RSA keys with two prime factors and the public exponent 65537.

use std::convert::Infallible;

use crypto_bigint::{BoxedUint, Uint};
use rsa::pkcs1::{EncodeRsaPrivateKey, EncodeRsaPublicKey};
use rsa::pkcs8::EncodePublicKey;
use rsa::rand_core::{TryCryptoRng, TryRng};
use rsa::traits::{PrivateKeyParts, SignatureScheme};
use rsa::{Pkcs1v15Sign, PrivateKey as RsaPrivateKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::algorithm::KeyAlgorithm;
use super::context::Context;
use super::encoded::Encoded;
use super::error::DeriveError;
use super::info::{Derivation, Purpose};
use super::label::{Generation, Label};
use super::primality::PUBLIC_EXPONENT;
use super::prime_search::{Stream, prime};

/// The sizes of moduli that kubemint supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RsaSize {
    Bits2048,
    Bits3072,
    Bits4096,
}

impl RsaSize {
    const fn algorithm(self) -> KeyAlgorithm {
        match self {
            Self::Bits2048 => KeyAlgorithm::Rsa2048,
            Self::Bits3072 => KeyAlgorithm::Rsa3072,
            Self::Bits4096 => KeyAlgorithm::Rsa4096,
        }
    }

    /// Bits of each prime factor.
    const fn factor_bits(self) -> u32 {
        match self {
            Self::Bits2048 => 1024,
            Self::Bits3072 => 1536,
            Self::Bits4096 => 2048,
        }
    }
}

/// One of the two prime factors. Each has a stream of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Factor {
    P,
    Q,
}

/// A request for an RSA key. Its two factors can be searched for at the same time.
#[derive(Clone, Copy, Debug)]
pub(super) struct RsaPlan<'a> {
    pub context: Context<'a>,
    pub size: RsaSize,
    pub label: &'a Label,
    pub generation: Generation,
}

impl RsaPlan<'_> {
    /// Derives the key. An idle thread of the rayon pool takes one of the factors.
    pub(super) fn derive(&self) -> Result<(Box<RsaPrivateKey>, Encoded), DeriveError> {
        let (p, q) = rayon::join(|| self.prime(Factor::P, 0), || self.prime(Factor::Q, 0));
        let p = p?;
        self.assemble(&p, q?)
    }

    /// The first prime of the factor's stream or, if `skip` is not 0, a later one. This takes nearly all the time.
    fn prime(&self, factor: Factor, skip: u32) -> Result<Zeroizing<BoxedUint>, DeriveError> {
        let of = Derivation {
            purpose: match factor {
                Factor::P => Purpose::RsaP,
                Factor::Q => Purpose::RsaQ,
            },
            algorithm: self.size.algorithm().as_str(),
            label: self.label.as_str(),
            generation: self.generation,
        };
        let stream = Stream::new(&*self.context.secret_array(of, 0)?);
        match self.size {
            RsaSize::Bits2048 => prime::<{ 1024 / WORD }>(stream, skip).map(|p| boxed(&p)),
            RsaSize::Bits3072 => prime::<{ 1536 / WORD }>(stream, skip).map(|p| boxed(&p)),
            RsaSize::Bits4096 => prime::<{ 2048 / WORD }>(stream, skip).map(|p| boxed(&p)),
        }
    }

    /// Assembles the key from the first prime of each stream.
    fn assemble(
        &self,
        p: &BoxedUint,
        first_q: Zeroizing<BoxedUint>,
    ) -> Result<(Box<RsaPrivateKey>, Encoded), DeriveError> {
        let mut q = first_q;
        let mut skip = 0;
        loop {
            if let Some(key) = self.key_of(p, &q)? {
                let encoded = encode(&key)?;
                return Ok((Box::new(key), encoded));
            }
            skip += 1;
            q = self.prime(Factor::Q, skip)?;
        }
    }

    /// The key with these factors, unless FIPS 186-5 (appendix A.1.1 and A.1.3) rejects it: they
    /// must differ in their first 100 bits, and d must have more than half of the modulus' bits.
    fn key_of(&self, p: &BoxedUint, q: &BoxedUint) -> Result<Option<RsaPrivateKey>, DeriveError> {
        let (larger, smaller) = if p > q { (p, q) } else { (q, p) };
        let bits = self.size.factor_bits();
        let too_close = BoxedUint::one_with_precision(bits) << (bits - 100);
        if larger - smaller <= too_close {
            return Ok(None);
        }
        let key = RsaPrivateKey::from_p_q(
            larger.clone(),
            smaller.clone(),
            BoxedUint::from(u64::from(PUBLIC_EXPONENT)),
        )
        .map_err(|_| DeriveError::Encode { what: "RSA key" })?;
        // d is odd, so that it cannot be 2^bits itself.
        Ok((key.d().bit_width_vartime() > bits).then_some(key))
    }
}

/// Bits in a limb of this machine.
const WORD: usize = crypto_bigint::Limb::BITS as usize;

fn boxed<const LIMBS: usize>(prime: &Uint<LIMBS>) -> Zeroizing<BoxedUint> {
    Zeroizing::new(BoxedUint::from(prime))
}

fn encode(key: &RsaPrivateKey) -> Result<Encoded, DeriveError> {
    let what = "RSA key";
    let public = key.as_public_key();
    let private = key.to_pkcs1_der().map_err(|_| DeriveError::Encode { what })?;
    let bits = public.to_pkcs1_der().map_err(|_| DeriveError::Encode { what })?;
    let spki = public.to_public_key_der().map_err(|_| DeriveError::Encode { what })?;
    Encoded::new("RSA PRIVATE KEY", &private, &spki, bits.into_vec())
}

/// PKCS#1 v1.5 (RFC 8017 section 8.2) with SHA-256.
///
/// There is no blinding, which needs randomness: it hides the key from somebody who measures the time of many signatures, but
/// these are made offline, once.
pub(super) fn sign(key: &RsaPrivateKey, message: &[u8]) -> Result<Vec<u8>, DeriveError> {
    let what = "RSA";
    let digest = Sha256::digest(message);
    let scheme = || Pkcs1v15Sign::new::<Sha256>();
    let signature =
        scheme().sign(None::<&mut NoRandomness>, key, &digest).map_err(|_| DeriveError::Sign { what })?;
    // An error while signing with the separate factors would reveal them to whoever sees the signature.
    scheme().verify(key.as_public_key(), &digest, &signature).map_err(|_| DeriveError::Sign { what })?;
    Ok(signature)
}

/// A source of randomness that cannot exist.
enum NoRandomness {}

impl TryRng for NoRandomness {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        match *self {}
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        match *self {}
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Infallible> {
        match *self {}
    }
}

impl TryCryptoRng for NoRandomness {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Seed;

    fn with_plan<T>(test: impl FnOnce(RsaPlan<'_>) -> T) -> T {
        let seed = Seed::DEMO;
        let context = Context::new(&seed, 1, "c").unwrap();
        let label = &Label::new("a").unwrap();
        test(RsaPlan { context, size: RsaSize::Bits2048, label, generation: Generation::FIRST })
    }

    #[test]
    fn the_larger_factor_comes_first() {
        with_plan(|plan| {
            let (p, q) = (plan.prime(Factor::P, 0).unwrap(), plan.prime(Factor::Q, 0).unwrap());
            let key = plan.key_of(&p, &q).unwrap().unwrap();
            assert_eq!(Some(&key), plan.key_of(&q, &p).unwrap().as_ref());
            assert!(key.primes()[0].as_ref() > key.primes()[1].as_ref());
        });
    }

    #[test]
    fn factors_too_close_make_way_for_the_next_q() {
        with_plan(|plan| {
            let p = plan.prime(Factor::P, 0).unwrap();
            assert!(plan.key_of(&p, &p).unwrap().is_none());
            let (key, _) = plan.assemble(&p, p.clone()).unwrap();
            let next_q = plan.prime(Factor::Q, 1).unwrap();
            assert_eq!(Some(*key), plan.key_of(&p, &next_q).unwrap());
        });
    }

    #[test]
    fn a_small_private_exponent_is_rejected() {
        // p − 1 = 4h and q − 1 = 3h share a factor so large that d is less than 2^1024. Found by trying h.
        let h = "3fffff3247492701bbd1c2bc8dfb1ad24ddde5a7ff75fa593b9b8ea63cdb367a647ef18991362d799c357d722a0b4c4d\
                 1b4f9319f8be3857831bd37de7f8d173ca4066d2361639e99ed18969593133e4871aef9e8cee275c3d3190bb812b2a84\
                 e1d01476beb3cbc3efd83b2e3c79443b329ec1cf270e95206e48a7b5dd988da2";
        let h = BoxedUint::from_be_hex(h, 1024).unwrap();
        let factor = |multiple: u64| h.wrapping_mul(BoxedUint::from(multiple)) + BoxedUint::one();
        let (p, q) = (factor(4), factor(3));
        let key = RsaPrivateKey::from_p_q(p.clone(), q.clone(), BoxedUint::from(65_537_u64)).unwrap();
        assert!(key.d().bit_width_vartime() <= 1024);
        with_plan(|plan| assert!(plan.key_of(&p, &q).unwrap().is_none()));
    }
}
