//! The TLS versions and cipher suites that servers accept.

/// TLS 1.2 or newer, in Kubernetes' spelling.
pub(crate) const MIN_VERSION: &str = "VersionTLS12";

/// TLS 1.2's cipher suites with forward secrecy and authenticated encryption, by their IANA names; those of TLS 1.3
/// cannot be chosen. HTTP/2 needs the first of each kind of key (RFC 9113 section 9.2.2).
pub(crate) const CIPHER_SUITES: [&str; 6] = [
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
];

/// The same for a kubelet, which also accepts ChaCha20's older names, the only ones that CIS 4.2.12 lists.
pub(crate) fn kubelet_cipher_suites() -> [&'static str; 6] {
    CIPHER_SUITES.map(|name| match name.strip_suffix("_SHA256") {
        Some(older) if older.ends_with("_CHACHA20_POLY1305") => older,
        _ => name,
    })
}

/// The cipher suites as the value of a flag.
pub(crate) fn cipher_suites() -> String {
    CIPHER_SUITES.join(",")
}
