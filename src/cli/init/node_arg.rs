//! `NAME=ADDRESS` or, in a dual-stack cluster, `NAME=ADDRESS,ADDRESS` on the command line.

use std::{path::PathBuf, str::FromStr};

use crate::model::{NodeAddress, NodeName};

/// A node's name and addresses, each valid by itself.
#[derive(Debug, Clone)]
pub struct NodeArg {
    /// A DNS-1123 label.
    pub name: String,
    /// One address, or more; how many there may be, cluster.toml's rules say.
    pub addresses: Vec<String>,
}

impl FromStr for NodeArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, addresses) = text.split_once('=').ok_or("expected NAME=ADDRESS")?;
        let told =
            |error: crate::diagnostic::Invalid| format!("{}: expected {}", error.message, error.expected);
        let name = NodeName::parse(name).map_err(told)?;
        let address = |text| NodeAddress::parse(text).map(|address| address.to_string()).map_err(told);
        let addresses = addresses.split(',').map(address).collect::<Result<_, _>>()?;
        Ok(Self { name: name.to_string(), addresses })
    }
}

/// A directory's path on the command line; a node that lacks its option would otherwise become a directory.
pub(super) fn folder(text: &str) -> Result<PathBuf, String> {
    match text.parse::<NodeArg>() {
        Ok(_) => Err(format!("that is a node: write --control-plane {text} or --worker {text}")),
        Err(_) => Ok(PathBuf::from(text)),
    }
}

/// What stands behind the directory.
pub(super) fn one_too_many(text: &str) -> Result<String, String> {
    folder(text)?;
    Err("there is a folder already".to_owned())
}
