//! Reads a file that a program may still be writing: a pipe, such as the shell's `<(…)`.

use std::{
    io::{Error, ErrorKind, Read, Result},
    os::fd::OwnedFd,
    path::Path,
    thread::sleep,
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, poll},
    fs::{self, CWD, FileType, Mode, Stat},
    io::{Errno, retry_on_intr},
};
use zeroize::Zeroizing;

use super::{InputKind, Unreadable, open_without_waiting, read_file, read_stream};

/// How often to wait for a writer of a pipe: the program that will write may still be starting.
const ATTEMPTS: u8 = 60;
const INTERVAL: Duration = Duration::from_millis(50);

/// Reads a regular file, a pipe or a terminal. A pipe is read as long as a program has it open for writing, since
/// that program may be asking for a passphrase; if no program writes, this is an error after three seconds.
///
/// # Errors
///
/// [`Unreadable`] if it is too large, is a pipe without a writer, or the system fails.
pub fn read_waiting(
    path: &Path,
    kind: InputKind,
) -> std::result::Result<(Zeroizing<Vec<u8>>, Stat), Unreadable> {
    let file = fs::openat(CWD, path, open_without_waiting(), Mode::empty())?;
    let found = fs::fstat(&file)?;
    let bytes = match FileType::from_raw_mode(found.st_mode) {
        FileType::RegularFile => read_file(&file, kind)?,
        other => {
            read_stream(Waited { file: &file, attempts: ATTEMPTS, is_pipe: other == FileType::Fifo }, kind)?
        }
    };
    Ok((bytes, found))
}

struct Waited<'a> {
    file: &'a OwnedFd,
    /// The remaining attempts to find a writer; unused once there was one.
    attempts: u8,
    is_pipe: bool,
}

impl Read for Waited<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        loop {
            match retry_on_intr(|| rustix::io::read(self.file, &mut *buffer)) {
                // A pipe without a writer ends immediately (pipe(7)).
                Ok(0) if self.is_pipe && self.attempts > 0 => {
                    self.attempts -= 1;
                    if self.attempts == 0 {
                        return Err(Error::new(ErrorKind::InvalidInput, Unreadable::NoWriter));
                    }
                    sleep(INTERVAL);
                }
                Err(Errno::AGAIN) => {
                    self.attempts = 0;
                    retry_on_intr(|| poll(&mut [PollFd::new(self.file, PollFlags::IN)], None))?;
                }
                Ok(length) => {
                    self.attempts = 0;
                    return Ok(length);
                }
                Err(errno) => return Err(errno.into()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{io::Write, thread};

    use super::*;

    #[test]
    fn a_pipe_is_waited_for_while_it_has_a_writer_and_no_longer() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        fs::mknodat(CWD, &path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        let refused = read_waiting(&path, InputKind::Private).map(|_| ()).unwrap_err();
        assert!(Error::from(refused).to_string().contains("no program writes"));
        let writer = path.clone();
        let writer = thread::spawn(move || {
            sleep(INTERVAL * 3);
            let mut pipe = std::fs::File::options().write(true).open(writer).unwrap();
            for text in ["slow", "ly"] {
                sleep(INTERVAL * 3);
                pipe.write_all(text.as_bytes()).unwrap();
            }
        });
        assert_eq!(read_waiting(&path, InputKind::Private).unwrap().0.as_slice(), b"slowly");
        writer.join().unwrap();
    }
}
