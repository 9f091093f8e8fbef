//! Arguments in, text out, exit code: the only place that prints.

fn main() {}
