//! A file or directory that kubemint makes.

use zeroize::Zeroizing;

use super::{Origin, RelPath};
use crate::model::{Account, FileMode};

/// Which output of the tree an artifact is in. Listings have them in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Secrecy {
    /// `out/public`: may be committed.
    Public,
    /// `out/secret`: 0600 files in 0700 directories, whatever their mode on the machine.
    Secret,
}

impl Secrecy {
    /// The name of the output's directory.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Secret => "secret",
        }
    }

    /// Whether a file of this output may have these permission bits on disk: a public file must not be executable, a secret
    /// file must be accessible only for its owner. Other effects of the umask are ignored.
    #[must_use]
    pub const fn is_harmless(self, permissions: u32) -> bool {
        let harmful = match self {
            Self::Public => 0o7111,
            Self::Secret => 0o7077,
        };
        permissions & harmful == 0
    }
}

/// Permission bits on the machine, 0 to 0o7777.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mode(u16);

impl Mode {
    /// 0644: a file that everyone on the machine can read.
    pub const PUBLIC_FILE: Self = Self(0o644);
    /// 0600: a file that only its owner can read.
    pub const SECRET_FILE: Self = Self(0o600);
    /// 0640: a file that its group can read.
    pub const GROUP_FILE: Self = Self(0o640);
    /// 0755: a directory that everyone can enter.
    pub const PUBLIC_FOLDER: Self = Self(0o755);
    /// 0700: a directory that only its owner can enter.
    pub const SECRET_FOLDER: Self = Self(0o700);
    /// 0750: a directory that its group can enter.
    pub const GROUP_FOLDER: Self = Self(0o750);
    /// Every mode of a file that kubemint sets.
    pub const FILES: [Self; 3] = [Self::PUBLIC_FILE, Self::GROUP_FILE, Self::SECRET_FILE];
    /// Every mode of a directory that kubemint sets.
    pub const DIRECTORIES: [Self; 3] = [Self::PUBLIC_FOLDER, Self::GROUP_FOLDER, Self::SECRET_FOLDER];

    /// Permission bits, if they are at most 0o7777.
    #[must_use]
    pub const fn new(bits: u16) -> Option<Self> {
        if bits <= 0o7777 { Some(Self(bits)) } else { None }
    }

    /// The bits.
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }
}

impl From<FileMode> for Mode {
    fn from(mode: FileMode) -> Self {
        Self(mode.bits())
    }
}

impl std::fmt::Display for Mode {
    /// Four octal digits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04o}", self.0)
    }
}

/// The content of an artifact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A directory whose owner and mode on the machine kubemint sets.
    Folder,
    /// A file with these bytes, which are erased from memory when dropped.
    File(Zeroizing<Vec<u8>>),
    /// A secret file whose bytes are unknown, because the run has no seed.
    Withheld,
}

impl From<Zeroizing<Vec<u8>>> for Content {
    fn from(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self::File(bytes)
    }
}

impl From<Zeroizing<String>> for Content {
    /// Takes over the bytes of the text, so that there is no copy to be wiped.
    fn from(mut text: Zeroizing<String>) -> Self {
        Self::File(Zeroizing::new(std::mem::take(&mut *text).into_bytes()))
    }
}

impl<T: Into<Self>> From<Option<T>> for Content {
    /// Bytes that may not be known.
    fn from(bytes: Option<T>) -> Self {
        bytes.map_or(Self::Withheld, Into::into)
    }
}

/// A file or directory with everything that is known about it. Owner, group and mode are those on the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Its path below its output.
    pub path: RelPath,
    /// Which output it is in.
    pub secrecy: Secrecy,
    /// Its owner on the machine.
    pub owner: Account,
    /// Its group on the machine.
    pub group: Account,
    /// Its mode on the machine.
    pub mode: Mode,
    /// Its content.
    pub content: Content,
    /// What it was made from, for the lock.
    pub origin: Origin,
}

impl Artifact {
    /// A public file of root, 0644, rendered from cluster.toml alone.
    #[must_use]
    pub fn public(path: RelPath, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            path,
            secrecy: Secrecy::Public,
            owner: Account::Root,
            group: Account::Root,
            mode: Mode::PUBLIC_FILE,
            content: Content::File(Zeroizing::new(bytes.into())),
            origin: Origin::Rendered,
        }
    }

    /// A secret file of root, 0600, with this origin.
    #[must_use]
    pub fn secret(path: RelPath, content: impl Into<Content>, origin: Origin) -> Self {
        Self {
            path,
            secrecy: Secrecy::Secret,
            owner: Account::Root,
            group: Account::Root,
            mode: Mode::SECRET_FILE,
            content: content.into(),
            origin,
        }
    }

    /// The same for another owner, whose group has the same name.
    #[must_use]
    pub const fn owned_by(mut self, account: Account) -> Self {
        self.owner = account;
        self.group = account;
        self
    }

    /// The same with another mode.
    #[must_use]
    pub const fn with_mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// The same with another group.
    #[must_use]
    pub const fn with_group(mut self, group: Account) -> Self {
        self.group = group;
        self
    }
}
