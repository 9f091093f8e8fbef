//! What every type has that is a text which was checked, and the characters that show a text in another order than it is read in.

/// Gives a type whose only field is a `String` the means to read it.
macro_rules! readable_text {
    ($($checked:ident),+) => {$(
        impl $checked {
            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        /// A map with such keys is asked with a text.
        impl std::borrow::Borrow<str> for $checked {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $checked {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

pub(super) use readable_text;

/// Whether a character turns the direction of what follows (Unicode Standard Annex #9, section 2: explicit
/// formatting characters). It is invisible, and a name that holds one can look like another.
#[must_use]
pub const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
