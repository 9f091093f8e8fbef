//! The attributes of a certificate's subject that a cluster can set.

use serde::{Deserialize, Serialize};

use super::text::readable_text;
use crate::diagnostic::Invalid;

/// The maximum length of the name of a country, state, locality or unit (RFC 5280 appendix A.1, `ub-…-name`).
const MAX_NAME: usize = 64;

/// The value of a subject's attribute: 1 to 64 characters, no control characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributeText(String);

impl AttributeText {
    /// Checks `text`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `subject-text` if `text` is empty, too long or contains control characters.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let length = text.chars().count();
        if (1..=MAX_NAME).contains(&length) && !text.chars().any(char::is_control) && text.trim() == text {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::new(
                "subject-text",
                format!("{text:?} is not allowed in a certificate's subject"),
                "1 to 64 characters, no control characters, no space at either end",
            )
            .help("take out what cannot stand there, or leave the whole value out"))
        }
    }
}

/// A user's group, the organization of its certificate (RFC 5280 appendix A.1, `ub-organization-name`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupName(String);

readable_text!(AttributeText, GroupName, Country);

impl GroupName {
    /// Checks `text`, as an [`AttributeText`].
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `group` if it is empty, too long or contains control characters.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        AttributeText::parse(text).map(|AttributeText(text)| Self(text)).map_err(|invalid| Invalid {
            code: "group",
            message: format!("{text:?} cannot be a group's name"),
            ..invalid
        })
    }
}

/// An ISO 3166 two-letter country code in capitals (RFC 5280 appendix A.1, `X520countryName`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(String);

impl Country {
    /// Checks `text`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `country` if `text` is not two capital letters.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::new(
                "country",
                format!("{text:?} is not a country code"),
                "two capital letters, such as \"CN\"",
            )
            .help("take the two letters that ISO 3166 gives the country"))
        }
    }
}

/// What every certificate's subject contains, beside its common name and the groups of Kubernetes' clients.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// `C`
    pub country: Option<Country>,
    /// `ST`
    pub province: Option<AttributeText>,
    /// `L`
    pub locality: Option<AttributeText>,
    /// `OU`
    pub organizational_unit: Option<AttributeText>,
}
