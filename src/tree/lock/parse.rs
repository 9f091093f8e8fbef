//! Parsing the lock.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Identity, Recorded, Row, origin_text,
    word::{self, read_number},
    write::FORMAT,
};
use crate::{
    model::{Account, ClusterId, NumericId, Users},
    tree::{Mode, Origin, Place, RelPath, Secrecy, parse_digest},
};

/// A text that is not a kubemint.lock.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {kind}")]
pub struct LockError {
    /// The line number, starting at 1.
    pub line: usize,
    /// What is wrong with it.
    pub kind: LockErrorKind,
}

/// What is wrong with a line of a lock.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LockErrorKind {
    /// The text ends in the header.
    #[error("expected `{0} …`; the file is cut off")]
    Ends(&'static str),
    /// A line of the header is missing or wrong.
    #[error("expected `{0} …`")]
    Header(&'static str),
    /// Written by a newer kubemint.
    #[error(
        "the lock has format {0}, this kubemint knows {FORMAT}; use the kubemint that wrote it, or a newer one"
    )]
    Format(u32),
    /// The lock is longer than that of any cluster.
    #[error("the lock is longer than {} MiB, which no cluster needs", MAX_LENGTH / MIB)]
    Length,
    /// The line endings are not kubemint's.
    #[error("the line does not end with a single line feed: Git or an editor changed the file")]
    LineEnd,
    /// Rows are not in the order of places.
    #[error("the row of {0} is not in the order of places")]
    Order(Place),
    /// Two accounts have the same UID or GID.
    #[error("the account {0} has the UID or GID of another account")]
    Account(&'static str),
    /// A merge conflict is not resolved.
    #[error("a merge conflict is not resolved; take either side, then render again")]
    Conflict,
    /// A line is not a row.
    #[error("not a row of a lock (public|secret PATH OWNER:GROUP MODE …)")]
    Row,
    /// Two rows have the same place.
    #[error("{0} has two rows")]
    Duplicate(Place),
}

const MIB: usize = 1 << 20;

/// The longest lock that is accepted, in bytes. A node has about 10 kB.
pub(crate) const MAX_LENGTH: usize = 64 * MIB;

type Lines<'a> = std::iter::Enumerate<std::str::Lines<'a>>;

/// What a lock says: whose tree it is, its accounts, its rows.
type Parts = (Identity, Users, BTreeMap<Place, Row>);

pub(super) fn parse(text: &str) -> Result<Parts, LockError> {
    refuse_form(text)?;
    let mut lines = text.lines().enumerate();
    let mut header = Header { lines: &mut lines, line: 0 };
    let (identity, users) = header.read()?;
    let mut rows = BTreeMap::new();
    for (index, line) in lines {
        let error = |kind| LockError { line: index + 1, kind };
        if is_conflict_marker(line) {
            return Err(error(LockErrorKind::Conflict));
        }
        let row = read_row(line).ok_or_else(|| error(LockErrorKind::Row))?;
        let place = row.place.clone();
        match rows.last_key_value() {
            Some((last, _)) if *last == place => return Err(error(LockErrorKind::Duplicate(place))),
            Some((last, _)) if *last > place => return Err(error(LockErrorKind::Order(place))),
            _ => {}
        }
        rows.insert(place, row);
    }
    Ok((identity, users, rows))
}

/// Refuses a text that is too long or has other line endings.
fn refuse_form(text: &str) -> Result<(), LockError> {
    if text.len() > MAX_LENGTH {
        return Err(LockError { line: 1, kind: LockErrorKind::Length });
    }
    let wrong = |line: &str| line.contains('\r') || !line.ends_with('\n');
    match text.split_inclusive('\n').position(wrong) {
        Some(index) => Err(LockError { line: index + 1, kind: LockErrorKind::LineEnd }),
        None => Ok(()),
    }
}

fn is_conflict_marker(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark))
}

/// Parses the lines before the rows.
struct Header<'a, 'b> {
    lines: &'b mut Lines<'a>,
    line: usize,
}

