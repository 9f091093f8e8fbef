//! What a file holds that was named in place of another, and which parts of a text are secret: the one place that decides
//! what a message may show of a file.

mod kind;
mod mask;
mod secret_word;

pub use kind::{Kind, kind};
pub use mask::{is_secret_argument, mask, mask_arguments, mask_message};
