//! The type of a flag's value.

use super::{
    go_values::{duration, is_address, is_boolean, number, signed_integer, unsigned_integer},
    values::{
        quantity::is_quantity,
        text::{
            comma_list, is_certificate_and_key, is_colon_pairs, is_pairs, is_string_map, is_switches,
            is_thresholds, is_verbosity, is_vmodule, is_whole_list, port_range,
        },
    },
};

/// The type of a flag's value, if it can be checked without the component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagKind {
    /// `true` or `false`.
    Boolean,
    /// An integer with a number of bits, signed or unsigned.
    Integer {
        /// The number of bits.
        bits: u32,
        /// Whether it can be negative.
        is_signed: bool,
    },
    /// A floating-point number with a number of bits.
    Number {
        /// The number of bits.
        bits: u32,
    },
    /// A duration such as `1h30m`.
    Duration,
    /// An IP address, or empty.
    Address,
    /// A log level: a decimal number without a sign.
    Verbosity,
    /// Log levels per file.
    VerbosityOfFiles,
    /// Comma-separated items, which may be quoted.
    List,
    /// Comma-separated integers.
    WholeList,
    /// A single `KEY=VALUE`.
    Pair,
    /// Comma-separated `KEY=VALUE` pairs.
    Pairs,
    /// Comma-separated `KEY=VALUE` pairs, which may be quoted.
    QuotedPairs,
    /// Comma-separated `KEY=true` pairs.
    Switches,
    /// Comma-separated `KEY:VALUE` pairs.
    ColonPairs,
    /// Comma-separated `KEY<VALUE` pairs.
    Thresholds,
    /// A range of ports.
    Ports,
    /// A quantity such as `10Mi`.
    Quantity,
    /// The paths of a certificate and its key.
    CertificateAndKey,
    /// Any text, such as names and paths: only the component can check it.
    Text,
}

/// Flags whose grammar differs from that of their pflag type.
const OF_ANOTHER_GRAMMAR: [(&str, FlagKind); 5] = [
    // `cmd/kubelet/app/options`: `MapStringStringNoSplit`.
    ("cpu-manager-policy-options", FlagKind::Pair),
    // `cmd/kubelet/app/options`: `LangleSeparatedMapStringString`.
    ("eviction-hard", FlagKind::Thresholds),
    ("eviction-soft", FlagKind::Thresholds),
    // apiserver, `server/options/api_enablement.go`: `ConfigurationMap`, which also accepts a key alone.
    ("runtime-config", FlagKind::Text),
    // component-base, `compatibility/registry.go`: the component before each gate is optional.
    ("feature-gates", FlagKind::Text),
];

impl FlagKind {
    /// Parses the pflag type of the flag `name`, or for etcd the Go type.
    pub(super) fn parse(name: &str, text: &str) -> Self {
        if let Some((_, kind)) = OF_ANOTHER_GRAMMAR.iter().find(|(flag, _)| *flag == name) {
            return *kind;
        }
        let integer = |bits, is_signed| Self::Integer { bits, is_signed };
        match text {
            "bool" => Self::Boolean,
            "int32" => integer(32, true),
            "int" | "int64" => integer(64, true),
            "uint32" => integer(32, false),
            "uint" | "uint64" => integer(64, false),
            "float32" => Self::Number { bits: 32 },
            "float64" => Self::Number { bits: 64 },
            "duration" => Self::Duration,
            "ip" => Self::Address,
            "Level" => Self::Verbosity,
            "pattern=N,..." => Self::VerbosityOfFiles,
            "stringSlice" => Self::List,
            "int32Slice" => Self::WholeList,
            "mapStringString" => Self::Pairs,
            "stringToString" => Self::QuotedPairs,
            "mapStringBool" => Self::Switches,
            "colonSeparatedMultimapStringString" => Self::ColonPairs,
            "portRange" => Self::Ports,
            "quantity" => Self::Quantity,
            "namedCertKey" => Self::CertificateAndKey,
            _ => Self::Text,
        }
    }

    /// Whether the component can parse this value.
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
            Self::Number { bits } => number(text, bits).is_some(),
            Self::Duration => duration(text).is_some(),
            Self::Address => text.trim().is_empty() || is_address(text.trim()),
            Self::Verbosity => is_verbosity(text),
            Self::VerbosityOfFiles => is_vmodule(text),
            Self::List => comma_list(text).is_some(),
            Self::WholeList => is_whole_list(text),
            Self::Pair => text.contains('='),
            Self::Pairs => is_pairs(text),
            Self::QuotedPairs => is_string_map(text),
            Self::Switches => is_switches(text),
            Self::ColonPairs => is_colon_pairs(text),
            Self::Thresholds => is_thresholds(text),
            Self::Ports => port_range(text).is_some(),
            Self::Quantity => is_quantity(text),
            Self::CertificateAndKey => is_certificate_and_key(text),
            Self::Text => true,
        }
    }

    /// A description, to follow "expected".
    #[must_use]
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Boolean => "\"true\" or \"false\"",
            Self::Integer { is_signed: true, .. } => "a whole number in a string",
            Self::Integer { is_signed: false, .. } => "a whole number that is not negative, in a string",
            Self::Number { .. } => "a number in a string",
            Self::Duration => "a time with its unit, such as \"10s\" or \"1h30m\"",
            Self::Address => "an IP address",
            Self::Verbosity => "a decimal number from 0 to 2147483647, in a string",
            Self::VerbosityOfFiles => "FILE=NUMBER with commas between",
            Self::List => "items with commas between, and no double quote inside one",
            Self::WholeList => "whole numbers with commas between",
            Self::Pair => "KEY=VALUE",
            Self::Pairs | Self::QuotedPairs => "KEY=VALUE pairs with commas between",
            Self::Switches => "KEY=true or KEY=false, with commas between",
            Self::ColonPairs => "KEY:VALUE pairs with commas between",
            Self::Thresholds => "SIGNAL<VALUE with commas between, such as \"memory.available<100Mi\"",
            Self::Ports => "a range of ports, such as \"30000-32767\"",
            Self::Quantity => "a quantity such as \"10Mi\"",
            Self::CertificateAndKey => "the paths of a certificate and its key with a comma between",
            Self::Text => "a string",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_range() {
        let level = FlagKind::parse("v", "Level");
        assert!(level.accepts("2147483647") && level.accepts("007"));
        for bad in ["2147483648", "info", "-1", "+1", "0x1", "1_0", ""] {
            assert!(!level.accepts(bad), "{bad}");
        }
        let unsigned = FlagKind::parse("max-wals", "uint");
        assert!(unsigned.accepts("18446744073709551615"));
        assert!(!unsigned.accepts("18446744073709551616") && !unsigned.accepts("-1"));
    }

    #[test]
    fn what_only_the_component_can_judge_is_taken() {
        for kind in ["string", "stringArray", "UniqueURLs"] {
            assert!(FlagKind::parse("name", kind).accepts("%n : anything"), "{kind}");
        }
    }
}
