//! What every derivation of a cluster shares: its seed, its id and the schema.

use std::fmt;

use base16ct::HexDisplay;
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::error::DeriveError;
use super::info::{Derivation, Info, Purpose};
use super::label::{Generation, Label, LabelError};
use super::seed::Seed;

/// What every derivation of a cluster shares.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    seed: &'a Seed,
    schema: u32,
    cluster_id: &'a str,
}

impl<'a> Context<'a> {
    /// `schema` and `cluster_id` are those of cluster.toml.
    ///
    /// # Errors
    /// If the cluster id is empty or longer than 65,535 bytes.
    pub fn new(seed: &'a Seed, schema: u32, cluster_id: &'a str) -> Result<Self, LabelError> {
        Label::new(cluster_id)?;
        Ok(Self { seed, schema, cluster_id })
    }

    /// The seed that everything is derived from.
    pub const fn seed(&self) -> &'a Seed {
        self.seed
    }

    /// Derives `length` bytes: HKDF-SHA256 (RFC 5869) of the seed, without salt.
    ///
    /// A caller that rejects the bytes of one `attempt` uses those of the next. The first attempt is 0.
    ///
    /// # Errors
    /// If a text is too long for the info, or `length` is greater than 8,160.
    pub fn secret(&self, of: Derivation<'_>, attempt: u32, length: u16) -> Result<Secret, DeriveError> {
        let info = Info { schema: self.schema, cluster_id: self.cluster_id, of, attempt, length };
        let mut bytes = Zeroizing::new(vec![0; length.into()]);
        Hkdf::<Sha256>::new(None, self.seed.as_bytes())
            .expand(&info.encode()?, &mut bytes)
            .map_err(|_| DeriveError::TooMuch { length })?;
        Ok(Secret(bytes))
    }

    /// Like [`Context::secret`], for a length known at compile time.
    pub(super) fn secret_array<const LEN: usize>(
        &self,
        of: Derivation<'_>,
        attempt: u32,
    ) -> Result<Zeroizing<[u8; LEN]>, DeriveError> {
        let length = u16::try_from(LEN).unwrap_or(u16::MAX);
        let secret = self.secret(of, attempt, length)?;
        let mut array = Zeroizing::new([0; LEN]);
        array.iter_mut().zip(secret.as_bytes()).for_each(|(to, from)| *to = *from);
        Ok(array)
    }

    /// The seed's public id within this cluster, which identifies a wrong seed without revealing either.
    ///
    /// # Errors
    /// None with a valid context.
    pub fn seed_id(&self) -> Result<SeedId, DeriveError> {
        let of =
            Derivation { purpose: Purpose::SeedId, algorithm: "", label: "", generation: Generation::FIRST };
        Ok(SeedId(*self.secret_array(of, 0)?))
    }
}

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("schema", &self.schema)
            .field("cluster_id", &self.cluster_id)
            .finish_non_exhaustive()
    }
}

/// Derived secret bytes. They are erased when dropped and never shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Secret {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} bytes, redacted)", self.0.len())
    }
}

/// The public id of a seed in one cluster: 16 derived bytes, displayed as 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SeedId([u8; 16]);

impl fmt::Display for SeedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}", HexDisplay(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Derivation<'_> = Derivation {
        purpose: Purpose::Key,
        algorithm: "ecdsa-p256",
        label: "a",
        generation: Generation::FIRST,
    };

    #[test]
    fn each_part_of_a_derivation_changes_the_secret() {
        let (demo, zero) = (Seed::DEMO, Seed::from_bytes([0; 32]));
        let context = Context::new(&demo, 1, "c").unwrap();
        let other_label = Derivation { label: "b", ..KEY };
        let second = Derivation { generation: Generation(2), ..KEY };
        let secrets = [
            context.secret(KEY, 0, 32),
            context.secret(KEY, 1, 32),
            context.secret(other_label, 0, 32),
            context.secret(second, 0, 32),
            Context::new(&demo, 2, "c").unwrap().secret(KEY, 0, 32),
            Context::new(&demo, 1, "d").unwrap().secret(KEY, 0, 32),
            Context::new(&zero, 1, "c").unwrap().secret(KEY, 0, 32),
        ]
        .map(Result::unwrap);
        for (index, secret) in secrets.iter().enumerate() {
            assert!(!secrets[..index].contains(secret));
        }
        // The length is part of the info, so a short secret is not a prefix of a long one.
        let long = context.secret(KEY, 0, 48).unwrap();
        assert!(!long.as_bytes().starts_with(secrets[0].as_bytes()));
    }

    #[test]
    fn hkdf_gives_8160_bytes_and_no_more() {
        let seed = Seed::DEMO;
        let context = Context::new(&seed, 1, "c").unwrap();
        assert!(context.secret(KEY, 0, 8160).is_ok());
        assert!(matches!(context.secret(KEY, 0, 8161), Err(DeriveError::TooMuch { length: 8161 })));
    }

    #[test]
    fn debug_shows_no_secret() {
        let seed = Seed::DEMO;
        let context = Context::new(&seed, 1, "c").unwrap();
        let secret = context.secret(KEY, 0, 2).unwrap();
        assert_eq!(
            format!("{context:?} {secret:?}"),
            r#"Context { schema: 1, cluster_id: "c", .. } Secret(2 bytes, redacted)"#
        );
    }
}
