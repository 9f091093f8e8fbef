//! The strings in SSH's encoding of keys (RFC 4251 section 5).

/// The consecutive strings in these bytes, each with a length in four bytes, and the rest where there is no further
/// one.
#[derive(Debug)]
pub struct SshStrings<'a> {
    /// What has not been read yet.
    pub rest: &'a [u8],
}

impl<'a> SshStrings<'a> {
    /// Reads from the beginning of these bytes.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }
}

impl<'a> Iterator for SshStrings<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (string, rest) = rest.split_at_checked(length)?;
        self.rest = rest;
        Some(string)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_strings_until_one_is_cut_off() {
        let bytes = [0, 0, 0, 2, 7, 8, 0, 0, 0, 0, 0, 0, 0, 1, 9];
        for length in 0..=bytes.len() {
            let strings: Vec<&[u8]> = SshStrings::new(&bytes[..length]).collect();
            let whole: &[&[u8]] = &[&[7, 8], &[], &[9]];
            let count = [6, 10, 15].iter().filter(|end| **end <= length).count();
            assert_eq!(strings, whole[..count], "{length}");
        }
        assert_eq!(SshStrings::new(&[0xff; 9]).next(), None);
    }
}
