//! Many key pairs at once, on all CPUs.

use rayon::prelude::*;

use super::algorithm::KeyAlgorithm;
use super::context::Context;
use super::error::DeriveError;
use super::key_pair::KeyPair;
use super::label::{Generation, Label};

/// A request for a key pair.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyRequest {
    /// Algorithm and size.
    pub algorithm: KeyAlgorithm,
    /// Its label.
    pub label: Label,
    /// Its generation.
    pub generation: Generation,
}

/// Derives all requested key pairs, in the order of the requests, on the threads of the current rayon pool. The number of
/// threads affects only the time.
///
/// The unit of work is a prime factor, not a key, since one RSA key can take five times as long as another. `made` is called
/// after each key, on the thread that derived it.
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
