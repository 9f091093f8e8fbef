//! The options of `init`; a node is `NAME=ADDRESS` or, in a dual-stack cluster, `NAME=ADDRESS,ADDRESS`.

use std::{path::PathBuf, str::FromStr};

use clap::{Args, builder::StringValueParser};

use crate::{
    cli::{Format, FormatArg, offered::offering},
    derive::KeyAlgorithm,
    model::{NodeAddress, NodeName},
};

/// What a new cluster consists of.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// A control-plane node; repeat it for 3, 5 or 7 nodes (dual-stack: NAME=ADDRESS,ADDRESS)
    #[arg(long = "control-plane", value_name = "NAME=ADDRESS", required = true)]
    pub(super) control_plane: Vec<NodeArg>,
    /// A worker; can be repeated (dual-stack: NAME=ADDRESS,ADDRESS)
    #[arg(long = "worker", value_name = "NAME=ADDRESS")]
    pub(super) workers: Vec<NodeArg>,
    /// The address of the load balancer or virtual IP in front of the API servers; IPv6 in brackets
    #[arg(long, value_name = "HOST:PORT")]
    pub(super) endpoint: String,
    /// The cluster's name
    #[arg(long, default_value = "kubernetes")]
    pub(super) name: String,
    /// The Kubernetes release
    #[arg(long, value_name = "VERSION", default_value = "1.37.2")]
    pub(super) kubernetes_version: String,
    /// The address range of Services (dual-stack: CIDR,CIDR, the primary family first)
    #[arg(long, value_name = "CIDR", default_value = "10.96.0.0/12")]
    pub(super) service_cidr: String,
    /// The address range of Pods (dual-stack: CIDR,CIDR in the same order)
    #[arg(long, value_name = "CIDR", default_value = "10.244.0.0/16")]
    pub(super) pod_cidr: String,
    /// The algorithm of all keys: ecdsa-p256, ecdsa-p384, rsa-2048, rsa-3072 or rsa-4096
    #[arg(long, value_name = "ALGORITHM", default_value = "ecdsa-p256")]
    #[arg(value_parser = offering(StringValueParser::new(), algorithms), hide_possible_values = true)]
    pub(super) key_algorithm: String,
    /// The directory for the new files
    #[arg(value_name = "DIR", default_value = ".", value_parser = folder)]
    pub(super) folder: PathBuf,
    /// A further argument, which is rejected with a better message than clap's
    #[arg(hide = true, value_parser = one_too_many)]
    pub(super) one_too_many: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) format: FormatArg<Format>,
}

/// A node's name and addresses, each valid by itself.
#[derive(Debug, Clone)]
pub struct NodeArg {
    /// A DNS-1123 subdomain.
    pub name: String,
    /// One or more addresses; the rules for cluster.toml limit how many.
    pub addresses: Vec<String>,
}

impl FromStr for NodeArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, addresses) = text.split_once('=').ok_or("expected NAME=ADDRESS")?;
        let reported =
            |error: crate::diagnostic::Invalid| format!("{}: expected {}", error.message, error.expected);
        let name = NodeName::parse(name).map_err(reported)?;
        let address = |text| NodeAddress::parse(text).map(|address| address.to_string()).map_err(reported);
        let addresses = addresses.split(',').map(address).collect::<Result<_, _>>()?;
        Ok(Self { name: name.to_string(), addresses })
    }
}

fn algorithms() -> Vec<&'static str> {
    KeyAlgorithm::ALL.map(KeyAlgorithm::as_str).to_vec()
}

/// A directory on the command line. A node without its option would otherwise become a directory.
pub(super) fn folder(text: &str) -> Result<PathBuf, String> {
    match text.parse::<NodeArg>() {
        Ok(_) => Err(format!("that is a node: write --control-plane {text} or --worker {text}")),
        Err(_) => Ok(PathBuf::from(text)),
    }
}

/// A further argument after the directory.
pub(super) fn one_too_many(text: &str) -> Result<String, String> {
    folder(text)?;
    Err("there is a directory already".to_owned())
}
