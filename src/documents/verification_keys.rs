//! Public keys of service accounts, in PEM.

use base64ct::{Base64, Encoding};
use x509_parser::{prelude::FromDer, public_key::PublicKey, x509::SubjectPublicKeyInfo};

use crate::{diagnostic::Invalid, model::VerificationKeys};

/// A public key has less than 1 KiB, and nobody keeps a hundred of them.
const MAX_LENGTH: usize = 100_000;

const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";

/// Checks that a text is public keys alone with which kube-apiserver verifies tokens: RSA or ECDSA in blocks `PUBLIC KEY`
/// (Kubernetes 1.37, `client-go/util/keyutil`, `ParsePublicKeysPEM`, which leaves out what is none). Text around the blocks is
/// not kept. No message quotes the text.
///
/// # Errors
/// [`Invalid`] with code `verification-keys`.
pub fn verification_keys(text: &str) -> Result<VerificationKeys, Invalid> {
    let refuse = |message: String, help: &str| {
        Invalid::new("verification-keys", message, "public keys in PEM, RSA or ECDSA").help(help)
    };
    if text.len() > MAX_LENGTH {
        return Err(refuse(format!("it is longer than {MAX_LENGTH} bytes"), "name a file of public keys"));
    }
    let mut keys = String::new();
    for (line, label, content) in blocks(text) {
        if label != "PUBLIC KEY" {
            return Err(refuse(format!("line {line} begins {}", noun(label)), advice(label)));
        }
        let key = key(&content).map_err(|why| refuse(format!("line {line}: {why}"), "take another key"))?;
        keys.push_str(&key);
    }
    if keys.is_empty() {
        return Err(refuse("it has no public key".to_owned(), "each begins with -----BEGIN PUBLIC KEY-----"));
    }
    Ok(VerificationKeys::checked(keys))
}

/// Each block: the line on which it begins, its label, and its base64.
fn blocks(text: &str) -> Vec<(usize, &str, String)> {
    let mut found: Vec<(usize, &str, String)> = Vec::new();
    let mut is_open = false;
    for (at, line) in text.lines().map(str::trim).enumerate() {
        if let Some(label) = line.strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(DASHES)) {
            found.push((at + 1, label, String::new()));
            is_open = true;
        } else if line.starts_with(DASHES) {
            is_open = false;
        } else if let Some((_, _, content)) = found.last_mut().filter(|_| is_open) {
            content.push_str(line);
        }
    }
    found
}

/// What a block is that is no public key. Its label is not quoted: it can be anything.
fn noun(label: &str) -> &'static str {
    match label {
        _ if label.ends_with("PRIVATE KEY") => "a private key",
        "CERTIFICATE" => "a certificate",
        "RSA PUBLIC KEY" => "an RSA public key of PKCS #1",
        _ => "something that is no public key",
    }
}

fn advice(label: &str) -> &'static str {
    match label {
        _ if label.ends_with("PRIVATE KEY") => {
            "name the file of its public key, which `openssl pkey -pubout` writes; the public output has these keys, and may be committed"
        }
        "CERTIFICATE" => "name the file of its public key, which `openssl x509 -noout -pubkey` writes",
        "RSA PUBLIC KEY" => "write it as `openssl rsa -RSAPublicKey_in -pubout` does",
        _ => "keep blocks that begin with -----BEGIN PUBLIC KEY-----",
    }
}

/// Whether an ECDSA key is on P-256, P-384 or P-521 (RFC 5480 section 2.1.1.1): Go knows no other curve, and no parameters that
/// are written out.
fn is_curve_of_tokens(info: &SubjectPublicKeyInfo<'_>) -> bool {
    let curve = info.algorithm.parameters.as_ref().and_then(|parameters| parameters.as_oid().ok());
    let curve = curve.map(|oid| oid.to_id_string());
    ["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35"]
        .into_iter()
        .any(|known| curve.as_deref() == Some(known))
}

