//! Squaring and adding modulo an odd number, for the primality tests that take nearly all the time of deriving an RSA key.
//!
//! crypto-bigint multiplies and reduces in one pass. Squaring first, for which it has a fast function, and
//! reducing then takes 0.6 of that time (1024 bits, measured): most of a square's products come in pairs.

use crypto_bigint::modular::FixedMontyParams;
use crypto_bigint::{Odd, Uint, Word};

/// An odd modulus n over 1.
///
/// Numbers modulo n are in Montgomery form: x stands for x · 2^-bits mod n. They are less than 2^bits, not always less
/// than n, so that a result is put right only where it has a bit too many.
pub(super) struct Modulus<const LIMBS: usize> {
    n: Odd<Uint<LIMBS>>,
    /// −1/n modulo the size of a word.
    negative_inverse: Word,
    /// 2^bits mod n
    one: Uint<LIMBS>,
}

impl<const LIMBS: usize> Modulus<LIMBS> {
    pub(super) fn new(n: &Odd<Uint<LIMBS>>) -> Self {
        let params = FixedMontyParams::new_vartime(*n);
        Self { n: *n, negative_inverse: params.mod_neg_inv().0, one: *params.one() }
    }

    pub(super) const fn one(&self) -> Uint<LIMBS> {
        self.one
    }

    pub(super) fn is_one(&self, x: &Uint<LIMBS>) -> bool {
        self.least(x) == self.one
    }

    pub(super) fn is_minus_one(&self, x: &Uint<LIMBS>) -> bool {
        self.least(x) == self.n.wrapping_sub(&self.one)
    }

    /// The same number, less than n.
    fn least(&self, x: &Uint<LIMBS>) -> Uint<LIMBS> {
        x.rem_vartime(self.n.as_nz_ref())
    }

    /// The product with a small number that is not zero, by doubling and adding.
    pub(super) fn times(&self, x: &Uint<LIMBS>, factor: u32) -> Uint<LIMBS> {
        let below_highest = (0..factor.ilog2()).rev();
        below_highest.fold(*x, |product, bit| {
            let doubled = self.add(&product, &product);
            if factor >> bit & 1 == 1 { self.add(&doubled, x) } else { doubled }
        })
    }

    fn add(&self, x: &Uint<LIMBS>, y: &Uint<LIMBS>) -> Uint<LIMBS> {
        let mut sum = x.to_words();
        let mut carry = false;
        for (word, other) in sum.iter_mut().zip(y.as_words()) {
            (*word, carry) = word.carrying_add(*other, carry);
        }
        self.without_top_bit(sum, carry)
    }

    pub(super) fn square(&self, x: &Uint<LIMBS>) -> Uint<LIMBS> {
        let (low, high) = x.widening_square();
        let (number, top_bit) = self.divide(low.to_words(), high.to_words());
        self.without_top_bit(number, top_bit)
    }

    /// Divides by 2^bits modulo n (Montgomery, Math. Comp. 44 (1985), 519–521); the result may have one bit more.
    ///
    /// Each step adds the multiple of n that makes the lowest word zero, drops that word, and takes the next
    /// one of `high` in at the top. What is in between has one bit more than `low`.
    fn divide(&self, low: [Word; LIMBS], high: [Word; LIMBS]) -> ([Word; LIMBS], bool) {
        let mut number = low;
        let mut top_bit = false;
        let n = self.n.as_words();
        for next in high {
            let mut shifted = [0; LIMBS];
            let mut places = shifted.iter_mut();
            let mut words = number.iter().zip(n);
            let mut carry = 0;
            let mut multiple = 0;
            if let Some((word, n)) = words.next() {
                multiple = word.wrapping_mul(self.negative_inverse);
                (_, carry) = n.carrying_mul_add(multiple, *word, carry);
            }
            for ((word, n), place) in words.zip(&mut places) {
                (*place, carry) = n.carrying_mul_add(multiple, *word, carry);
            }
            if let Some(place) = places.next() {
                (*place, top_bit) = next.carrying_add(carry, top_bit);
            }
            number = shifted;
        }
        (number, top_bit)
    }

    /// A number with one bit more than it may have, without that bit: instead, what the bit is worth modulo n.
    fn without_top_bit(&self, mut number: [Word; LIMBS], mut top_bit: bool) -> Uint<LIMBS> {
        while top_bit {
            top_bit = false;
            for (word, one) in number.iter_mut().zip(self.one.as_words()) {
                (*word, top_bit) = word.carrying_add(*one, top_bit);
            }
        }
        Uint::from_words(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto_bigint::modular::FixedMontyForm;
    use crypto_bigint::{U64, U1024};
    use proptest::prelude::*;

    /// Looks at x as it is, mostly not less than n.
    fn check<const LIMBS: usize>(n: Uint<LIMBS>, x: Uint<LIMBS>) {
        let three = Uint::from_u32(3);
        let n = Odd::new((n | Uint::ONE).max(three)).unwrap();
        let (modulus, params) = (Modulus::new(&n), FixedMontyParams::new_vartime(n));
        let form = FixedMontyForm::from_montgomery(x.rem_vartime(n.as_nz_ref()), &params);
        assert_eq!(modulus.least(&modulus.square(&x)), form.square().to_montgomery(), "{x} squared mod {n}");
        for factor in 1..14 {
            let mut product = form;
            (1..factor).for_each(|_| product += form);
            assert_eq!(
                modulus.least(&modulus.times(&x, factor)),
                product.to_montgomery(),
                "{x} times {factor} mod {n}"
            );
        }
        let one = FixedMontyForm::one(&params);
        assert_eq!(modulus.one(), one.to_montgomery());
        assert_eq!(modulus.is_one(&x), form == one, "{x} mod {n}");
        assert_eq!(modulus.is_minus_one(&x), form == -one, "{x} mod {n}");
    }

    proptest! {
        #[test]
        fn agrees_with_crypto_bigint(n: [u64; 16], x: [u64; 16]) {
            check(U1024::from_words(n), U1024::from_words(x));
            check(U64::from_u64(n[0]), U64::from_u64(x[0]));
        }
    }

    #[test]
    fn agrees_with_crypto_bigint_where_limbs_overflow() {
        let extremes: Vec<U1024> = [0, 1, u64::MAX - 1, u64::MAX]
            .into_iter()
            .flat_map(|low| [0, 1, 1 << 63, u64::MAX].map(|rest| (low, rest)))
            .map(|(low, rest)| U1024::from_words(std::array::from_fn(|i| if i == 0 { low } else { rest })))
            .collect();
        for n in &extremes {
            for x in &extremes {
                check(*n, *x);
                check(*n, n.wrapping_sub(x));
                let params = FixedMontyParams::new_vartime(Odd::new(*n | U1024::ONE).unwrap());
                check(*n, *params.one());
                check(*n, n.wrapping_sub(params.one()));
            }
        }
    }
}
