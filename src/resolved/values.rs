//! How values are written to JSON and read back, for the resolved cluster.
//!
//! A value that is a string is parsed as in cluster.toml, so a document cannot contain a value that a cluster.toml
//! could not, except for recipients, audit policies, Corefiles and public keys, whose formats the model does not know. Rules between values
//! are not checked.

use std::{collections::BTreeMap, net::IpAddr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error, ser::SerializeSeq};

use crate::{
    diagnostic::Invalid,
    model::{
        Account, AttributeText, BindAddress, Cidr, Cidrs, ClusterId, CommandWords, ControlPlaneNode,
        Corefile, Country, CpuQuantity, DnsDomain, DnsUpstream, EncryptionProvider, EncryptionSettings,
        Endpoint, EtcdInitialState, FileMode, GroupName, Host, HttpsUrl, ImageDigest, ImageRepository,
        ImageTag, InterfaceName, Join, KeyGenerations, KubernetesVersion, Label, LabelValue, LogPath,
        MemoryQuantity, Node, NodeAddress, NodeAddresses, NodeName, NodeSelector, NumericId, OwnAuditPolicy,
        QualifiedName, Recipient, RemoteShell, SourcePath, Subdomain, Taint, Timestamp, TokenAudience,
        TokenIssuer, UnixSocket, Validity, VariableName, VariableValue, VerificationKeys, Worker,
    },
};

/// Types that are written with `Display` and read by a parser.
macro_rules! as_text {
    ($($type:ident by $parse:expr),+ $(,)?) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let parse: fn(&str) -> Result<Self, Invalid> = $parse;
                parse(&String::deserialize(deserializer)?).map_err(refused)
            }
        }
    )+};
}

as_text! {
    Account by Self::parse,
    AttributeText by Self::parse,
    BindAddress by bind_address,
    Cidr by Self::parse,
    ClusterId by Self::parse,
    CommandWords by Self::parse,
    CpuQuantity by Self::parse,
    Corefile by |text| Ok(Self::checked(text.to_owned())),
    Country by Self::parse,
    DnsDomain by Self::parse,
    DnsUpstream by Self::parse,
    Endpoint by Self::parse,
    FileMode by Self::parse,
    GroupName by Self::parse,
    HttpsUrl by Self::parse,
    Host by Self::parse_san,
    ImageDigest by Self::parse,
    ImageRepository by Self::parse,
    ImageTag by Self::parse,
    InterfaceName by Self::parse,
    KubernetesVersion by Self::parse,
    Label by Self::parse,
    Subdomain by Self::parse,
    LabelValue by Self::parse,
    LogPath by Self::parse,
    MemoryQuantity by Self::parse,
    NodeAddress by Self::parse,
    NodeSelector by Self::parse,
    QualifiedName by Self::parse,
    Recipient by |text| Ok(Self::checked(text.to_owned())),
    RemoteShell by Self::parse,
    SourcePath by Self::parse,
    Taint by Self::parse,
    Timestamp by Self::parse,
    TokenAudience by Self::parse,
    TokenIssuer by Self::parse,
    UnixSocket by Self::parse,
    Validity by Self::parse,
    VariableName by Self::parse,
    VariableValue by Self::parse,
    VerificationKeys by |text| Ok(Self::checked(text.to_owned())),
}

fn refused<E: Error>(invalid: Invalid) -> E {
    E::custom(invalid.message)
}

fn bind_address(text: &str) -> Result<BindAddress, Invalid> {
    const EXPECTED: &str = "\"node\" or an address";
    let refuse = |_| Invalid::new("bind-address", format!("{text:?} is not an address"), EXPECTED);
    match text {
        BindAddress::NODE => Ok(BindAddress::Node),
        address => address.parse::<IpAddr>().map(BindAddress::Fixed).map_err(refuse),
    }
}

impl Serialize for NumericId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.get())
    }
}

impl<'de> Deserialize<'de> for NumericId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(i64::deserialize(deserializer)?).map_err(refused)
    }
}

/// The text as an array of lines, so that each changed line is a changed line of the document.
impl Serialize for OwnAuditPolicy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut lines = serializer.serialize_seq(None)?;
        self.as_str().split('\n').try_for_each(|line| lines.serialize_element(line))?;
        lines.end()
    }
}

impl<'de> Deserialize<'de> for OwnAuditPolicy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let lines = Vec::<String>::deserialize(deserializer)?;
        Ok(Self::checked(lines.join("\n")))
    }
}

impl Serialize for Cidrs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Cidrs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (primary, secondary) = one_or_two(deserializer)?;
        Self::new(primary, secondary).map_err(refused)
    }
}

impl Serialize for NodeAddresses {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for NodeAddresses {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (primary, secondary) = one_or_two(deserializer)?;
        Self::new(primary, secondary).map_err(refused)
    }
}

fn one_or_two<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<(T, Option<T>), D::Error> {
    let mut all = Vec::<T>::deserialize(deserializer)?.into_iter();
    match (all.next(), all.next(), all.next()) {
        (Some(first), second, None) => Ok((first, second)),
        _ => Err(D::Error::custom("expected one or two of them")),
    }
}

/// [`KeyGenerations`] before they are checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGenerations {
    active: u32,
    trusted: Vec<u32>,
}

impl<'de> Deserialize<'de> for KeyGenerations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let RawGenerations { active, trusted } = RawGenerations::deserialize(deserializer)?;
        Self::new(active, trusted)
            .ok_or_else(|| D::Error::custom(format!("generation {active} is active and not trusted")))
    }
}

/// [`EncryptionSettings`] before they are checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEncryption {
    provider: Option<EncryptionProvider>,
    also_reads: Vec<EncryptionProvider>,
    key: KeyGenerations,
}

impl<'de> Deserialize<'de> for EncryptionSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let RawEncryption { provider, also_reads, key } = RawEncryption::deserialize(deserializer)?;
        let mut others = also_reads.into_iter();
        others.try_fold(Self::new(provider, key), Self::also_reading).map_err(refused)
    }
}

/// Reads and writes a node with the keys of its table in cluster.toml.
macro_rules! node_table {
    ($table:ident of $node:ident with $($(#[$meta:meta])* $key:ident: $type:ty),+) => {
        #[derive(Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $table {
            name: NodeName,
            address: NodeAddresses,
            labels: BTreeMap<QualifiedName, LabelValue>,
            taints: Vec<Taint>,
            recipients: Vec<Recipient>,
            $($(#[$meta])* $key: $type,)+
        }

        impl Serialize for $node {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let Self { node, $($key),+ } = self.clone();
                let Node { name, addresses: address, labels, taints, recipients } = node;
                $table { name, address, labels, taints, recipients, $($key),+ }.serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $node {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let $table { name, address, labels, taints, recipients, $($key),+ } =
                    $table::deserialize(deserializer)?;
                Ok(Self { node: Node { name, addresses: address, labels, taints, recipients }, $($key),+ })
            }
        }
    };
}

node_table!(
    ControlPlaneTable of ControlPlaneNode with
    etcd_initial_state: EtcdInitialState,
    #[serde(default)] interface: Option<InterfaceName>
);
node_table!(WorkerTable of Worker with join: Join);
