//! Distinguished names (RFC 5280 section 4.1.2.4).

use der::{
    asn1::{Any, ObjectIdentifier, PrintableStringRef, Utf8StringRef},
    oid::db::rfc4519,
};
use x509_cert::{
    attr::AttributeTypeAndValue,
    name::{RdnSequence, RelativeDistinguishedName},
};

use crate::pki::{Attribute, DistinguishedName};

/// The name as a sequence of sets of one attribute each.
pub(super) fn encoded(name: &DistinguishedName) -> der::Result<RdnSequence> {
    let sets = name.iter().map(|(attribute, value)| {
        let one = AttributeTypeAndValue { oid: oid(attribute), value: text(attribute, value)? };
        RelativeDistinguishedName::try_from(vec![one])
    });
    Ok(sets.collect::<der::Result<Vec<_>>>()?.into())
}

const fn oid(attribute: Attribute) -> ObjectIdentifier {
    match attribute {
        Attribute::Country => rfc4519::COUNTRY_NAME,
        Attribute::Province => rfc4519::ST,
        Attribute::Locality => rfc4519::LOCALITY_NAME,
        Attribute::Organization => rfc4519::ORGANIZATION_NAME,
        Attribute::OrganizationalUnit => rfc4519::ORGANIZATIONAL_UNIT_NAME,
        Attribute::CommonName => rfc4519::COMMON_NAME,
    }
}

fn text(attribute: Attribute, value: &str) -> der::Result<Any> {
    match attribute {
        // X520countryName is a PrintableString and nothing else (RFC 5280 appendix A.1).
        Attribute::Country => PrintableStringRef::new(value).map(Any::from),
        _ => Utf8StringRef::new(value).map(Any::from),
    }
}
