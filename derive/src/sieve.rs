//! Removes the multiples of small primes before the expensive tests.
//!
//! It only saves time: a number that it removes is never a result of the search.

use std::sync::LazyLock;

use crypto_bigint::{Odd, Uint, Word};

use super::primality::PUBLIC_EXPONENT;

/// Primes below this are tried. Chosen by measurement (`cargo bench -- keys`).
const LIMIT: u32 = 1 << 18;

/// Odd numbers sieved in one go. Of those of 1024 bits about 1 in 355 is prime.
const SEGMENT: u32 = 2048;

/// Numbers to remove: those whose remainder modulo the odd `modulus` is `unwanted`.
#[derive(Clone, Copy)]
struct Rule {
    modulus: u32,
    unwanted: u32,
}

/// Rules whose moduli have a product that fits 64 bits, so that one long division gives all remainders.
struct Batch {
    product: u64,
    rules: Vec<Rule>,
}

impl Batch {
    // A remainder by a u64 is a u64.
    #[allow(clippy::cast_possible_truncation)]
    fn remainder<const LIMBS: usize>(&self, number: &Uint<LIMBS>) -> u64 {
        let product = u128::from(self.product);
        let divide = |above: u128, word| (above << Word::BITS | u128::from(word)) % product;
        number.to_words().into_iter().rev().fold(0, divide) as u64
    }
}

/// Removes multiples of small primes, and each p for which the public exponent divides p − 1.
static BATCHES: LazyLock<Vec<Batch>> = LazyLock::new(|| {
    let no_multiple = |modulus| Rule { modulus, unwanted: 0 };
    let no_multiple_and_1 = Rule { modulus: PUBLIC_EXPONENT, unwanted: 1 };
    let rules = odd_primes(LIMIT).into_iter().map(no_multiple);
    batches(rules.chain([no_multiple_and_1]))
});

/// The odd numbers from a start on, without those that cannot be a factor of an RSA modulus.
///
/// Yields distances from the start, counted in odd numbers.
pub(super) struct Sieve {
    strikes: Vec<Strike>,
    struck: Vec<bool>,
    /// Distance of the first of `struck`.
    segment: u32,
    /// How many of `struck` were examined.
    seen: usize,
}

/// Removes every `step`th odd number, starting `next` odd numbers after the first one of the segment.
struct Strike {
    step: u32,
    next: u32,
}

impl Strike {
    /// `first` is the remainder of the start.
    fn new(rule: Rule, first: u32) -> Self {
        // The least k ≥ 0 with first + 2k ≡ unwanted: an odd distance is reached once around.
        let distance = (rule.unwanted + rule.modulus - first) % rule.modulus;
        let even = match distance % 2 {
            0 => distance,
            _ => distance + rule.modulus,
        };
        Self { step: rule.modulus, next: even / 2 }
    }
}

impl Sieve {
    /// `start` must be greater than the small primes, which would otherwise be removed as their own multiples.
    pub(super) fn new<const LIMBS: usize>(start: &Odd<Uint<LIMBS>>) -> Self {
        let mut strikes = Vec::with_capacity(LIMIT as usize / 8);
        for batch in BATCHES.iter() {
            let all = batch.remainder(start.as_ref());
            strikes.extend(batch.rules.iter().map(|rule| {
                // A remainder by a u32 is a u32.
                #[allow(clippy::cast_possible_truncation)]
                let first = (all % u64::from(rule.modulus)) as u32;
                Strike::new(*rule, first)
            }));
        }
        let mut sieve = Self { strikes, struck: Vec::new(), segment: 0, seen: 0 };
        sieve.strike();
        sieve
    }

    /// Fills `struck` for one segment and moves each strike to the segment after it.
    fn strike(&mut self) {
        self.struck.clear();
        self.struck.resize(SEGMENT as usize, false);
        for strike in &mut self.strikes {
            while let Some(struck) = self.struck.get_mut(strike.next as usize) {
                *struck = true;
                strike.next += strike.step;
            }
            strike.next -= SEGMENT;
        }
        self.seen = 0;
    }
}

impl Iterator for Sieve {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        loop {
            let mut unseen = (self.segment..).zip(&self.struck).skip(self.seen);
            if let Some((distance, _)) = unseen.find(|(_, struck)| !**struck) {
                self.seen = (distance - self.segment) as usize + 1;
                return Some(distance);
            }
            self.segment = self.segment.checked_add(SEGMENT)?;
            self.strike();
        }
    }
}

/// The odd primes below `limit`, by the sieve of Eratosthenes.
fn odd_primes(limit: u32) -> Vec<u32> {
    let mut composite = vec![false; limit as usize];
    let mut primes = Vec::new();
    for number in (3..limit).step_by(2) {
        if composite.get(number as usize) == Some(&false) {
            primes.push(number);
            let multiples = composite.iter_mut().step_by(number as usize);
            multiples.for_each(|composite| *composite = true);
        }
    }
    primes
}

fn batches(rules: impl Iterator<Item = Rule>) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    for rule in rules {
        let modulus = u64::from(rule.modulus);
        match batches.last_mut() {
            Some(batch) if batch.product.checked_mul(modulus).is_some() => {
                batch.product *= modulus;
                batch.rules.push(rule);
            }
            _ => batches.push(Batch { product: modulus, rules: vec![rule] }),
        }
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto_bigint::U128;

    #[test]
    fn leaves_out_exactly_what_a_rule_says() {
        let modulus = |n: u128, m: u32| n % u128::from(m);
        let primes: Vec<u32> =
            (3..LIMIT).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0)).collect();
        // A multiple of 3, of the largest prime tried, and one whose predecessor 65537 divides.
        for start in [3 << 120 | 3, 262_139 * ((1 << 100) + 1), 65_537 * (1 << 90) + 1, u128::MAX - 20_000] {
            let kept = |distance: &u32| {
                let n = start + 2 * u128::from(*distance);
                modulus(n, PUBLIC_EXPONENT) != 1 && primes.iter().all(|prime| modulus(n, *prime) != 0)
            };
            let expected: Vec<u32> = (0..4 * SEGMENT).filter(kept).collect();
            let sieve = Sieve::new(&Odd::new(U128::from_u128(start)).unwrap());
            let actual: Vec<u32> = sieve.take_while(|distance| *distance < 4 * SEGMENT).collect();
            assert_eq!(actual, expected, "{start}");
        }
    }
}
