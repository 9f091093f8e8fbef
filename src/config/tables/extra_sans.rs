//! `extra_sans` of the components that serve: names and addresses for their serving certificates.

use super::Table;
use crate::{diagnostic::Invalid, model::Host};

/// The most names and addresses of one key. Go's TLS takes no handshake message above 64 KiB but for a certificate's, and no
/// certificate above 256 KiB (`crypto/tls`, maxHandshakeCertificateMsg); 1,000 names of full length have as much.
const NAMES: usize = 1000;

pub(super) fn read(table: &Table<'_>) -> Option<Vec<Host>> {
    table.value("extra_sans", |item| {
        let count = item.list()?.len();
        if count > NAMES {
            let found = format!("extra_sans has {count} entries");
            item.refuse(Invalid::new("too-many-entries", found, "no more than 1,000 names and addresses"));
            return None;
        }
        item.all(|element| element.parse(Host::parse_san))
    })
}
