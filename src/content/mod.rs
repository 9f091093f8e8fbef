//! What a file contains that was given instead of another, and which parts of a text are secret. Only this module
//! decides what a message can show of a file.

mod kind;
mod mask;
mod private_key;
mod secret_word;

pub use kind::{Kind, kind};
pub use mask::{is_secret_argument, mask, mask_arguments, mask_message};
pub use private_key::private_line;
