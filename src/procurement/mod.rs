//! Requirements and their evaluation. No I/O.

mod evaluation;

pub use evaluation::*;
