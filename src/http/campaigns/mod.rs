//! `/api/v1/campaigns` and `/api/v1/runs`: what is measured, how those who drive
//! are protected, and the raw samples for those who may see them.

mod campaign;
mod cells;
mod column_mappings;
mod document;
mod erasure;
mod measurements;
mod run_samples;
mod runs;

pub use campaign::*;
pub use cells::*;
pub use column_mappings::*;
pub use erasure::*;
pub use measurements::*;
pub use run_samples::*;
pub use runs::*;
