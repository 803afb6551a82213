//! Questions to the published snapshot: one question a file, one public
//! function each. No I/O.

mod comparison;
mod coverage_at;
mod gap_areas;
mod gaps;
mod retreat;
mod route_positions;
mod shutdown;
mod stretches;
mod verdicts;

pub use comparison::*;
pub use coverage_at::*;
pub use gap_areas::*;
pub use gaps::*;
pub use retreat::*;
pub use route_positions::*;
pub use shutdown::*;
pub use stretches::*;
pub use verdicts::*;

#[cfg(test)]
pub(crate) mod fixture;
