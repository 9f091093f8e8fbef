//! What a component reads at its start, as one digest.

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::{Digest, hex, lock::Row};

/// A digest over kubemint.lock's rows of the files that a component reads only at its start.
///
/// A static pod and a unit carry it, so that a changed input changes them. Never over a secret's bytes: a row has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputsDigest(String);

impl InputsDigest {
    /// The digest over these rows, in the order given.
    #[must_use]
    pub fn of(rows: &[Row]) -> Self {
        let mut hash = Sha256::new();
        for row in rows {
            hash.update(row.to_string());
            hash.update("\n");
        }
        Self::from_digest(hash.finalize().into())
    }

    /// A digest computed elsewhere.
    #[must_use]
    pub fn from_digest(digest: Digest) -> Self {
        Self(hex::encode(&digest))
    }

    /// 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InputsDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
