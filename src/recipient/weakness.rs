//! Why a key must not be used as a recipient.

/// Why a key that age accepts must not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weakness {
    /// A point of low order: anybody can decrypt what is encrypted to it.
    NoSecret,
    /// An encoding that no program writes: the owner of the private key would not recognise it.
    OtherEncoding,
    /// The private key follows from the public one.
    Factored,
    /// A point that is not a multiple of the base point, so that it has no private key.
    NoKey,
    /// The private key is published here.
    Published(&'static str),
    /// The private key is one that everybody tries.
    Guessed,
}

impl Weakness {
    /// What is wrong with the key.
    pub(super) fn message(self) -> String {
        let message = match self {
            Self::NoSecret => {
                "no private key belongs to this key, and anybody could open what is encrypted to it"
            }
            Self::OtherEncoding => {
                "this key is encoded as no program does it, and nobody could open what is encrypted to it"
            }
            Self::Factored => {
                "the factors of this RSA key are found at once, so anybody can make its private key"
            }
            Self::NoKey => "no private key belongs to this key, so nobody could open what is encrypted to it",
            Self::Published(source) => {
                return format!(
                    "the private key of this key is published ({source}), so anybody can open what is encrypted to it"
                );
            }
            Self::Guessed => {
                "the private key of this key is made of zeros, of a counter or of a word, so anybody can guess it"
            }
        };
        message.to_owned()
    }
}
