//! Why certificates could not be made. None of these comes from a cluster that its rules let pass, save a broken machine.

use crate::derive::{DeriveError, LabelError};

/// Certificates could not be made. Says nothing about secret values.
#[derive(Debug, thiserror::Error)]
pub enum PkiError {
    /// A key or signature could not be made.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// A label or the cluster id does not fit its derivation.
    #[error(transparent)]
    Label(#[from] LabelError),
    /// A validity passes the year 9999.
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
        /// What its encoder said.
        source: der::Error,
    },
    /// A certificate's PEM text could not be encoded.
    #[error("cannot write the certificate {label} as PEM; please report this as a bug of kubemint")]
    Pem {
        /// The label of its key.
        label: String,
    },
    /// Keys that were derived are not those that were asked for.
    #[error("the key {label} was not derived; please report this as a bug of kubemint")]
    MissingKey {
        /// Its label.
        label: String,
    },
}
