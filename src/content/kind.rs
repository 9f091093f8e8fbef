//! What a file is, judged by its contents.

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Empty, or only spaces and empty lines.
    Empty,
    /// A cluster.toml, with or without mistakes.
    ClusterToml,
    /// A seed or another key of 32 bytes: 64 hexadecimal digits, or raw bytes.
    Seed,
    /// 32 hexadecimal digits.
    HalfSeed,
    /// A seed as the value of a key, as `sops -d` writes it.
    SeedDocument,
    /// A private key in PEM, including OpenSSH's format.
    PrivateKey,
    /// A certificate in PEM.
    Certificate,
    /// A public key, in PEM or on one line.
    PublicKey,
    /// An age file.
    AgeFile,
    /// An age identity, which is a private key.
    AgeIdentity,
    /// A bootstrap token, or a JSON Web Token.
    Token,
    /// A kubeconfig.
    Kubeconfig,
    /// A Kubernetes Secret.
    Secret,
    /// An EncryptionConfiguration, which contains keys.
    EncryptionConfiguration,
    /// A configuration of kubeadm.
    KubeadmConfiguration,
    /// Another Kubernetes object, in YAML or JSON.
    KubernetesObject,
    /// The resolved cluster, `cluster.json`.
    ResolvedCluster,
    /// kubemint.lock, or sealed/INDEX.
    Lock,
    /// Other JSON.
    Json,
    /// Other YAML.
    Yaml,
    /// Variables of a shell or a service, as `NAME=value`.
    Variables,
    /// A tar archive.
    Tar,
    /// A compressed file.
    Compressed,
    /// Text in UTF-16, as PowerShell writes it.
    Utf16,
    /// Binary data.
    Binary,
    /// Other text.
    Text,
}

impl Kind {
    /// The kind with its article, for messages.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::ClusterToml => "a cluster.toml",
            Self::Seed => "a seed",
            Self::HalfSeed => "32 hexadecimal digits, half of a seed",
            Self::SeedDocument => "a document with a seed",
            Self::PrivateKey => "a private key",
            Self::Certificate => "a certificate",
            Self::PublicKey => "a public key",
            Self::AgeFile => "encrypted with age",
            Self::AgeIdentity => "an age identity, which is a private key",
            Self::Token => "a token",
            Self::Kubeconfig => "a kubeconfig",
            Self::Secret => "a Kubernetes Secret",
            Self::EncryptionConfiguration => "an EncryptionConfiguration",
            Self::KubeadmConfiguration => "a configuration of kubeadm",
            Self::KubernetesObject => "a Kubernetes object",
            Self::ResolvedCluster => "the resolved cluster that kubemint writes",
            Self::Lock => "a file that kubemint writes beside its output",
            Self::Json => "JSON",
            Self::Yaml => "YAML",
            Self::Variables => "a list of variables (NAME=value)",
            Self::Tar => "a tar archive",
            Self::Compressed => "compressed",
            Self::Utf16 => "UTF-16 text",
            Self::Binary => "not text",
            Self::Text => "text of another kind",
        }
    }

    /// Whether such a file usually contains secrets.
    #[must_use]
    pub const fn is_secret(self) -> bool {
        matches!(
            self,
            Self::Seed
                | Self::HalfSeed
                | Self::SeedDocument
                | Self::PrivateKey
                | Self::AgeIdentity
                | Self::Token
                | Self::Kubeconfig
                | Self::Secret
                | Self::EncryptionConfiguration
        )
    }
}

/// The kind of a file with these bytes.
#[must_use]
pub fn kind(bytes: &[u8]) -> Kind {
    const AGE: &[u8] = b"age-encryption.org/";
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Kind::Utf16,
        [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] | [b'P', b'K', 3, 4, ..] => return Kind::Compressed,
        _ if bytes.starts_with(AGE) => return Kind::AgeFile,
        _ if bytes.get(257..262) == Some(b"ustar") => return Kind::Tar,
        _ => {}
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => kind_of_text(text.trim_start_matches('\u{feff}').trim()),
        Err(_) if bytes.len() == 32 => Kind::Seed,
        Err(_) => Kind::Binary,
    }
}

fn kind_of_text(text: &str) -> Kind {
    let checks: [fn(&str) -> Option<Kind>; 7] = [bare, cluster_toml, pem, line, object, document, lock];
    if text.is_empty() {
        return Kind::Empty;
    }
    checks.iter().find_map(|check| check(text)).unwrap_or(Kind::Text)
}

/// A single word.
fn bare(text: &str) -> Option<Kind> {
    let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match text.len() {
        64 if is_hex => return Some(Kind::Seed),
        32 if is_hex => return Some(Kind::HalfSeed),
        _ => {}
    }
    let is_jwt =
        text.starts_with("eyJ") && text.matches('.').count() == 2 && !text.contains(char::is_whitespace);
    (is_jwt || super::secret_word::is_bootstrap_token(text)).then_some(Kind::Token)
}