impl<'a> Header<'a, '_> {
    fn read(&mut self) -> Result<(Identity, Users), LockError> {
        let format = self.number("format")?;
        if format != FORMAT {
            return Err(self.error(LockErrorKind::Format(format)));
        }
        let schema = self.number("schema")?;
        let cluster = self.value("cluster")?;
        let cluster = ClusterId::parse(cluster).map_err(|_| self.error(LockErrorKind::Header("cluster")))?;
        let seed = self.value("seed")?;
        let seed = Some(seed)
            .filter(|seed| is_seed_id(seed))
            .ok_or_else(|| self.error(LockErrorKind::Header("seed")))?;
        let seed = seed.to_owned();
        let users = Users {
            etcd: self.account(Account::Etcd)?,
            kube_apiserver: self.account(Account::KubeApiserver)?,
            kube_controller_manager: self.account(Account::KubeControllerManager)?,
            kube_scheduler: self.account(Account::KubeScheduler)?,
            kube_service_account: self.account(Account::KubeServiceAccount)?,
            kube_haproxy: self.account_if_there(Account::KubeHaproxy)?,
            kube_keepalived: self.account_if_there(Account::KubeKeepalived)?,
        };
        let mut numbers = BTreeSet::new();
        let mut numbered = Account::MADE.iter().filter(|account| account.is_numbered(&users));
        let taken = numbered.find(|account| !numbers.insert(account.id(&users)));
        if let Some(account) = taken {
            return Err(self.error(LockErrorKind::Account(account.name())));
        }
        Ok((Identity { schema, cluster, seed }, users))
    }

    /// The value after the name in the next line that is not a comment.
    fn value(&mut self, name: &'static str) -> Result<&'a str, LockError> {
        loop {
            let Some((index, line)) = self.lines.next() else {
                self.line += 1;
                return Err(self.error(LockErrorKind::Ends(name)));
            };
            self.line = index + 1;
            if is_conflict_marker(line) {
                return Err(self.error(LockErrorKind::Conflict));
            }
            if line.starts_with('#') {
                continue;
            }
            let value = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(' '));
            return value.ok_or_else(|| self.error(LockErrorKind::Header(name)));
        }
    }

    fn number(&mut self, name: &'static str) -> Result<u32, LockError> {
        read_number(self.value(name)?).ok_or_else(|| self.error(LockErrorKind::Header(name)))
    }

    fn account(&mut self, account: Account) -> Result<NumericId, LockError> {
        let refuse = |header: &Self| header.error(LockErrorKind::Header("account"));
        let value = self.value("account")?;
        let (name, number) = value.split_once(' ').ok_or_else(|| refuse(self))?;
        let id = read_number(number).and_then(|number| NumericId::new(number.into()).ok());
        id.filter(|_| name == account.name()).ok_or_else(|| refuse(self))
    }

    /// The number of an account that not every cluster has.
    fn account_if_there(&mut self, account: Account) -> Result<Option<NumericId>, LockError> {
        let next = self.lines.clone().map(|(_, line)| line).find(|line| !line.starts_with('#'));
        let is_there =
            next.and_then(|line| line.strip_prefix("account ")?.split(' ').next()) == Some(account.name());
        is_there.then(|| self.account(account)).transpose()
    }

    const fn error(&self, kind: LockErrorKind) -> LockError {
        LockError { line: self.line, kind }
    }
}

/// Whether it is the public id of a seed as a render writes it: 32 lower-case hexadecimal digits.
fn is_seed_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn read_row(line: &str) -> Option<Row> {
    let mut words = line.split(' ');
    let output = words.next()?;
    let secrecy = [Secrecy::Public, Secrecy::Secret].into_iter().find(|known| known.folder() == output)?;
    let path = RelPath::parse(&word::unescape(words.next()?)?).ok()?;
    let (owner, group) = words.next()?.split_once(':')?;
    let (owner, group) = (read_account(owner)?, read_account(group)?);
    let mode = read_mode(words.next()?)?;
    let recorded = read_recorded(secrecy, &mut words)?;
    let ended = words.next().is_none();
    ended.then_some(Row { place: Place { secrecy, path }, owner, group, mode, recorded })
}

fn read_recorded<'a>(
    secrecy: Secrecy,
    words: &mut (impl Iterator<Item = &'a str> + Clone),
) -> Option<Recorded> {
    if words.clone().next() == Some("folder") {
        words.next();
        return Some(Recorded::Folder);
    }
    match secrecy {
        Secrecy::Secret => read_origin(words).map(|origin| Recorded::Secret { origin }),
        Secrecy::Public => {
            let bytes = words.next()?.strip_prefix("sha256:").and_then(parse_digest)?;
            read_origin(words).map(|origin| Recorded::Public { bytes, origin })
        }
    }
}

fn read_origin<'a>(words: &mut impl Iterator<Item = &'a str>) -> Option<Origin> {
    origin_text::read(words)
}

fn read_account(name: &str) -> Option<Account> {
    std::iter::once(Account::Root).chain(Account::MADE).find(|account| account.name() == name)
}

fn read_mode(text: &str) -> Option<Mode> {
    let octal = text.len() == 4 && text.bytes().all(|b| matches!(b, b'0'..=b'7'));
    octal.then(|| u16::from_str_radix(text, 8).ok()).flatten().and_then(Mode::new)
}
