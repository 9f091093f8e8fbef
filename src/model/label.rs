//! Labels and taints of nodes, and the form of their keys.

use super::{DnsDomain, text::readable_text};
use crate::diagnostic::Invalid;

/// The effect of a taint (`k8s.io/api/core/v1` `TaintEffect`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaintEffect {
    /// New pods that do not tolerate it are not scheduled.
    NoSchedule,
    /// New pods that do not tolerate it are scheduled elsewhere if possible.
    PreferNoSchedule,
    /// Pods that run and do not tolerate it are evicted, too.
    NoExecute,
}

impl TaintEffect {
    /// The name in Kubernetes' API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoSchedule => "NoSchedule",
            Self::PreferNoSchedule => "PreferNoSchedule",
            Self::NoExecute => "NoExecute",
        }
    }
}

/// A taint, written `key=value:Effect` or `key:Effect` as for `kubectl taint`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Taint {
    /// The taint's key.
    pub key: QualifiedName,
    /// The taint's value; may be empty.
    pub value: LabelValue,
    /// The taint's effect.
    pub effect: TaintEffect,
}

impl Taint {
    /// The taint that keeps ordinary pods off the control plane, as kubeadm sets it.
    #[must_use]
    pub fn control_plane() -> Self {
        Self {
            key: QualifiedName("node-role.kubernetes.io/control-plane".to_owned()),
            value: LabelValue::default(),
            effect: TaintEffect::NoSchedule,
        }
    }

    /// Parses `key=value:Effect` or `key:Effect`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `taint` if `text` is not a taint.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let refuse = || {
            Invalid::new(
                "taint",
                format!("{text:?} is not a taint"),
                "key=value:Effect or key:Effect, the effect NoSchedule, PreferNoSchedule or NoExecute",
            )
            .help("write it as `kubectl taint` does, such as \"example.com/gpu=yes:NoSchedule\"")
        };
        let (rest, effect) = text.rsplit_once(':').ok_or_else(refuse)?;
        let effect = [TaintEffect::NoSchedule, TaintEffect::PreferNoSchedule, TaintEffect::NoExecute]
            .into_iter()
            .find(|known| known.as_str() == effect)
            .ok_or_else(refuse)?;
        let (key, value) = rest.split_once('=').unwrap_or((rest, ""));
        let key = QualifiedName::parse(key).map_err(|_| refuse())?;
        let value = LabelValue::parse(value).map_err(|_| refuse())?;
        Ok(Self { key, value, effect })
    }
}

impl std::fmt::Display for Taint {
    /// Formats `key=value:Effect`, or `key:Effect` if the value is empty.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let equals = if self.value.as_str().is_empty() { "" } else { "=" };
        write!(f, "{}{equals}{}:{}", self.key, self.value, self.effect.as_str())
    }
}

/// A label's or a taint's key: `name` or `prefix/name` (`k8s.io/apimachinery` `IsQualifiedName`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualifiedName(String);

/// A label's value, which may be empty (`k8s.io/apimachinery` `IsValidLabelValue`).
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelValue(String);

readable_text!(QualifiedName, LabelValue);

impl QualifiedName {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `label-key`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let (prefix, name) = match text.split_once('/') {
            Some((prefix, name)) => (Some(prefix), name),
            None => (None, text),
        };
        let prefix_ok = prefix.is_none_or(|prefix| DnsDomain::parse(prefix).is_ok());
        if prefix_ok && !name.is_empty() && is_label_text(name) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::new(
                "label-key",
                format!("{text:?} is not a label's key"),
                "a name of letters, digits, -, _ and . with an optional DNS prefix and a slash",
            )
            .help("such as \"example.com/disk\", in quotes where it has a dot or a slash"))
        }
    }
}

impl LabelValue {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `label-value`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.is_empty() || is_label_text(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::new(
                "label-value",
                format!("{text:?} is not a label's value"),
                "up to 63 letters, digits, -, _ and ., beginning and ending with a letter or digit",
            )
            .help("free text belongs in an annotation"))
        }
    }
}

fn is_label_text(text: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.len() <= 63
        && ends(text.chars().next())
        && ends(text.chars().last())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}
