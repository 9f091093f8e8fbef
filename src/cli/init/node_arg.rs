//! `NAME=ADDRESS` on the command line.

use std::{path::PathBuf, str::FromStr};

use serde::Serialize;

use crate::model::{NodeAddress, NodeName};

/// A node's name and address, both valid by themselves.
#[derive(Debug, Clone, Serialize)]
pub struct NodeArg {
    /// A DNS-1123 label.
    pub name: String,
    /// An address.
    pub address: String,
}

impl FromStr for NodeArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, address) = text.split_once('=').ok_or("expected NAME=ADDRESS")?;
        let told = |error: crate::model::Invalid| format!("{}: expected {}", error.message, error.expected);
        let name = NodeName::parse(name).map_err(told)?;
        let address = NodeAddress::parse(address).map_err(told)?;
        Ok(Self { name: name.to_string(), address: address.to_string() })
    }
}

/// A folder's path on the command line; a node that lacks its option would otherwise become a folder.
pub(super) fn folder(text: &str) -> Result<PathBuf, String> {
    match text.parse::<NodeArg>() {
        Ok(_) => Err(format!("that is a node: write --control-plane {text} or --worker {text}")),
        Err(_) => Ok(PathBuf::from(text)),
    }
}

/// What stands behind the folder.
pub(super) fn one_too_many(text: &str) -> Result<String, String> {
    folder(text)?;
    Err("there is a folder already".to_owned())
}
