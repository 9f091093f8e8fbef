//! What the value of a flag must be.

use super::go_values::{is_address, is_boolean, is_duration, is_number, signed_integer, unsigned_integer};

/// What the value of a flag must be, where one look at it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagKind {
    /// `true` or `false`.
    Boolean,
    /// A whole number of so many bits, with or without a sign.
    Integer {
        /// How many.
        bits: u32,
        /// Whether it may be negative.
        is_signed: bool,
    },
    /// A number.
    Number,
    /// A time such as `1h30m`.
    Duration,
    /// An IP address, or nothing.
    Address,
    /// Lists, maps, names, paths: the component itself must say.
    Text,
}

impl FlagKind {
    /// Reads the type that pflag gives a flag, or Go's name of it for etcd's.
    pub(super) fn parse(text: &str) -> Self {
        let integer = |bits, is_signed| Self::Integer { bits, is_signed };
        match text {
            "bool" => Self::Boolean,
            "int32" | "Level" => integer(32, true),
            "int" | "int64" => integer(64, true),
            "uint32" => integer(32, false),
            "uint" | "uint64" => integer(64, false),
            "float32" | "float64" => Self::Number,
            "duration" => Self::Duration,
            "ip" => Self::Address,
            _ => Self::Text,
        }
    }

    /// Whether the component can read this value.
    #[must_use]
    pub fn accepts(self, text: &str) -> bool {
        match self {
            Self::Boolean => is_boolean(text),
            Self::Integer { bits, is_signed } => {
                let (value, least, most) = if is_signed {
                    (signed_integer(text), -(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1)
                } else {
                    (unsigned_integer(text), 0, (1_i128 << bits) - 1)
                };
                value.is_some_and(|value| (least..=most).contains(&value))
            }
            Self::Number => is_number(text),
            Self::Duration => is_duration(text),
            Self::Address => text.is_empty() || is_address(text),
            Self::Text => true,
        }
    }

    /// What it is in words, to follow "expected".
    #[must_use]
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Boolean => "\"true\" or \"false\"",
            Self::Integer { is_signed: true, .. } => "a whole number in a string",
            Self::Integer { is_signed: false, .. } => "a whole number that is not negative, in a string",
            Self::Number => "a number in a string",
            Self::Duration => "a time with its unit, such as \"10s\" or \"1h30m\"",
            Self::Address => "an IP address",
            Self::Text => "a string",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_range() {
        let level = FlagKind::parse("Level");
        assert!(level.accepts("2147483647") && level.accepts("-1"));
        assert!(!level.accepts("2147483648") && !level.accepts("info"));
        let unsigned = FlagKind::parse("uint");
        assert!(unsigned.accepts("18446744073709551615"));
        assert!(!unsigned.accepts("18446744073709551616") && !unsigned.accepts("-1"));
    }

    #[test]
    fn what_only_the_component_can_judge_is_taken() {
        for kind in ["stringSlice", "quantity", "mapStringString", "UniqueURLs"] {
            assert!(FlagKind::parse(kind).accepts("%n : anything"), "{kind}");
        }
    }
}
