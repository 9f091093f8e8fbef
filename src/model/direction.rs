//! Characters that show text in another order than it is read in.

/// Whether a character turns the direction of what follows (Unicode Standard Annex #9, section 2: explicit
/// formatting characters). It is invisible, and a name that holds one can look like another.
#[must_use]
pub const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
