//! The digest of what a component reads when it starts.

use std::fmt;

use base16ct::lower::encode_string;
use sha2::{Digest as _, Sha256};

use super::{Digest, lock::Row};

/// A digest over kubemint.lock's rows of the files that a component reads only when it starts.
///
/// Static pods and units contain it, so that a changed input changes them. It never covers the bytes of a secret, since a row
/// does not have them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputsDigest(String);

impl InputsDigest {
    /// The digest over these rows, in this order.
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
        Self(encode_string(&digest))
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
