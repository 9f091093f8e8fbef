//! What each component of the control plane is started with, said once for static pods and units alike.

mod command_line;
mod invocation;

pub use command_line::{CommandLine, Flag};
pub use invocation::{Invocation, Mount, Probe};
