//! Why a derivation failed. No cluster.toml can cause any of these.

use super::label::LabelError;

/// A derivation that could not be completed. Says nothing about secret values.
#[derive(Debug, thiserror::Error)]
pub enum DeriveError {
    /// A label or the cluster id is empty or does not fit its length field.
    #[error(transparent)]
    Label(#[from] LabelError),
    /// HKDF-SHA256 gives at most 8,160 bytes (RFC 5869 section 2.3).
    #[error("a secret of {length} bytes was requested; at most 8160 can be derived")]
    TooMuch {
        /// The requested length, in bytes.
        length: u16,
    },
    /// Every candidate was rejected, which is practically impossible.
    #[error("no {what} among all candidates derived for it; use the next generation of its key")]
    Exhausted {
        /// What was searched for.
        what: &'static str,
    },
    /// A key could not be assembled or encoded, which is a bug of kubemint or of a library.
    #[error("cannot encode the {what}; please report this as a bug of kubemint")]
    Encode {
        /// What was to be encoded.
        what: &'static str,
    },
    /// A signature could not be made, or did not verify under its own key.
    #[error("cannot make a verified {what} signature; check this machine's memory and processor")]
    Sign {
        /// The signature scheme.
        what: &'static str,
    },
}