/// Tables and keys that occur in no other file. How many are enough is a matter of judgement; whatever is shown of
/// the file is masked anyway.
fn cluster_toml(text: &str) -> Option<Kind> {
    const TABLES: [&str; 8] = [
        "cluster",
        "control_plane",
        "pki",
        "apiserver",
        "controller_manager",
        "scheduler",
        "etcd",
        "kubelet",
    ];
    let lines = || text.lines().map(str::trim_start);
    let table_of = |line: &str| {
        let header = line.trim_start_matches('[').trim_start();
        let name = header.split(['.', ']', ' ']).next().unwrap_or_default();
        line.starts_with('[') && TABLES.contains(&name.to_ascii_lowercase().replace('-', "_").as_str())
    };
    let assigns = |line: &str| {
        let name = line.split(['.', '=', ' ', '\t']).next().unwrap_or_default();
        (name == "schema" || TABLES.contains(&name)) && line.contains('=')
    };
    lines().any(|line| table_of(line) || assigns(line)).then_some(Kind::ClusterToml)
}

fn pem(text: &str) -> Option<Kind> {
    let labels = || text.lines().filter_map(|line| line.trim().strip_prefix("-----BEGIN "));
    let first = labels().next()?;
    Some(match first.trim_end_matches('-') {
        _ if labels().any(|label| label.contains("PRIVATE KEY")) => Kind::PrivateKey,
        "AGE ENCRYPTED FILE" => Kind::AgeFile,
        "CERTIFICATE" => Kind::Certificate,
        label if label.ends_with("PUBLIC KEY") => Kind::PublicKey,
        _ => return None,
    })
}

