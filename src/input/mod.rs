//! Reading what others wrote: regular files alone, and never more bytes than such a file can have.
//!
//! Everything that is read from a disk passes through here, so a device, a pipe without a writer, a sparse file of
//! terabytes or a link that leaves its directory is an error like any other. clippy.toml holds the rest of the program to it.

mod beneath;
mod kind;
mod read;
mod unreadable;
mod waited;

pub use beneath::read_beneath;
pub use kind::InputKind;
pub use read::{open_without_waiting, read, read_file, read_stream};
pub use unreadable::Unreadable;
pub use waited::read_waiting;
