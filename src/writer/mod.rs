//! The only place that opens a file for writing.

mod new_file;

pub use new_file::{NewFile, create};
