//! Squaring and doubling modulo an odd number, for the test that nearly all of an RSA key's time goes into.
//!
//! crypto-bigint multiplies and reduces in one pass. Squaring first, for which it has a fast function, and
//! reducing then takes 0.6 of that time (1024 bits, measured): most of a square's products come in pairs.

use crypto_bigint::modular::FixedMontyParams;
use crypto_bigint::{Odd, Uint, Word};

/// An odd modulus n over 1. Numbers modulo n are in Montgomery form: x stands for x · 2^-bits mod n.
pub(super) struct Modulus<const LIMBS: usize> {
    n: [Word; LIMBS],
    /// −1/n modulo the size of a word.
    negative_inverse: Word,
    one: Uint<LIMBS>,
}

impl<const LIMBS: usize> Modulus<LIMBS> {
    pub(super) fn new(n: &Odd<Uint<LIMBS>>) -> Self {
        let params = FixedMontyParams::new_vartime(*n);
        Self { n: n.as_ref().to_words(), negative_inverse: params.mod_neg_inv().0, one: *params.one() }
    }

    pub(super) const fn one(&self) -> Uint<LIMBS> {
        self.one
    }

    pub(super) const fn minus_one(&self) -> Uint<LIMBS> {
        Uint::from_words(self.n).wrapping_sub(&self.one)
    }

    pub(super) fn double(&self, x: &Uint<LIMBS>) -> Uint<LIMBS> {
        let mut doubled = x.to_words();
        let mut carry = false;
        for word in &mut doubled {
            (*word, carry) = word.carrying_add(*word, carry);
        }
        self.less_than_n(doubled, carry)
    }

    pub(super) fn square(&self, x: &Uint<LIMBS>) -> Uint<LIMBS> {
        let (low, high) = x.widening_square();
        let (number, carry) = self.divide(low.to_words(), high.to_words());
        self.less_than_n(number, carry)
    }

    /// Divides by 2^bits modulo n (Montgomery, Math. Comp. 44 (1985), 519–521), up to one n too much.
    ///
    /// Each step adds the multiple of n that makes the lowest word zero, drops that word, and takes the next
    /// one of `high` in at the top. What is in between has one bit more than `low`.
    fn divide(&self, low: [Word; LIMBS], high: [Word; LIMBS]) -> ([Word; LIMBS], bool) {
        let mut number = low;
        let mut top_bit = false;
        for next in high {
            let mut shifted = [0; LIMBS];
            let mut places = shifted.iter_mut();
            let mut words = number.iter().zip(&self.n);
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

    /// Subtracts n from a number less than 2n, which may have one bit more, unless it is less than n.
    fn less_than_n(&self, number: [Word; LIMBS], top_bit: bool) -> Uint<LIMBS> {
        let mut difference = number;
        let mut borrow = false;
        for (word, n) in difference.iter_mut().zip(&self.n) {
            (*word, borrow) = word.borrowing_sub(*n, borrow);
        }
        Uint::from_words(if borrow && !top_bit { number } else { difference })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto_bigint::modular::FixedMontyForm;
    use crypto_bigint::{U64, U1024};
    use proptest::prelude::*;

    fn check<const LIMBS: usize>(n: Uint<LIMBS>, x: Uint<LIMBS>) {
        let three = Uint::from_u32(3);
        let n = Odd::new((n | Uint::ONE).max(three)).unwrap();
        let x = x.rem_vartime(n.as_nz_ref());
        let (modulus, params) = (Modulus::new(&n), FixedMontyParams::new_vartime(n));
        let form = FixedMontyForm::from_montgomery(x, &params);
        assert_eq!(modulus.square(&x), form.square().to_montgomery(), "{x} squared mod {n}");
        assert_eq!(modulus.double(&x), form.double().to_montgomery(), "{x} doubled mod {n}");
        assert_eq!(modulus.one(), FixedMontyForm::one(&params).to_montgomery());
        assert_eq!(modulus.minus_one(), (-FixedMontyForm::one(&params)).to_montgomery());
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
            }
        }
    }
}
