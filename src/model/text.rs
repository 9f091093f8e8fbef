//! What the types that wrap a checked text have in common, and characters that change the direction of a text.

/// Gives access to the text of a type whose only field is a `String`.
macro_rules! readable_text {
    ($($checked:ident),+) => {$(
        impl $checked {
            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        /// A map with such keys can be queried with a text.
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

/// Whether a character changes the direction of the text that follows (Unicode Standard Annex #9, section 2: explicit
/// formatting characters). Such characters are invisible, and can make a name look like another.
#[must_use]
pub const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
