//! Subjects and issuers of certificates.

use std::fmt::{self, Write as _};

use crate::model::{AttributeText, Subject, turns_direction};

/// An attribute of a name. Names have them in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// C
    Country,
    /// ST
    Province,
    /// L
    Locality,
    /// O, a group of the user in Kubernetes.
    Organization,
    /// OU
    OrganizationalUnit,
    /// CN, the user's name in Kubernetes.
    CommonName,
}

impl Attribute {
    /// The short name (RFC 4514 section 3).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Country => "C",
            Self::Province => "ST",
            Self::Locality => "L",
            Self::Organization => "O",
            Self::OrganizationalUnit => "OU",
            Self::CommonName => "CN",
        }
    }
}

/// A name: attributes in their order, with one organization per group and the common name at the end. The other attributes
/// occur at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistinguishedName {
    before: Vec<(Attribute, String)>,
    common_name: String,
}

impl DistinguishedName {
    /// The cluster's part of the name with organizations, in their order, and a common name.
    #[must_use]
    pub fn new(cluster: &Subject, organizations: Vec<String>, common_name: String) -> Self {
        let text = |text: &Option<AttributeText>| text.as_ref().map(|text| text.as_str().to_owned());
        let organizations = organizations.into_iter().map(|group| (Attribute::Organization, Some(group)));
        let before = [
            (Attribute::Country, cluster.country.as_ref().map(|country| country.as_str().to_owned())),
            (Attribute::Province, text(&cluster.province)),
            (Attribute::Locality, text(&cluster.locality)),
        ];
        let unit = [(Attribute::OrganizationalUnit, text(&cluster.organizational_unit))];
        let before = before.into_iter().chain(organizations).chain(unit);
        let before = before.filter_map(|(attribute, value)| Some((attribute, value?))).collect();
        Self { before, common_name }
    }

    /// Attributes and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (Attribute, &str)> {
        let before = self.before.iter().map(|(attribute, value)| (*attribute, value.as_str()));
        before.chain([(Attribute::CommonName, self.common_name())])
    }

    /// The value of CN.
    #[must_use]
    pub fn common_name(&self) -> &str {
        &self.common_name
    }
}

impl fmt::Display for DistinguishedName {
    /// Writes `C=CN, O=system:nodes, CN=system:node:a`, in the certificate's order. A character that could be
    /// mistaken for part of a list of names, or that would change their visible order, is escaped as in RFC 4514 section 2.4: a
    /// backslash and two digits for each byte of its UTF-8 form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (attribute, value)) in self.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{}=", attribute.as_str())?;
            value.chars().try_for_each(|character| write_escaped(f, character))?;
        }
        Ok(())
    }
}

fn write_escaped(f: &mut fmt::Formatter<'_>, character: char) -> fmt::Result {
    let is_special = matches!(character, ',' | '+' | '"' | '\\' | '<' | '>' | ';' | '=' | '|');
    if is_special || turns_direction(character) {
        character.encode_utf8(&mut [0; 4]).bytes().try_for_each(|byte| write!(f, "\\{byte:02X}"))
    } else {
        f.write_char(character)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_pass_for_another_attribute_or_column() {
        let name =
            DistinguishedName::new(&Subject::default(), vec!["a, CN=b | c\\".to_owned()], "d".to_owned());
        assert_eq!(name.to_string(), "O=a\\2C CN\\3Db \\7C c\\5C, CN=d");
    }

    #[test]
    fn a_value_is_shown_in_the_order_it_is_read_in() {
        let name =
            DistinguishedName::new(&Subject::default(), vec!["a\u{202e}b é".to_owned()], "d".to_owned());
        assert_eq!(name.to_string(), "O=a\\E2\\80\\AEb é, CN=d");
    }
}
