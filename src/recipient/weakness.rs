//! Why a key is none to encrypt to.

/// Why a key that age takes is none to encrypt to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weakness {
    /// A point of low order: what is encrypted to it, anybody can open.
    NoSecret,
    /// A number or point that no program writes so: the private key that belongs to it does not recognise it.
    OtherEncoding,
    /// The private key follows from the public one.
    Factored,
}

impl Weakness {
    /// What is wrong with the key.
    pub(super) const fn message(self) -> &'static str {
        match self {
            Self::NoSecret => {
                "no private key belongs to this key, and anybody could open what is encrypted to it"
            }
            Self::OtherEncoding => {
                "this key is encoded as no program does it, and nobody could open what is encrypted to it"
            }
            Self::Factored => {
                "the factors of this RSA key are found at once, so anybody can make its private key"
            }
        }
    }
}
