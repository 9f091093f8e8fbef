//! Which of the three standard streams were closed when the process started.
//!
//! Before `main`, Rust's runtime opens /dev/null in the place of a standard stream that is closed
//! (`sanitize_standard_fds` in library/std/src/sys/pal/unix/mod.rs), so that no file opened later becomes standard
//! output by accident. From then on nothing tells a stream that was closed from one that somebody sent to /dev/null:
//! an archive written to the first is lost, to the second it is thrown away on purpose. The C library calls the
//! functions of `.init_array` before it calls `main`, and one of them looks here while it can still be seen.

use std::sync::atomic::{AtomicU8, Ordering};

/// A bit for each closed stream, by its file descriptor.
static CLOSED: AtomicU8 = AtomicU8::new(0);

/// A standard stream that is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// File descriptor 1.
    Output,
    /// File descriptor 2.
    Error,
}

/// Whether the stream was closed when the process started.
#[must_use]
pub fn was_closed(stream: Stream) -> bool {
    CLOSED.load(Ordering::Relaxed) & bit(stream) != 0
}

const fn bit(stream: Stream) -> u8 {
    1 << descriptor(stream)
}

const fn descriptor(stream: Stream) -> i32 {
    match stream {
        Stream::Output => libc::STDOUT_FILENO,
        Stream::Error => libc::STDERR_FILENO,
    }
}

extern "C" fn look() {
    for stream in [Stream::Output, Stream::Error] {
        // SAFETY: F_GETFD takes no pointer and changes nothing; of a descriptor that is not open it says EBADF.
        if unsafe { libc::fcntl(descriptor(stream), libc::F_GETFD) } == -1 {
            CLOSED.fetch_or(bit(stream), Ordering::Relaxed);
        }
    }
}

// SAFETY: `.init_array` holds pointers to functions of the C calling convention (System V ABI, "Initialization and
// Termination Functions"). This one needs nothing that is set up later: it makes one system call and touches an atomic.
#[used]
#[unsafe(link_section = ".init_array")]
static BEFORE_MAIN: extern "C" fn() = look;
