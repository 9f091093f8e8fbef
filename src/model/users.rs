//! The fixed UIDs and GIDs of the components' accounts.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Invalid;

/// A UID or GID: not root's, not nobody's, and neither of the two that mean "none" (`systemd` `uid_is_valid`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NumericId(u32);

impl NumericId {
    /// Checks `id`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `numeric-id` for 0, 65534, 65535, and anything outside 1 to 4294967294.
    pub fn new(id: i64) -> Result<Self, Invalid> {
        match u32::try_from(id) {
            Ok(id) if !matches!(id, 0 | 65534 | 65535 | u32::MAX) => Ok(Self(id)),
            _ => Err(Invalid::new(
                "numeric-id",
                format!("{id} is not a usable numeric id"),
                "1 to 4294967294, not 65534 or 65535",
            )
            .help("take a number below 1000 that no user or group of the machines has")),
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl std::fmt::Display for NumericId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The UIDs and GIDs, which are the same in sysusers.d, tmpfiles.d, the archive and `runAsUser`.
///
/// The GID of a component's group is its user's UID. All of them differ (checked by [`Cluster`](super::Cluster)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Users {
    /// etcd's user and group.
    pub etcd: NumericId,
    /// kube-apiserver's user and group.
    pub kube_apiserver: NumericId,
    /// kube-controller-manager's user and group.
    pub kube_controller_manager: NumericId,
    /// kube-scheduler's user and group.
    pub kube_scheduler: NumericId,
    /// The group of kube-apiserver and kube-controller-manager, which both read the service-account key.
    pub kube_service_account: NumericId,
    /// haproxy's user and group on workers; `None` in a cluster without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kube_haproxy: Option<NumericId>,
    /// keepalived's user and group on control-plane nodes; `None` in a cluster without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kube_keepalived: Option<NumericId>,
}

/// What haproxy's user and group have unless cluster.toml says otherwise.
const KUBE_HAPROXY: NumericId = NumericId(567);

/// The same for keepalived.
const KUBE_KEEPALIVED: NumericId = NumericId(568);

impl Default for Users {
    /// IDs in the middle of the system range (1 to 999): distributions assign fixed ones from below and dynamic ones
    /// from above.
    fn default() -> Self {
        Self {
            etcd: NumericId(561),
            kube_apiserver: NumericId(562),
            kube_controller_manager: NumericId(563),
            kube_scheduler: NumericId(564),
            kube_service_account: NumericId(565),
            kube_haproxy: Some(KUBE_HAPROXY),
            kube_keepalived: Some(KUBE_KEEPALIVED),
        }
    }
}

/// Who owns a file on a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// The superuser and its group.
    Root,
    /// etcd's user or group.
    Etcd,
    /// kube-apiserver's user or group.
    KubeApiserver,
    /// kube-controller-manager's user or group.
    KubeControllerManager,
    /// kube-scheduler's user or group.
    KubeScheduler,
    /// The group that reads the service-account key; no user has this name.
    KubeServiceAccount,
    /// haproxy's user or group on workers.
    KubeHaproxy,
    /// keepalived's user or group on control-plane nodes.
    KubeKeepalived,
}

impl std::fmt::Display for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Account {
    /// The accounts that kubemint creates: all except root.
    pub const MADE: [Self; 7] = [
        Self::Etcd,
        Self::KubeApiserver,
        Self::KubeControllerManager,
        Self::KubeScheduler,
        Self::KubeServiceAccount,
        Self::KubeHaproxy,
        Self::KubeKeepalived,
    ];

    /// Parses the name of root or of an account that kubemint creates.
    ///
    /// # Errors
    /// [`Invalid`] with code `file-owner`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let found = Self::MADE.into_iter().chain([Self::Root]).find(|account| account.name() == text);
        found.ok_or_else(|| {
            let message = format!("{text:?} is not an account that kubemint knows the number of");
            Invalid::new("file-owner", message, "\"root\", or an account of [users] such as \"kube-apiserver\"")
                .help("leave it out for root; a service of yours can read a file of root that has the mode \"0644\"")
        })
    }

    /// Its name in the machine's user database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Etcd => "etcd",
            Self::KubeApiserver => "kube-apiserver",
            Self::KubeControllerManager => "kube-controller-manager",
            Self::KubeScheduler => "kube-scheduler",
            Self::KubeServiceAccount => "kube-service-account",
            Self::KubeHaproxy => "kube-haproxy",
            Self::KubeKeepalived => "kube-keepalived",
        }
    }

    /// Whether it is a group without a user of its name.
    #[must_use]
    pub const fn is_group_only(self) -> bool {
        matches!(self, Self::KubeServiceAccount)
    }

    /// Whether a cluster with these numbers can have files or processes of the account.
    #[must_use]
    pub const fn is_numbered(self, users: &Users) -> bool {
        match self {
            Self::KubeHaproxy => users.kube_haproxy.is_some(),
            Self::KubeKeepalived => users.kube_keepalived.is_some(),
            Self::Root
            | Self::Etcd
            | Self::KubeApiserver
            | Self::KubeControllerManager
            | Self::KubeScheduler
            | Self::KubeServiceAccount => true,
        }
    }

    /// The UID or GID; 0 for root, and the default where the account has no number.
    #[must_use]
    pub const fn id(self, users: &Users) -> u32 {
        match self {
            Self::Root => 0,
            Self::Etcd => users.etcd.0,
            Self::KubeApiserver => users.kube_apiserver.0,
            Self::KubeControllerManager => users.kube_controller_manager.0,
            Self::KubeScheduler => users.kube_scheduler.0,
            Self::KubeServiceAccount => users.kube_service_account.0,
            Self::KubeHaproxy => number(users.kube_haproxy, KUBE_HAPROXY),
            Self::KubeKeepalived => number(users.kube_keepalived, KUBE_KEEPALIVED),
        }
    }
}

/// `Option::unwrap_or`, which is not const.
const fn number(id: Option<NumericId>, otherwise: NumericId) -> u32 {
    match id {
        Some(id) => id.0,
        None => otherwise.0,
    }
}
