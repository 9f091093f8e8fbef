//! Why certificates could not be issued. A valid cluster cannot cause any of these, except on a broken machine.

use crate::derive::{DeriveError, LabelError};

/// Certificates could not be issued. Says nothing about secret values.
#[derive(Debug, thiserror::Error)]
pub enum PkiError {
    /// A key or signature could not be computed.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// A label or the cluster id is too long for its derivation.
    #[error(transparent)]
    Label(#[from] LabelError),
    /// A certificate would be valid after the year 9999.
    #[error("the certificate {label} would be valid past the year 9999; shorten its validity")]
    Validity {
        /// The label of its key.
        label: String,
    },
    /// A certificate could not be encoded.
    #[error("cannot encode the certificate {label}; please report this as a bug of kubemint")]
    Encode {
        /// The label of its key.
        label: String,
        /// The encoder's error.
        source: der::Error,
    },
    /// A certificate's PEM text could not be encoded.
    #[error("cannot write the certificate {label} as PEM; please report this as a bug of kubemint")]
    Pem {
        /// The label of its key.
        label: String,
    },
    /// A requested key was not derived.
    #[error("the key {label} was not derived; please report this as a bug of kubemint")]
    MissingKey {
        /// Its label.
        label: String,
    },
}