/// A single line.
fn line(text: &str) -> Option<Kind> {
    let lines = || text.lines().map(str::trim);
    if lines().any(|line| line.starts_with("AGE-SECRET-KEY-") || line.starts_with("AGE-PLUGIN-")) {
        return Some(Kind::AgeIdentity);
    }
    let public = ["ssh-ed25519 ", "ssh-rsa ", "age1", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"];
    let mut said = lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    said.next().filter(|line| public.iter().any(|start| line.starts_with(start))).map(|_| Kind::PublicKey)
}

/// A Kubernetes object, by its `kind`.
fn object(text: &str) -> Option<Kind> {
    let head = text.lines().take(3).map(str::trim).collect::<Vec<_>>();
    if matches!(head.as_slice(), ["{", schema, kubemint] if schema.starts_with("\"schema\":") && kubemint.starts_with("\"kubemint\":"))
    {
        return Some(Kind::ResolvedCluster);
    }
    let value = |name: &str| {
        text.lines().find_map(|line| {
            let line = line.trim().trim_start_matches('{').trim_start();
            let rest = line.trim_start_matches('"').strip_prefix(name)?.trim_start_matches('"');
            let value = rest.trim_start().strip_prefix(':')?.trim_start();
            Some(
                value
                    .trim_matches(|c: char| !c.is_ascii_alphanumeric())
                    .split('"')
                    .next()
                    .unwrap_or_default(),
            )
        })
    };
    let has_version = text.contains("apiVersion");
    let kind = value("kind").or_else(|| compact_kind(text));
    Some(match kind? {
        "Config" if has_version => Kind::Kubeconfig,
        "Secret" => Kind::Secret,
        "EncryptionConfiguration" => Kind::EncryptionConfiguration,
        "ClusterConfiguration" | "InitConfiguration" | "JoinConfiguration" => Kind::KubeadmConfiguration,
        _ if has_version => Kind::KubernetesObject,
        _ => return None,
    })
}

/// The `kind` in JSON on a single line.
fn compact_kind(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("\"kind\"")?;
    rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?.split('"').next()
}

/// JSON, YAML or variables, by the form of the lines.
fn document(text: &str) -> Option<Kind> {
    let is_name = |name: &str| {
        let name = name.trim().trim_matches(['"', '\'']);
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-./".contains(c))
    };
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let is_table = |line: &str| line.starts_with('[') && line.ends_with(']') && !line.contains(['"', ',']);
    let json = text.starts_with('{') || (text.starts_with('[') && !lines().next().is_some_and(is_table));
    let has_seed = super::secret_word::has_seed(text);
    if json {
        return Some(if has_seed { Kind::SeedDocument } else { Kind::Json });
    }
    let yaml = |line: &str| {
        let entry = line.trim_start_matches("- ");
        let key = entry.split_once(": ").map(|(key, _)| key).or(entry.strip_suffix(':'));
        line == "---" || line.starts_with("- ") || key.is_some_and(is_name)
    };
    let variable = |line: &str| {
        let line = line.strip_prefix("export ").unwrap_or(line);
        line.split_once('=').is_some_and(|(name, _)| is_name(name))
    };
    let (all, first) = (lines().count(), lines().next()?);
    if has_seed && (yaml(first) || variable(first)) && all <= 3 {
        return Some(Kind::SeedDocument);
    }
    let most = |form: &dyn Fn(&str) -> bool| lines().filter(|line| form(line)).count() * 3 >= all * 2;
    let shell = |line: &str| variable(line) && !line.contains(" = ");
    if first == "---" || first.starts_with("%YAML") || (yaml(first) && most(&yaml)) {
        Some(Kind::Yaml)
    } else {
        most(&shell).then_some(Kind::Variables)
    }
}

fn lock(text: &str) -> Option<Kind> {
    text.starts_with("# What kubemint ").then_some(Kind::Lock)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Files and their kinds; `SEED` stands for a seed.
    const FILES: &[(&str, Kind)] = &[
        ("", Kind::Empty),
        ("\u{feff}\r\n \n", Kind::Empty),
        ("SEED", Kind::Seed),
        ("SEED\r\n\r\n", Kind::Seed),
        ("seed: SEED\n", Kind::SeedDocument),
        ("seed: |\n    SEED\n", Kind::SeedDocument),
        ("{\n\t\"seed\": \"SEED\"\n}\n", Kind::SeedDocument),
        ("seed=SEED\n", Kind::SeedDocument),
        ("-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----\n", Kind::PrivateKey),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3B\n", Kind::PrivateKey),
        ("-----BEGIN CERTIFICATE-----\nMII\n", Kind::Certificate),
        ("-----BEGIN CERTIFICATE-----\nMII\n-----BEGIN PRIVATE KEY-----\n", Kind::PrivateKey),
        ("-----BEGIN PUBLIC KEY-----\nMII\n", Kind::PublicKey),
        ("ssh-ed25519 AAAA host\n", Kind::PublicKey),
        ("# mine\nage1qqq\n", Kind::PublicKey),
        ("age-encryption.org/v1\n-> X25519 a\n", Kind::AgeFile),
        ("-----BEGIN AGE ENCRYPTED FILE-----\nYWd\n", Kind::AgeFile),
        ("# created: then\nAGE-SECRET-KEY-1QQ\n", Kind::AgeIdentity),
        ("abcdef.0123456789abcdef\n", Kind::Token),
        ("eyJhbGciOi.eyJpc3MiOi.c2ln\n", Kind::Token),
        ("apiVersion: v1\nkind: Config\nusers: []\n", Kind::Kubeconfig),
        ("{\"apiVersion\":\"v1\",\"kind\":\"Config\"}", Kind::Kubeconfig),
        ("# a comment\napiVersion: \"v1\"\nkind: \"Secret\"\n", Kind::Secret),
        ("apiVersion: a/v1\nkind: EncryptionConfiguration\n", Kind::EncryptionConfiguration),
        ("apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n", Kind::KubeadmConfiguration),
        ("{\n  \"schema\": 1,\n  \"kubemint\": \"0.1.0\",\n  \"kind\": 1\n}\n", Kind::ResolvedCluster),
        ("kind: Pod\napiVersion: v1\n", Kind::KubernetesObject),
        ("cluster:\n  name: a\nnodes:\n- a\n", Kind::Yaml),
        ("---\nschema: 1\n", Kind::Yaml),
        ("{\"cluster\": {\"name\": \"a\"}}", Kind::Json),
        ("[1, 2]", Kind::Json),
        ("A=1\nexport B=2\n", Kind::Variables),
        ("# What kubemint made here, and …\nformat 1\n", Kind::Lock),
        ("schema = 1\n", Kind::ClusterToml),
        ("[Cluster]\nname = 1\n", Kind::ClusterToml),
        ("# a\n[[ control_plane ]]\n", Kind::ClusterToml),
        ("cluster.name = \"a\"\n", Kind::ClusterToml),
        ("[package]\nname = \"a\"\n", Kind::Text),
        ("Dear all,\n", Kind::Text),
    ];

    #[test]
    fn a_file_is_known_by_what_stands_in_it() {
        let seed = "a64178be24c71e4ebb12c1108f48e1421f5759d1eddc48e3c02fab9f8153fa71";
        for (text, expected) in FILES {
            assert_eq!(kind(text.replace("SEED", seed).as_bytes()), *expected, "{text:?}");
        }
        assert_eq!(kind(seed.to_uppercase().as_bytes()), Kind::Seed);
        assert_eq!(kind(&seed.as_bytes()[..32]), Kind::HalfSeed);
        assert_eq!(kind(&[0x9a; 32]), Kind::Seed);
        assert_eq!(kind(&[0x9a; 33]), Kind::Binary);
        assert_eq!(kind(&[0x1f, 0x8b, 8]), Kind::Compressed);
        assert_eq!(kind(b"\xff\xfea\0"), Kind::Utf16);
        let mut tar = [0; 512];
        tar[257..262].copy_from_slice(b"ustar");
        assert_eq!(kind(&tar), Kind::Tar);
    }
}
