//! Verifying the ECDSA signatures that kubemint has just made.
//!
//! The curve crates verify without a table of the public key's multiples, which takes more than twice as long as signing.
//! A CA signs dozens of certificates, so its multiples are computed once, before its first signature, and a verification then
//! costs about as much as a signature.

use std::sync::OnceLock;

use p256::elliptic_curve::{
    CurveArithmetic, Field, FieldBytes, Group,
    ops::{MulByGeneratorVartime, Reduce},
    point::AffineCoordinates,
};

/// The multiples of a point by 1 to 15, then those of 2^8 times the point, and so on: one row for each byte of a scalar.
struct Multiples<C: CurveArithmetic>(Vec<[C::ProjectivePoint; 15]>);

impl<C: CurveArithmetic> Multiples<C> {
    fn of(point: C::ProjectivePoint) -> Self {
        let bytes = FieldBytes::<C>::default().len();
        let rows = std::iter::successors(Some(point), |base| Some((0..8).fold(*base, |p, _| p.double())));
        Self(rows.take(bytes).map(row).collect())
    }

    /// The point times `scalar`. The time depends on the scalar, so it must not be secret.
    fn times(&self, scalar: C::Scalar) -> C::ProjectivePoint {
        let digits: FieldBytes<C> = scalar.into();
        let (mut low, mut high) = (C::ProjectivePoint::identity(), C::ProjectivePoint::identity());
        for (row, byte) in self.0.iter().zip(digits.iter().rev()) {
            let multiple = |digit: u8| usize::from(digit).checked_sub(1).and_then(|index| row.get(index));
            low = multiple(byte & 0xf).map_or(low, |point| low + point);
            high = multiple(byte >> 4).map_or(high, |point| high + point);
        }
        low + (0..4).fold(high, |point, _| point.double())
    }
}

fn row<P: Group>(base: P) -> [P; 15] {
    let mut multiple = P::identity();
    std::array::from_fn(|_| {
        multiple += base;
        multiple
    })
}

/// Verifies the signatures of one key.
pub(super) struct OwnSignatures<C: CurveArithmetic> {
    public: C::ProjectivePoint,
    multiples: OnceLock<Multiples<C>>,
}

impl<C: CurveArithmetic> OwnSignatures<C> {
    /// A verifier for the key with this public point.
    pub(super) fn of(public: C::AffinePoint) -> Self {
        Self { public: public.into(), multiples: OnceLock::new() }
    }

    /// Whether `(r, s)` is the key's signature of a message with the digest `digest` (FIPS 186-5 section 6.4.2).
    pub(super) fn verifies(&self, digest: &FieldBytes<C>, r: &C::Scalar, s: &C::Scalar) -> bool {
        let z = <C::Scalar as Reduce<FieldBytes<C>>>::reduce(digest);
        let Some(inverse) = Option::<C::Scalar>::from(Field::invert(s)) else { return false };
        let multiples = self.multiples.get_or_init(|| Multiples::of(self.public));
        let of_base = C::ProjectivePoint::mul_by_generator_vartime(&(z * inverse));
        let affine: C::AffinePoint = (of_base + multiples.times(*r * inverse)).into();
        <C::Scalar as Reduce<FieldBytes<C>>>::reduce(&affine.x()) == *r
    }
}

#[cfg(test)]
mod tests {
    use p256::NistP256;
    use p256::elliptic_curve::PrimeField;
    use p384::NistP384;
    use proptest::prelude::*;

    use super::*;

    fn agrees<C: CurveArithmetic>(bytes: &[u8]) {
        let wide = FieldBytes::<C>::try_from(&bytes[..FieldBytes::<C>::default().len()]).unwrap();
        let scalar = <C::Scalar as Reduce<FieldBytes<C>>>::reduce(&wide);
        let point = C::ProjectivePoint::generator() * C::Scalar::from(7);
        assert_eq!(Multiples::<C>::of(point).times(scalar), point * scalar);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]
        #[test]
        fn the_table_gives_the_multiples_that_the_curve_crates_compute(bytes in prop::array::uniform32(any::<u8>())) {
            let twice = [bytes, bytes].concat();
            agrees::<NistP256>(&twice);
            agrees::<NistP384>(&twice);
        }
    }

    #[test]
    fn zero_one_and_the_largest_scalar_are_multiplied_too() {
        let point = p256::ProjectivePoint::GENERATOR.double();
        let table = Multiples::<NistP256>::of(point);
        for scalar in [p256::Scalar::ZERO, p256::Scalar::ONE, -p256::Scalar::ONE] {
            assert_eq!(table.times(scalar), point * scalar);
        }
    }

    #[test]
    #[expect(clippy::many_single_char_names, reason = "the names of FIPS 186-5")]
    fn a_signature_that_was_disturbed_does_not_verify() {
        let (d, k) = (p256::Scalar::from(5_u64), p256::Scalar::from(9_u64));
        let x = |point: p256::ProjectivePoint| p256::AffinePoint::from(point).x();
        let reduced =
            |bytes: &FieldBytes<NistP256>| <p256::Scalar as Reduce<FieldBytes<NistP256>>>::reduce(bytes);
        let digest = p256::Scalar::from(77_u64).to_repr();
        let r = reduced(&x(p256::ProjectivePoint::GENERATOR * k));
        let s = k.invert().unwrap() * (reduced(&digest) + r * d);
        let own =
            |d: p256::Scalar| OwnSignatures::<NistP256>::of((p256::ProjectivePoint::GENERATOR * d).into());
        assert!(own(d).verifies(&digest, &r, &s));
        assert!(!own(d).verifies(&digest, &r, &(s + p256::Scalar::ONE)));
        assert!(!own(d).verifies(&digest, &(r + p256::Scalar::ONE), &s));
        assert!(!own(d).verifies(&digest, &r, &p256::Scalar::ZERO));
        assert!(!own(d + p256::Scalar::ONE).verifies(&digest, &r, &s));
        assert!(!own(d).verifies(&p256::Scalar::from(78_u64).to_repr(), &r, &s));
    }
}
