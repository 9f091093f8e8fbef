//! Every certificate of rendered trees, judged by libraries that did not make it: x509-parser reads it, webpki verifies
//! its chain for its use at a fixed time, rcgen encodes it anew. OpenSSL's opinion is asked in `tests/judges`, where it can be installed.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "beside/mod.rs"]
mod beside;
#[path = "chains/certificate.rs"]
mod certificate;
#[path = "chains/independent_encoder.rs"]
mod independent_encoder;
#[path = "chains/signatures.rs"]
mod signatures;
#[path = "chains/table.rs"]
mod table;
#[path = "chains/trees.rs"]
mod trees;
#[path = "chains/verify.rs"]
mod verify;
#[path = "chains/x509.rs"]
mod x509;
