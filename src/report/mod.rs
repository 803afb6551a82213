//! Printed and exported answers: HTML, CSV, GeoJSON and map pictures. Computes nothing new.

mod csv;
mod features;
mod gap_map;
mod gap_page;
mod gap_report;
#[cfg(feature = "map-picture")]
mod map_picture;
mod numbers;
pub mod picture;

pub use self::csv::{CsvError, gap_csv};
pub use features::{dead_zone_features, gap_features};
pub use gap_map::{GapMapError, gap_map};
pub use gap_page::{PAGE_STYLE, gap_page};
pub use gap_report::GapReport;
