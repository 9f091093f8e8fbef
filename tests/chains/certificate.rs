//! The certificates of a tree: in files of their own and in kubeconfigs.

use base64ct::{Base64, Encoding as _};
use kubemint::tree::{File, Tree};
use x509_parser::pem::Pem;

/// A certificate where it was found.
pub struct Certificate {
    /// The path below its half.
    pub path: String,
    /// DER
    pub der: Vec<u8>,
    /// The private key beside it, PEM; a CA's certificate has none beside it.
    pub key: Option<String>,
}

/// Every certificate of the tree.
pub fn certificates(tree: &Tree) -> Vec<Certificate> {
    let text = |path: &str| {
        let file = tree.files().find(|file| file.place.path.as_str() == path)?;
        Some(String::from_utf8(file.bytes.to_vec()).unwrap())
    };
    let mut found = Vec::new();
    for file in tree.files() {
        let path = file.place.path.as_str();
        if let Some(stem) = path.strip_suffix(".crt") {
            let key = text(&format!("{stem}.key"));
            found.extend(of_pem(path, file.bytes, key.as_deref()));
        } else if path.ends_with(".conf") && is_kubeconfig(&file) {
            found.extend(of_kubeconfig(path, std::str::from_utf8(file.bytes).unwrap()));
        }
    }
    found
}

/// Every certificate authority that kubeconfigs name, with its path.
pub fn kubeconfig_authorities(tree: &Tree) -> Vec<(String, Vec<u8>)> {
    let kubeconfigs = tree.files().filter(is_kubeconfig);
    kubeconfigs
        .map(|file| {
            let text = std::str::from_utf8(file.bytes).unwrap();
            (file.place.path.to_string(), data(text, "certificate-authority-data").unwrap())
        })
        .collect()
}

fn is_kubeconfig(file: &File<'_>) -> bool {
    file.bytes.starts_with(b"apiVersion: v1\nclusters:\n")
}

fn of_pem<'a>(
    path: &'a str,
    bytes: &'a [u8],
    key: Option<&'a str>,
) -> impl Iterator<Item = Certificate> + 'a {
    let blocks = Pem::iter_from_buffer(bytes).map(Result::unwrap).enumerate();
    blocks.map(move |(index, block)| {
        assert_eq!(block.label, "CERTIFICATE", "{path}");
        // A bundle's first certificate is the one that signs.
        let key = key.filter(|_| index == 0).map(str::to_owned);
        Certificate { path: path.to_owned(), der: block.contents, key }
    })
}

fn of_kubeconfig(path: &str, text: &str) -> Option<Certificate> {
    let certificate = data(text, "client-certificate-data")?;
    let key = String::from_utf8(data(text, "client-key-data").unwrap()).unwrap();
    let mut found: Vec<_> = of_pem(path, &certificate, Some(&key)).collect();
    assert_eq!(found.len(), 1, "{path}");
    found.pop()
}

fn data(kubeconfig: &str, field: &str) -> Option<Vec<u8>> {
    let mut fields = kubeconfig.lines().filter_map(|line| line.trim().split_once(": "));
    let (_, value) = fields.find(|(name, _)| *name == field)?;
    Some(Base64::decode_vec(value).unwrap())
}
