//! Many key pairs at once, on all processors.

use rayon::prelude::*;

use super::algorithm::KeyAlgorithm;
use super::context::Context;
use super::error::DeriveError;
use super::key_pair::KeyPair;
use super::label::{Generation, Label};

/// Which key pair is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyRequest {
    /// Algorithm and size.
    pub algorithm: KeyAlgorithm,
    /// What the key is for.
    pub label: Label,
    /// Which rotation of it.
    pub generation: Generation,
}

/// Derives all key pairs asked for, in the order of the requests, on the threads of the rayon pool
/// that it is called in (the number of which changes nothing but the time).
///
/// What the threads share out are single prime factors, not keys: one RSA key can take five times
/// as long as another. `made` is called after each key, on whichever thread made it.
///
/// # Errors
/// As [`KeyPair::derive`].
pub fn key_pairs(
    context: &Context<'_>,
    requests: &[KeyRequest],
    made: impl Fn() + Sync,
) -> Result<Vec<KeyPair>, DeriveError> {
    requests
        .par_iter()
        .with_max_len(1)
        .map(|request| {
            let pair = KeyPair::derive(context, request.algorithm, &request.label, request.generation);
            made();
            pair
        })
        .collect()
}
