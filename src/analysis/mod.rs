//! Questions to the published snapshot: one question a file, one public
//! function each. No I/O.

mod buildings;
mod by_class;
mod comparison;
mod coverage_at;
mod gap_areas;
mod gaps;
mod inhabitants;
mod line_gaps;
mod measurement_plan;
mod network_pairs;
mod organisation_gaps;
mod presence;
mod proved;
mod rankings;
mod retreat;
mod shutdown;
mod squares;
mod stretches;
mod uncovered_demand;
mod verdicts;

pub use buildings::*;
pub use by_class::*;
pub use comparison::*;
pub use coverage_at::*;
pub use gap_areas::*;
pub use gaps::*;
pub use inhabitants::{InhabitantsBasis, inhabitants_basis};
pub use line_gaps::*;
pub use measurement_plan::*;
pub use network_pairs::*;
pub use organisation_gaps::*;
pub use presence::{PresenceClassMeasure, PresenceGaps};
pub use proved::*;
pub use rankings::*;
pub use retreat::*;
pub use shutdown::*;
pub use squares::*;
pub use stretches::*;
pub use uncovered_demand::*;
pub use verdicts::*;

#[cfg(test)]
mod conservation;
#[cfg(test)]
pub(crate) mod fixture;
