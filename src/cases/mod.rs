//! Dead zones and what is answered to those who report them; what our own data
//! say of a case. No I/O.

mod answer;
mod evidence;

pub use answer::*;
pub use evidence::*;
