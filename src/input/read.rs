//! Reads a regular file up to its size limit.

use std::{
    io::{Error, ErrorKind, Read},
    os::fd::AsFd,
    path::Path,
};

use rustix::{
    fs::{self, CWD, FileType, Mode, OFlags},
    io::retry_on_intr,
};
use zeroize::Zeroizing;

use super::{InputKind, Unreadable};

/// Reads a regular file; links are followed. The bytes are erased from memory when dropped.
///
/// # Errors
///
/// [`Unreadable`] if it is not a regular file, is too large, or the system fails.
pub fn read(path: &Path, kind: InputKind) -> Result<Zeroizing<Vec<u8>>, Unreadable> {
    read_file(fs::openat(CWD, path, open_without_waiting(), Mode::empty())?, kind)
}

/// Flags for opening a file to read without blocking, neither on the writer of a pipe nor on a device.
#[must_use]
pub const fn open_without_waiting() -> OFlags {
    OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC)
}

/// Reads an open file, which must be a regular one. The bytes are erased from memory when dropped.
///
/// # Errors
///
/// As [`read`].
pub fn read_file(file: impl AsFd, kind: InputKind) -> Result<Zeroizing<Vec<u8>>, Unreadable> {
    let found = fs::fstat(&file)?;
    match FileType::from_raw_mode(found.st_mode) {
        FileType::RegularFile => {}
        other => return Err(Unreadable::not_regular(other)),
    }
    let size = u64::try_from(found.st_size).unwrap_or_default();
    if size > kind.limit() {
        return Err(Unreadable::TooLarge(kind));
    }
    // One byte more, to see the end of the file without growing: a vector that grows leaves copies of a secret
    // behind.
    let mut bytes = with_room(size.saturating_add(1))?;
    loop {
        let length = retry_on_intr(|| rustix::io::read(&file, rustix::buffer::spare_capacity(&mut bytes)))?;
        if length == 0 {
            return Ok(bytes);
        }
        // Files in /proc are longer than their size says, and a file may grow while it is read.
        if exceeds(&bytes, kind) {
            return Err(Unreadable::TooLarge(kind));
        }
        bytes.try_reserve(1).map_err(|_| Error::from(ErrorKind::OutOfMemory))?;
    }
}

/// Reads a stream to its end, up to the limit of the kind; this may block until somebody writes.
///
/// # Errors
///
/// As [`read`].
#[expect(clippy::disallowed_methods, reason = "the one place that bounds a stream")]
pub fn read_stream(stream: impl Read, kind: InputKind) -> Result<Zeroizing<Vec<u8>>, Unreadable> {
    // Allocated at once for small secret files: a buffer that is reallocated leaves copies in freed memory.
    let mut bytes = with_room(kind.limit().min(InputKind::Private.limit()).saturating_add(1))?;
    stream.take(kind.limit().saturating_add(1)).read_to_end(&mut bytes)?;
    if exceeds(&bytes, kind) { Err(Unreadable::TooLarge(kind)) } else { Ok(bytes) }
}

fn with_room(size: u64) -> Result<Zeroizing<Vec<u8>>, Unreadable> {
    let mut bytes = Zeroizing::new(Vec::new());
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    bytes.try_reserve_exact(size).map_err(|_| Error::from(ErrorKind::OutOfMemory))?;
    Ok(bytes)
}

fn exceeds(bytes: &[u8], kind: InputKind) -> bool {
    u64::try_from(bytes.len()).is_ok_and(|length| length > kind.limit())
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;

    use super::*;

    #[test]
    fn only_a_regular_file_is_read_and_nothing_waits() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("file"), "text").unwrap();
        fs::mknodat(CWD, at("pipe"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        let _socket = UnixListener::bind(at("socket")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", at("link")).unwrap();
        let refused = |path: &Path| read(path, InputKind::Named).unwrap_err().to_string();
        assert_eq!(read(&at("file"), InputKind::Named).unwrap().as_slice(), b"text");
        assert_eq!(refused(folder.path()), "it is a directory and not a regular file");
        assert_eq!(refused(&at("pipe")), "it is a pipe and not a regular file");
        assert_eq!(refused(&at("link")), "it is a device and not a regular file");
        assert!(matches!(read(&at("socket"), InputKind::Named), Err(Unreadable::System(_))));
        assert!(read(&at("nothing"), InputKind::Named).unwrap_err().is_input());
    }

    #[test]
    fn no_kind_of_file_is_read_beyond_its_limit_and_a_sparse_one_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let file = std::fs::File::create(&path).unwrap();
        for kind in InputKind::ALL {
            file.set_len(kind.limit()).unwrap();
            assert_eq!(u64::try_from(read(&path, kind).unwrap().len()).unwrap(), kind.limit());
            for size in [kind.limit() + 1, 1 << 42] {
                file.set_len(size).unwrap();
                assert!(matches!(read(&path, kind), Err(Unreadable::TooLarge(_))), "{kind:?} {size}");
            }
            let endless = || std::io::repeat(b'a');
            assert!(matches!(read_stream(endless(), kind), Err(Unreadable::TooLarge(_))));
            let whole = read_stream(endless().take(kind.limit()), kind).unwrap();
            assert_eq!(u64::try_from(whole.len()).unwrap(), kind.limit());
        }
    }

    #[test]
    fn a_file_with_more_than_it_says_is_read_whole() {
        let read = read(Path::new("/proc/self/status"), InputKind::Named).unwrap();
        assert!(read.starts_with(b"Name:"));
    }
}
