//! What every type has that is a text which was checked.

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

        impl std::fmt::Display for $checked {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

pub(super) use readable_text;
