//! Dead zones and what is answered to those who report them. No I/O.

mod answer;

pub use answer::*;