/// A key, in PEM with lines of 64 characters, as kubemint writes its own.
fn key(base64: &str) -> Result<String, &'static str> {
    let der =
        Base64::decode_vec(base64).map_err(|_| "this is not base64 that ends in -----END PUBLIC KEY-----")?;
    let (rest, info) = SubjectPublicKeyInfo::from_der(&der).map_err(|_| "this is no public key")?;
    if !rest.is_empty() {
        return Err("something follows the public key");
    }
    match info.parsed() {
        // Go refuses to verify with a shorter key (crypto/rsa, since 1.24).
        Ok(PublicKey::RSA(key)) if key.key_size() < 1024 => {
            return Err("this RSA key has less than 1,024 bits");
        }
        Ok(PublicKey::RSA(_)) => {}
        // Tokens are signed with the curves that JWS has (RFC 7518 section 3.1).
        Ok(PublicKey::EC(_)) if is_curve_of_tokens(&info) => {}
        _ => return Err("this key is neither RSA nor ECDSA of P-256, P-384 or P-521"),
    }
    let encoded = Base64::encode_string(&der);
    let lines: Vec<&str> =
        (0..encoded.len()).step_by(64).filter_map(|at| encoded.get(at..encoded.len().min(at + 64))).collect();
    Ok(format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EC: &str = include_str!("../../tests/beside/sa-old.pub");

    #[test]
    fn public_keys_are_kept_and_what_is_around_them_is_not() {
        let kept =
            verification_keys(&format!("# the old cluster's\r\n{}{EC}", EC.replace('\n', "\r\n"))).unwrap();
        assert_eq!(kept.as_str(), format!("{EC}{EC}"));
    }

    #[test]
    fn what_is_no_public_key_is_refused() {
        for (text, words) in [
            ("", "no public key"),
            ("ssh-rsa AAAA", "no public key"),
            ("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n", "private key"),
            ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "certificate"),
            ("-----BEGIN RSA PUBLIC KEY-----\nAAAA\n", "PKCS #1"),
            ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "line 1: this is no public key"),
            ("-----BEGIN PUBLIC KEY-----\nA\n-----END PUBLIC KEY-----\n", "base64"),
            // Ed25519, with which no token is verified.
            (
                "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n",
                "neither RSA nor ECDSA",
            ),
        ] {
            let said = verification_keys(text).unwrap_err().message;
            assert!(said.contains(words), "{text}: {said}");
        }
        let second = format!("{EC}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assert!(verification_keys(&second).unwrap_err().message.contains("private key"));
        assert!(verification_keys(&"x".repeat(MAX_LENGTH + 1)).is_err());
    }

    /// kube-apiserver 1.37 exits with "data does not contain any valid RSA or ECDSA public keys".
    #[test]
    fn a_curve_that_go_does_not_know_is_refused() {
        let secp256k1 = "-----BEGIN PUBLIC KEY-----\n\
             MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAE2zqkFzbqC89Abqe+TXPIL1JXIwAT6YaE\n\
             7XN6+wMIpY5D2fR4roHJs9QccYJ7+ZQpKCFqhBq5mPUP51iEz43fkA==\n\
             -----END PUBLIC KEY-----\n";
        let explicit_parameters = "-----BEGIN PUBLIC KEY-----\n\
             MIIBSzCCAQMGByqGSM49AgEwgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAA\n\
             AAAAAAAAAAAA////////////////MFsEIP////8AAAABAAAAAAAAAAAAAAAA////\n\
             ///////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSd\n\
             NgiG5wSTamZ44ROdJreBn36QBEEEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5\n\
             RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA\n\
             //////////+85vqtpxeehPO5ysL8YyVRAgEBA0IABEfkYrfuMJfWb9YRPpTkY8gH\n\
             hwb4FQJdBg5CLJYcHugCGBJj+RXsvEQZ9TKH4uCfHj9714Xp6zhSJdI+YaCmnNk=\n\
             -----END PUBLIC KEY-----\n";
        for text in [secp256k1, explicit_parameters] {
            let message = verification_keys(text).unwrap_err().message;
            assert!(message.contains("neither RSA nor ECDSA of P-256"), "{message}");
        }
    }
}
