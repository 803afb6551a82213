//! Questions to the published snapshot: one question a file, one public
//! function each. No I/O.

mod coverage_at;
mod gap_areas;
mod gaps;
mod stretches;
mod verdicts;

pub use coverage_at::*;
pub use gap_areas::*;
pub use gaps::*;
pub use stretches::*;
pub use verdicts::*;

#[cfg(test)]
pub(crate) mod fixture;
