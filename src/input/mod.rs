//! Reading files that others wrote: only regular files, and never more bytes than such a file can have.
//!
//! Everything that is read from disk goes through here, so a device, a pipe without a writer, a sparse file of
//! terabytes or a link out of its directory is an ordinary error. clippy.toml enforces this for the rest of the
//! program.

mod below;
mod beneath;
mod kind;
mod read;
mod unreadable;
mod waited;

pub use below::{Found, list_beneath};
pub use beneath::read_beneath;
pub use kind::InputKind;
pub use read::{open_without_waiting, read, read_file, read_stream};
pub use unreadable::Unreadable;
pub use waited::read_waiting;
