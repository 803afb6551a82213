//! Dead zones and what is answered to those who report them; what our own data
//! say of a case; what operators are asked in gap reports. No I/O.

mod answer;
mod evidence;
mod gap_report;

pub use answer::*;
pub use evidence::*;
pub use gap_report::*;
